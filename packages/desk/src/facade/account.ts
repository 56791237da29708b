import { formatTime } from '@card-member/sdk/contract'
import type { PasskeyOptions, PasskeyRegistration } from '../contract/passkey.ts'
import type { Actor } from '../staff/actor.ts'
import type { Factors } from '../staff/own-factors.ts'
import type { SessionFacts } from '../staff/sessions.ts'
import type { Staff } from '../staff/staff.ts'
import type { Reply } from './reply.ts'

/** A session as its owner and administrators see it. */
export type SessionView = Reply<'listOwnSessions'>['data'][number]

/** What everybody does with their own account; it needs no permission. */
export class OwnAccount {
  readonly #staff: Staff

  constructor(staff: Staff) {
    this.#staff = staff
  }

  /**
   * What one signs in with.
   *
   * @example
   * const { totp_time } = await desk.account.factors(actor)
   */
  async factors(actor: Actor): Promise<Reply<'getOwnFactors'>> {
    const { password, totp_time, passkeys } = await this.#staff.factors(actor.staff_id)
    return { password, ...(totp_time === undefined ? {} : { totp_time: formatTime(totp_time) }), passkeys: passkeys.map(viewPasskey) }
  }

  /**
   * Changes one's own password; other sessions than that of `token` end. Who has none leaves the old one out.
   *
   * @throws {DeskError} second_factor_needed, password_wrong, password_weak, sign_in_locked
   * @example
   * await desk.account.setPassword(actor, { password: 'the old one', new_password: 'correct horse battery' })
   */
  async setPassword(
    actor: Actor,
    input: { readonly password?: string | undefined; readonly new_password: string; readonly token?: string | undefined },
  ): Promise<void> {
    this.#staff.demandSecondFactor(actor)
    await this.#staff.setOwnPassword(actor.staff_id, input)
  }

  /**
   * The secret of a new authenticator app. The old one is good until `setTotp`.
   *
   * @throws {DeskError} second_factor_needed
   * @example
   * const { otpauth_uri, sealed_secret } = await desk.account.startTotp(actor)
   */
  async startTotp(actor: Actor): Promise<Reply<'startOwnTotp'>> {
    this.#staff.demandSecondFactor(actor)
    return this.#staff.startTotp(actor.staff_id)
  }

  /**
   * Puts an authenticator app in the place of the old one, if there is one; other sessions than that of `token` end.
   *
   * @throws {DeskError} second_factor_needed, not_signed_in, second_factor_wrong, sign_in_locked
   * @example
   * await desk.account.setTotp(actor, { token, sealed_secret, totp: '492039' })
   */
  async setTotp(
    actor: Actor,
    { token, ...input }: { readonly token: string | undefined; readonly sealed_secret: string; readonly totp: string },
  ): Promise<void> {
    this.#staff.demandSecondFactor(actor)
    await this.#staff.setTotp(token, input)
  }

  /**
   * What a browser is asked for making a passkey, for `navigator.credentials.create`. Good once, for 5 minutes, in this session.
   *
   * @throws {DeskError} second_factor_needed, not_signed_in, passkey_unavailable
   * @example
   * const { options } = await desk.account.startPasskey(actor, { token })
   */
  async startPasskey(actor: Actor, { token }: { readonly token: string | undefined }): Promise<{ readonly options: PasskeyOptions }> {
    this.#staff.demandSecondFactor(actor)
    return { options: await this.#staff.startPasskey(token) }
  }

  /**
   * Adds a passkey to one's own account.
   *
   * @param input `credential` is what `toJSON()` gives of the browser's answer; `name` has 1 to 64 characters
   * @throws {DeskError} second_factor_needed, not_signed_in, passkey_wrong, passkey_unavailable, character_hidden, sign_in_locked
   * @example
   * const { passkey_id } = await desk.account.addPasskey(actor, { token, name: 'my laptop', credential })
   */
  async addPasskey(
    actor: Actor,
    { token, ...passkey }: { readonly token: string | undefined; readonly name: string; readonly credential: PasskeyRegistration },
  ): Promise<Reply<'addOwnPasskey'>> {
    this.#staff.demandSecondFactor(actor)
    return viewPasskey(await this.#staff.addPasskey(token, passkey))
  }

  /**
   * Removes one of one's own passkeys. What is left must be enough to sign in: another passkey, or a password and an authenticator.
   *
   * @throws {DeskError} second_factor_needed, passkey_unknown, last_factor
   * @example
   * await desk.account.removePasskey(actor, { passkey_id })
   */
  async removePasskey(actor: Actor, { passkey_id }: { readonly passkey_id: string }): Promise<void> {
    this.#staff.demandSecondFactor(actor)
    await this.#staff.removePasskey(actor.staff_id, passkey_id)
  }

  /**
   * One's own sessions, the last used first.
   *
   * @example
   * const others = (await desk.account.sessions(actor, { token })).filter(({ current }) => !current)
   */
  async sessions(actor: Actor, { token }: { readonly token?: string | undefined } = {}): Promise<SessionView[]> {
    return (await this.#staff.sessionsOf(actor.staff_id, token)).map(viewSession)
  }

  /**
   * Ends one of one's own sessions.
   *
   * @throws {DeskError} session_unknown
   * @example
   * await desk.account.endSession(actor, { session_id })
   */
  async endSession(actor: Actor, { session_id }: { readonly session_id: string }): Promise<void> {
    await this.#staff.endSession({ staff_id: actor.staff_id, session_id }, actor.staff_id)
  }
}

function viewPasskey({ id, name, backed_up, create_time, last_used_time }: Factors['passkeys'][number]): Reply<'addOwnPasskey'> {
  return {
    passkey_id: id,
    name,
    backed_up: backed_up === 1,
    create_time: formatTime(create_time),
    ...(last_used_time === null ? {} : { last_used_time: formatTime(last_used_time) }),
  }
}

/** A session in the form of the API. */
export function viewSession({ create_time, last_used_time, expire_time, ...session }: SessionFacts): SessionView {
  return {
    ...session,
    create_time: formatTime(create_time),
    last_used_time: formatTime(last_used_time),
    expire_time: formatTime(expire_time),
  }
}
