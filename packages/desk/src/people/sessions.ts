import { DeskRefusal } from '../contract/refusal.ts'
import { grantsOf } from '../store/people.ts'
import { deleteSession, findSession, type SessionRow, updateSession } from '../store/people-sessions.ts'
import type { Actor } from './actor.ts'
import { beginStepUp } from './attempts.ts'
import type { makeAuth } from './auth.ts'
import type { Books } from './books.ts'
import type { Credentials, Door } from './door.ts'
import { codeFits } from './second-factor.ts'
import { idle } from './session-life.ts'
import { tokenHash } from './token-hash.ts'

/** A session is not written at every request, only once in this many seconds. */
const notice = 60

/** A session that was opened: what goes into `Set-Cookie`, one header each, and who it belongs to. */
export interface OpenedSession {
  readonly cookies: readonly string[]
  readonly actor: Actor
}

/** People in browsers. */
export class Sessions {
  readonly #books: Books
  readonly #door: Door
  readonly #base_url: () => string
  #made: Promise<ReturnType<typeof makeAuth>> | undefined

  /** @param base_url where browsers reach the desk; asked for when the first one comes, when the port is known */
  constructor(books: Books, door: Door, base_url: () => string) {
    this.#books = books
    this.#door = door
    this.#base_url = base_url
  }

  /** Signs in with everything at once. @throws {DeskRefusal} sign_in_wrong, sign_in_locked */
  async open(credentials: Credentials, address?: string): Promise<OpenedSession> {
    const actor = await this.#door.signIn(credentials, { method: 'browser', address })
    return { cookies: await this.#write(actor.person_id, actor.second_factor_time), actor }
  }

  /** Opens a session for somebody whom the provider named, without a second factor of the desk. @throws {DeskRefusal} sign_in_wrong */
  openFor(person_id: string): Promise<readonly string[]> {
    return this.#write(person_id, undefined)
  }

  async #write(person_id: string, second_factor_time: number | undefined): Promise<readonly string[]> {
    const { headers, response } = await (await this.#auth).api.openSession({ body: { person_id, second_factor_time }, returnHeaders: true })
    // Disabled in between.
    if (!response) throw new DeskRefusal('sign_in_wrong')
    return headers.getSetCookie()
  }

  /** Ends the session of a cookie, if there is one; returns what takes the cookie away. */
  async close(cookie: string | undefined): Promise<readonly string[]> {
    const session = await this.#find(cookie)
    if (session !== undefined) {
      await this.#books.change(async (store, note) => {
        if (await deleteSession(store, session.id)) note(session.person_id, 'person.sign_out', {})
      })
    }
    const { headers } = await (await this.#auth).api.clearCookies({ returnHeaders: true })
    return headers.getSetCookie()
  }

  /** Who a cookie belongs to, as of now. */
  async actorOf(cookie: string | undefined): Promise<Actor | undefined> {
    const session = await this.#find(cookie)
    if (session === undefined) return undefined
    const { now, write } = this.#books
    if (now - session.update_time >= notice) await updateSession(write, session.id, { update_time: now })
    return this.#actor(session, session.second_factor_time ?? undefined)
  }

  /** Takes the second factor again. @throws {DeskRefusal} not_signed_in, second_factor_wrong, sign_in_locked */
  async confirmSecondFactor(cookie: string | undefined, totp: string): Promise<Actor> {
    const session = await this.#find(cookie)
    if (session === undefined) throw new DeskRefusal('not_signed_in')
    const { id, person_id, second_factor } = session
    const { now, secret: key } = this.#books
    const attempt = await beginStepUp(this.#books, session)
    if (!(await codeFits(totp, { second_factor, key, now }))) {
      await this.#books.change(async (_store, note) => note(person_id, 'person.second_factor_failed', { locks: attempt.last }))
      throw new DeskRefusal('second_factor_wrong')
    }
    await this.#books.change(async (store, note) => {
      await attempt.succeed(store)
      await updateSession(store, id, { update_time: now, second_factor_time: now })
      note(person_id, 'person.second_factor', {})
    })
    return this.#actor(session, now)
  }

  get #auth() {
    // Commands have no browsers, and it takes more memory than all the rest.
    this.#made ??= import('./auth.ts').then((auth) => auth.makeAuth({ books: this.#books, base_url: this.#base_url() }))
    return this.#made
  }

  async #find(cookie: string | undefined): Promise<SessionRow | undefined> {
    if (cookie === undefined) return undefined
    const token = await (await this.#auth).api.readToken({ headers: new Headers({ cookie }) })
    if (token === undefined) return undefined
    const { now, read } = this.#books
    const session = await findSession(read, tokenHash(token))
    const over = session === undefined || session.expire_time <= now || now - session.update_time >= idle || session.disabled_time !== null
    return over ? undefined : session
  }

  async #actor({ person_id, name }: SessionRow, second_factor_time: number | undefined): Promise<Actor> {
    return { person_id, name, grants: await grantsOf(this.#books.read, person_id), second_factor_time }
  }
}
