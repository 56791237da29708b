import { formatTime } from '@card-member/sdk/contract'
import type { Actor } from '../staff/actor.ts'
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
    const { password, totp_time } = await this.#staff.factors(actor.staff_id)
    return { password, ...(totp_time === undefined ? {} : { totp_time: formatTime(totp_time) }) }
  }

  /**
   * Changes one's own password; other sessions than that of `token` end.
   *
   * @throws {DeskError} second_factor_needed, password_wrong, password_weak, sign_in_locked
   * @example
   * await desk.account.setPassword(actor, { password: 'the old one', new_password: 'correct horse battery' })
   */
  async setPassword(
    actor: Actor,
    input: { readonly password: string; readonly new_password: string; readonly token?: string | undefined },
  ): Promise<void> {
    this.#staff.demandSecondFactor(actor)
    await this.#staff.setOwnPassword(actor.staff_id, input)
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

/** A session in the form of the API. */
export function viewSession({ create_time, last_used_time, expire_time, ...session }: SessionFacts): SessionView {
  return {
    ...session,
    create_time: formatTime(create_time),
    last_used_time: formatTime(last_used_time),
    expire_time: formatTime(expire_time),
  }
}
