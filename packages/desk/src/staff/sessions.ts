import { DeskError } from '../contract/desk-error.ts'
import { deleteSession, findSession, type SessionRow, updateSession } from '../store/sessions.ts'
import { grantsOf } from '../store/staff.ts'
import type { Actor } from './actor.ts'
import { beginStepUp } from './attempts.ts'
import type { makeAuth } from './auth.ts'
import type { Authenticator, Credentials } from './authenticator.ts'
import { codeFits } from './second-factor.ts'
import { idle } from './session-life.ts'
import { tokenHash } from './token-hash.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** A session is not written at every request, only once in this many seconds. */
const notice = 60

/** A session that was opened: what goes into `Set-Cookie`, one header each, and who it belongs to. */
export interface OpenedSession {
  readonly cookies: readonly string[]
  readonly actor: Actor
}

/** People in browsers. */
export class Sessions {
  readonly #unitOfWork: UnitOfWork
  readonly #authenticator: Authenticator
  readonly #base_url: () => string
  #made: Promise<ReturnType<typeof makeAuth>> | undefined

  /** @param base_url where browsers reach the desk; asked for when the first one comes, when the port is known */
  constructor(unitOfWork: UnitOfWork, authenticator: Authenticator, base_url: () => string) {
    this.#unitOfWork = unitOfWork
    this.#authenticator = authenticator
    this.#base_url = base_url
  }

  /** Signs in with everything at once. @throws {DeskError} sign_in_wrong, sign_in_locked */
  async open(credentials: Credentials, address?: string): Promise<OpenedSession> {
    const actor = await this.#authenticator.signIn(credentials, { method: 'browser', address })
    return { cookies: await this.#write(actor.staff_id, actor.second_factor_time), actor }
  }

  /** Opens a session for somebody whom the provider named, without a second factor of the desk. @throws {DeskError} sign_in_wrong */
  openFor(staff_id: string): Promise<readonly string[]> {
    return this.#write(staff_id, undefined)
  }

  async #write(staff_id: string, second_factor_time: number | undefined): Promise<readonly string[]> {
    const { headers, response } = await (await this.#auth).api.openSession({ body: { staff_id, second_factor_time }, returnHeaders: true })
    // Disabled in between.
    if (!response) throw new DeskError('sign_in_wrong')
    return headers.getSetCookie()
  }

  /** Ends the session of a cookie, if there is one; returns what takes the cookie away. */
  async close(cookie: string | undefined): Promise<readonly string[]> {
    const session = await this.#find(cookie)
    if (session !== undefined) {
      await this.#unitOfWork.change(async (store, note) => {
        if (await deleteSession(store, session.id)) note(session.staff_id, 'staff.sign_out', {})
      })
    }
    const { headers } = await (await this.#auth).api.clearCookies({ returnHeaders: true })
    return headers.getSetCookie()
  }

  /** Who a cookie belongs to, as of now. */
  async actorOf(cookie: string | undefined): Promise<Actor | undefined> {
    const session = await this.#find(cookie)
    if (session === undefined) return undefined
    const { now, write } = this.#unitOfWork
    if (now - session.update_time >= notice) await updateSession(write, session.id, { update_time: now })
    return this.#actor(session, session.second_factor_time ?? undefined)
  }

  /** Takes the second factor again. @throws {DeskError} not_signed_in, second_factor_wrong, sign_in_locked */
  async confirmSecondFactor(cookie: string | undefined, totp: string): Promise<Actor> {
    const session = await this.#find(cookie)
    if (session === undefined) throw new DeskError('not_signed_in')
    const { id, staff_id, second_factor } = session
    const { now, secret: key } = this.#unitOfWork
    const attempt = await beginStepUp(this.#unitOfWork, session)
    if (!(await codeFits(totp, { second_factor, key, now }))) {
      await this.#unitOfWork.change(async (_store, note) => note(staff_id, 'staff.second_factor_failed', { locks: attempt.last }))
      throw new DeskError('second_factor_wrong')
    }
    await this.#unitOfWork.change(async (store, note) => {
      await attempt.succeed(store)
      await updateSession(store, id, { update_time: now, second_factor_time: now })
      note(staff_id, 'staff.second_factor', {})
    })
    return this.#actor(session, now)
  }

  get #auth() {
    // Commands have no browsers, and it takes more memory than all the rest.
    this.#made ??= import('./auth.ts').then((auth) => auth.makeAuth({ unitOfWork: this.#unitOfWork, base_url: this.#base_url() }))
    return this.#made
  }

  async #find(cookie: string | undefined): Promise<SessionRow | undefined> {
    if (cookie === undefined) return undefined
    const token = await (await this.#auth).api.readToken({ headers: new Headers({ cookie }) })
    if (token === undefined) return undefined
    const { now, read } = this.#unitOfWork
    const session = await findSession(read, tokenHash(token))
    const over = session === undefined || session.expire_time <= now || now - session.update_time >= idle || session.disabled_time !== null
    return over ? undefined : session
  }

  async #actor({ staff_id, name }: SessionRow, second_factor_time: number | undefined): Promise<Actor> {
    return { staff_id, name, grants: await grantsOf(this.#unitOfWork.read, staff_id), second_factor_time }
  }
}
