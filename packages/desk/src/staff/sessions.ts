import { randomUUID } from 'node:crypto'
import { DeskError } from '../contract/desk-error.ts'
import { deleteEndedSessions, deleteSession, findSession, insertSession, type SessionRow, updateSession } from '../store/sessions.ts'
import { findCredentials, grantsOf, lockStaff } from '../store/staff.ts'
import type { Store } from '../store/store.ts'
import type { Actor } from './actor.ts'
import type { Authenticator, Credentials } from './authenticator.ts'
import type { StaffContext } from './context.ts'
import { startStepUpAttempt } from './lockout.ts'
import { providerId } from './oidc-options.ts'
import { hashToken, makeToken } from './token.ts'
import { stepOfCode } from './totp.ts'

/** Seconds that a session lasts: a working day, and not until the next one. */
export const sessionLife = 12 * 3600
/** Seconds without a request after which a session ends. */
const idle = 3600
/** The time of the last request is written once in so many seconds, not at every request. */
const precision = 60

// What a browser calls itself can be long, and is only shown.
const longestDevice = 200

type NewSession = Omit<Parameters<typeof insertSession>[1], 'create_time' | 'last_used_time' | 'expire_time'>

/** A session that was opened. */
export interface OpenedSession {
  /** Its holder is signed in; it is stored as a hash. */
  readonly token: string
  readonly actor: Actor
}

/** Sessions of browsers. Every sign-in makes a token of its own and takes none over from the request. */
export class Sessions {
  readonly #context: StaffContext
  readonly #authenticator: Authenticator

  constructor(context: StaffContext, authenticator: Authenticator) {
    this.#context = context
    this.#authenticator = authenticator
  }

  /** Signs in with everything at once. @throws {DeskError} sign_in_wrong, sign_in_locked */
  async open(credentials: Credentials, address?: string, device = ''): Promise<OpenedSession> {
    const token = makeToken()
    const origin = { method: 'browser', address: address ?? '', device } as const
    const actor = await this.#authenticator.signIn(credentials, { method: 'browser', address }, (store, staff_id, second_factor_time) =>
      this.#insert(store, { token, staff_id, second_factor_time, ...origin }),
    )
    return { token, actor }
  }

  /** Opens a session for somebody whom the provider named, without a second factor of the desk. @throws {DeskError} sign_in_wrong */
  async openFor(staff_id: string, address = '', device = ''): Promise<string> {
    const token = makeToken()
    await this.#context.transact(async (store, addEvent) => {
      const staffMember = await lockStaff(store, staff_id)
      if (staffMember?.disabled_time !== null) throw new DeskError('sign_in_wrong')
      await this.#insert(store, { token, staff_id, second_factor_time: null, method: 'browser', address, device })
      addEvent(staff_id, 'staff.sign_in', { method: providerId })
    })
    return token
  }

  /** Ends the session of a token, if there is one. */
  async close(token: string | undefined): Promise<void> {
    const session = await this.#find(token)
    if (session === undefined) return
    await this.#context.transact(async (store, addEvent) => {
      if (await deleteSession(store, session.id)) addEvent(session.staff_id, 'staff.sign_out', {})
    })
  }

  /** Who a token belongs to. */
  async actorOf(token: string | undefined): Promise<Actor | undefined> {
    const session = await this.#find(token)
    if (session === undefined) return undefined
    const { now } = this.#context
    if (now - session.last_used_time >= precision)
      await this.#context.transact((store) => updateSession(store, session.id, { last_used_time: now }))
    return this.#actor(session, session.second_factor_time ?? undefined)
  }

  /** Takes a code of the second factor again. @throws {DeskError} not_signed_in, second_factor_wrong, sign_in_locked */
  async confirmSecondFactor(token: string | undefined, totp: string): Promise<Actor> {
    const session = await this.#find(token)
    const { now, read, secret: key } = this.#context
    const staffMember = session && (await findCredentials(read, session.staff_id))
    if (session === undefined || staffMember === undefined) throw new DeskError('not_signed_in')
    const { id: staff_id, name_key, totp_secret: sealed_secret } = staffMember
    const attempt = await startStepUpAttempt(this.#context, { staff_id, name_key })
    if (sealed_secret === null || stepOfCode(totp, { staff_id, sealed_secret, key, now }) === undefined) {
      await this.#context.transact(async (_store, addEvent) => {
        addEvent(staff_id, 'staff.second_factor_failed', { locks: attempt.locks })
      })
      throw new DeskError('second_factor_wrong')
    }
    await this.#context.transact(async (store, addEvent) => {
      await attempt.succeed(store)
      await updateSession(store, session.id, { last_used_time: now, second_factor_time: now })
      addEvent(staff_id, 'staff.second_factor', {})
    })
    return this.#actor(session, now)
  }

  async #insert(
    store: Store,
    { token, ...session }: { readonly token: string } & Omit<NewSession, 'id' | 'token_hash' | 'second_factor_step'>,
  ): Promise<void> {
    const { now, secret } = this.#context
    await deleteEndedSessions(store, now, idle)
    const times = { create_time: now, last_used_time: now, expire_time: now + sessionLife }
    const row = { id: randomUUID(), token_hash: hashToken(token, secret), second_factor_step: null }
    await insertSession(store, { ...row, ...session, ...times, device: session.device.slice(0, longestDevice) })
  }

  async #find(token: string | undefined): Promise<SessionRow | undefined> {
    if (token === undefined) return undefined
    const { now, read, secret } = this.#context
    const session = await findSession(read, hashToken(token, secret))
    if (session === undefined) return undefined
    const { expire_time, last_used_time, disabled_time } = session
    return expire_time > now && now - last_used_time < idle && disabled_time === null ? session : undefined
  }

  async #actor({ staff_id, name }: SessionRow, second_factor_time: number | undefined): Promise<Actor> {
    return { staff_id, name, grants: await grantsOf(this.#context.read, staff_id), second_factor_time }
  }
}
