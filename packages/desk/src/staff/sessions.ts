import { randomUUID } from 'node:crypto'
import { DeskError } from '../contract/desk-error.ts'
import type { PasskeyAssertion, PasskeyOptions } from '../contract/passkey.ts'
import {
  deleteEndedSessions,
  deleteSession,
  deleteSessionOf,
  deleteSessionsOf,
  findSession,
  insertSession,
  type SessionRow,
  sessionsOf,
  updateSession,
} from '../store/sessions.ts'
import { findCredentials, grantsOf, lockStaff } from '../store/staff.ts'
import { useStep } from '../store/staff-totp-secrets.ts'
import type { Store } from '../store/store.ts'
import type { Actor } from './actor.ts'
import type { Authenticator, Credentials } from './authenticator.ts'
import type { StaffContext } from './context.ts'
import { startStepUpAttempt } from './lockout.ts'
import { providerId } from './oidc-options.ts'
import type { PasskeySignIn, SessionOfStaff } from './passkey-sign-in.ts'
import { hashToken, makeToken } from './token.ts'
import { stepOfCode } from './totp.ts'

/** Seconds that a session lasts: a working day, and not until the next one. */
export const sessionLife = 12 * 3600
/** Seconds without a request after which the session of a browser ends. */
const idle = 3600
/** The time of the last request is written once in so many seconds, not at every request. */
const precision = 60

/** What the audit log calls signing in by a click, in a demo. */
export const demoMethod = 'demo'

// What a browser calls itself can be long, and is only shown.
const longestDevice = 200

type NewSession = Omit<Parameters<typeof insertSession>[1], 'create_time' | 'last_used_time' | 'expire_time'>

/** Where a session is: what its owner sees of it. */
export interface SessionOrigin {
  /** A browser, unless it is the session file of commands. */
  readonly method?: 'browser' | 'command' | undefined
  readonly address?: string | undefined
  /** What the browser or the machine calls itself. */
  readonly device?: string | undefined
}

/** A session as its owner sees it. Times are Unix seconds. */
export interface SessionFacts {
  readonly session_id: string
  readonly method: 'browser' | 'command'
  readonly device: string
  readonly address: string
  readonly create_time: number
  readonly last_used_time: number
  readonly expire_time: number
  /** Whether it is the one that asks. */
  readonly current: boolean
}

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
  readonly #passkeys: PasskeySignIn

  constructor(
    context: StaffContext,
    { authenticator, passkeys }: { readonly authenticator: Authenticator; readonly passkeys: PasskeySignIn },
  ) {
    this.#context = context
    this.#authenticator = authenticator
    this.#passkeys = passkeys
  }

  /** Signs in with everything at once. @throws {DeskError} sign_in_wrong, sign_in_locked, totp_used */
  async open(credentials: Credentials, { method = 'browser', address, device = '' }: SessionOrigin = {}): Promise<OpenedSession> {
    const token = makeToken()
    const actor = await this.#authenticator.signIn(credentials, { method, address }, (store, admitted) =>
      this.#insert(store, { token, ...admitted, method, device, address: address ?? '' }),
    )
    return { token, actor }
  }

  /** Signs a browser in by a passkey. @throws {DeskError} passkey_wrong, passkey_unavailable, sign_in_locked */
  async openByPasskey(credential: PasskeyAssertion, { address, device = '' }: SessionOrigin = {}): Promise<OpenedSession> {
    const token = makeToken()
    const actor = await this.#passkeys.signIn(credential, address, (store, admitted) =>
      this.#insert(store, { token, ...admitted, method: 'browser', device, address: address ?? '' }),
    )
    return { token, actor }
  }

  /**
   * Opens a session for somebody whom the provider named, or a visitor of the demo chose, without a second factor of the desk.
   *
   * @param how what the audit log calls it
   * @throws {DeskError} sign_in_wrong
   */
  async openFor(
    staff_id: string,
    { address = '', device = '' }: SessionOrigin = {},
    how: typeof providerId | typeof demoMethod = providerId,
  ): Promise<string> {
    const token = makeToken()
    await this.#context.transact(async (store, addEvent) => {
      const staffMember = await lockStaff(store, staff_id)
      if (staffMember?.disabled_time !== null) throw new DeskError('sign_in_wrong')
      await this.#insert(store, { token, staff_id, second_factor_time: null, second_factor_step: null, method: 'browser', address, device })
      addEvent(staff_id, 'staff.sign_in', { method: how })
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

  /** Who a token belongs to. A `passive` look does not count as use of the session. */
  async actorOf(token: string | undefined, { passive }: { readonly passive: boolean } = { passive: false }): Promise<Actor | undefined> {
    const session = await this.#find(token)
    if (session === undefined) return undefined
    const { now } = this.#context
    if (!passive && now - session.last_used_time >= precision)
      await this.#context.transact((store) => updateSession(store, session.id, { last_used_time: now }))
    return this.#actor(session, session.second_factor_time ?? undefined)
  }

  /**
   * Takes a code of the second factor again. The code that this session was given last changes nothing.
   *
   * @throws {DeskError} not_signed_in, second_factor_wrong, totp_used, sign_in_locked
   */
  async confirmSecondFactor(token: string | undefined, totp: string): Promise<Actor> {
    const session = await this.#find(token)
    const { now, read, secret: key } = this.#context
    const staffMember = session && (await findCredentials(read, session.staff_id))
    if (session === undefined || staffMember === undefined) throw new DeskError('not_signed_in')
    const { id: staff_id, name_key, totp_secret: sealed_secret } = staffMember
    const attempt = await startStepUpAttempt(this.#context, { staff_id, name_key })
    const step = sealed_secret === null ? undefined : stepOfCode(totp, { staff_id, sealed_secret, key, now })
    if (step === undefined) {
      await this.#context.transact(async (_store, addEvent) => {
        addEvent(staff_id, 'staff.second_factor_failed', { locks: attempt.locks })
      })
      throw new DeskError('second_factor_wrong')
    }
    const second_factor_time = await this.#context.transact(async (store, addEvent) => {
      await attempt.succeed(store)
      if (await useStep(store, staff_id, step)) {
        await updateSession(store, session.id, { last_used_time: now, second_factor_time: now, second_factor_step: step })
        addEvent(staff_id, 'staff.second_factor', {})
        return now
      }
      // Of two requests that bring one code at once, the second finds that the first has given it.
      const kept = await findSession(store, hashToken(token ?? '', this.#context.secret))
      if (kept?.second_factor_step !== step) throw new DeskError('totp_used')
      return kept.second_factor_time ?? undefined
    })
    return this.#actor(session, second_factor_time)
  }

  /** Counts as a second factor of a session of the demo, which asks for none. @throws {DeskError} not_signed_in */
  async confirmInDemo(token: string | undefined): Promise<Actor> {
    const session = await this.#find(token)
    if (session === undefined) throw new DeskError('not_signed_in')
    const { now } = this.#context
    await this.#context.transact(async (store, addEvent) => {
      await updateSession(store, session.id, { last_used_time: now, second_factor_time: now, second_factor_step: null })
      addEvent(session.staff_id, 'staff.second_factor', { method: demoMethod })
    })
    return this.#actor(session, now)
  }

  /** What the browser of a session is asked for `confirmByPasskey`. @throws {DeskError} not_signed_in, passkey_unavailable, passkey_unknown */
  async startPasskeyConfirmation(token: string | undefined): Promise<PasskeyOptions> {
    return this.#passkeys.startConfirmation(await this.of(token))
  }

  /** Takes a passkey as the second factor of a session. @throws {DeskError} not_signed_in, passkey_wrong, passkey_unavailable, sign_in_locked */
  async confirmByPasskey(token: string | undefined, credential: PasskeyAssertion): Promise<Actor> {
    const session = await this.#find(token)
    if (session === undefined) throw new DeskError('not_signed_in')
    const { id: session_id, staff_id } = session
    // A code that was given before is not good again in this session.
    const confirm = (store: Store, time: number) =>
      updateSession(store, session_id, { last_used_time: time, second_factor_time: time, second_factor_step: null })
    return this.#actor(session, await this.#passkeys.confirm({ staff_id, session_id }, credential, confirm))
  }

  /** The sessions of a staff member. @param token of the session that asks */
  async list(staff_id: string, token?: string): Promise<SessionFacts[]> {
    const { now, read, secret } = this.#context
    const current = token === undefined ? undefined : hashToken(token, secret)
    return (await sessionsOf(read, staff_id))
      .filter((session) => isLive(session, now))
      .map(({ id: session_id, method, device, address, create_time, last_used_time, expire_time, token_hash }) => ({
        session_id,
        method,
        device,
        address,
        create_time,
        last_used_time,
        expire_time,
        current: token_hash === current,
      }))
  }

  /** Ends one session of a staff member, or all of them. @throws {DeskError} session_unknown */
  async end({ staff_id, session_id }: { readonly staff_id: string; readonly session_id?: string | undefined }, by: string): Promise<void> {
    await this.#context.transact(async (store, addEvent) => {
      const ended = session_id === undefined ? await deleteSessionsOf(store, staff_id) : await deleteSessionOf(store, staff_id, session_id)
      if (ended === false) throw new DeskError('session_unknown')
      addEvent(by, 'staff.end_session', { staff_id, all: session_id === undefined })
    })
  }

  /** The id of the session of a token; `undefined` when it opens none. */
  async idOf(token: string | undefined): Promise<string | undefined> {
    return (await this.#find(token))?.id
  }

  /** The session of a token and whose it is. @throws {DeskError} not_signed_in */
  async of(token: string | undefined): Promise<SessionOfStaff> {
    const session = await this.#find(token)
    if (session === undefined) throw new DeskError('not_signed_in')
    return { staff_id: session.staff_id, session_id: session.id }
  }

  async #insert(store: Store, { token, ...session }: { readonly token: string } & Omit<NewSession, 'id' | 'token_hash'>): Promise<void> {
    const { now, secret } = this.#context
    await deleteEndedSessions(store, now, idle)
    const times = { create_time: now, last_used_time: now, expire_time: now + sessionLife }
    const row = { id: randomUUID(), token_hash: hashToken(token, secret) }
    await insertSession(store, { ...row, ...session, ...times, device: session.device.slice(0, longestDevice) })
  }

  async #find(token: string | undefined): Promise<SessionRow | undefined> {
    if (token === undefined) return undefined
    const { now, read, secret } = this.#context
    const session = await findSession(read, hashToken(token, secret))
    if (session === undefined) return undefined
    return isLive(session, now) && session.disabled_time === null ? session : undefined
  }

  async #actor({ staff_id, name }: SessionRow, second_factor_time: number | undefined): Promise<Actor> {
    return { staff_id, name, grants: await grantsOf(this.#context.read, staff_id), second_factor_time }
  }
}

// Scripts pause between their commands for as long as they need.
function isLive(
  { expire_time, last_used_time, method }: Pick<SessionRow, 'expire_time' | 'last_used_time' | 'method'>,
  now: number,
): boolean {
  return expire_time > now && (method === 'command' || now - last_used_time < idle)
}
