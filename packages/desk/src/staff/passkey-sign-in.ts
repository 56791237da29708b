import { DeskError } from '../contract/desk-error.ts'
import type { PasskeyAssertion, PasskeyOptions } from '../contract/passkey.ts'
import { findPasskey, passkeysOf } from '../store/passkeys.ts'
import { findCredentials, grantsOf, lockStaff, type StaffCredentials } from '../store/staff.ts'
import type { Store } from '../store/store.ts'
import type { Actor } from './actor.ts'
import type { Admitted } from './authenticator.ts'
import type { StaffContext } from './context.ts'
import { startSignInAttempt, startStepUpAttempt } from './lockout.ts'
import type { PasskeyAnswers } from './passkey-answers.ts'
import { requestOptions } from './webauthn.ts'

const method = 'passkey'

/**
 * Signs staff in by a passkey. Its authenticator has checked a PIN, a finger or a face, so that it counts as both factors. Whatever is
 * wrong, the error is the same and tells nothing of who has an account.
 */
export class PasskeySignIn {
  readonly #context: StaffContext
  readonly #answers: PasskeyAnswers

  constructor(context: StaffContext, answers: PasskeyAnswers) {
    this.#context = context
    this.#answers = answers
  }

  /** What a browser is asked for signing in; it names nobody. @throws {DeskError} passkey_unavailable */
  start(): Promise<PasskeyOptions> {
    return requestOptions(this.#answers.party, this.#answers.challenge('sign in'))
  }

  /**
   * The staff member of a passkey.
   *
   * @param admit what else is part of the transaction of the sign-in
   * @throws {DeskError} passkey_wrong, passkey_unavailable, sign_in_locked
   */
  async signIn(
    response: PasskeyAssertion,
    address: string | undefined,
    admit: (store: Store, admitted: Admitted) => Promise<void>,
  ): Promise<Actor> {
    const { now } = this.#context
    const passkey = await findPasskey(this.#context.read, response.id)
    const owner = passkey && (await findCredentials(this.#context.read, passkey.staff_id))
    // Failures with a passkey of nobody count for the address, and for what was sent.
    const attempt = await startSignInAttempt(this.#context, owner?.name_key ?? `passkey ${response.id}`, address)
    const read = await this.#answers.assertion('sign in', response)
    const actor =
      read &&
      (await this.#context.transact(async (store, addEvent) => {
        const locked = await lockStaff(store, read.passkey.staff_id)
        if (locked?.disabled_time !== null || !(await this.#answers.useAssertion(store, read))) return undefined
        const { id: staff_id, name } = locked
        await attempt.succeed(store)
        await admit(store, { staff_id, second_factor_time: now, second_factor_step: null })
        addEvent(staff_id, 'staff.sign_in', { method })
        return { staff_id, name, grants: await grantsOf(store, staff_id), second_factor_time: now }
      }))
    if (actor !== undefined) return actor
    const { name_hash, locks } = attempt
    await this.#context.transact(async (_store, addEvent) => {
      addEvent(owner?.id ?? '', 'staff.sign_in_failed', { method, name_hash, locks })
    })
    throw new DeskError('passkey_wrong')
  }

  /** What the browser of a session is asked for giving the second factor again. @throws {DeskError} passkey_unavailable, passkey_unknown */
  async startConfirmation({ staff_id, session_id }: SessionOfStaff): Promise<PasskeyOptions> {
    const { party } = this.#answers
    const passkeys = await passkeysOf(this.#context.read, staff_id)
    if (passkeys.length === 0) throw new DeskError('passkey_unknown')
    return requestOptions(party, this.#answers.challenge(`confirm ${session_id}`), passkeys)
  }

  /**
   * Takes a passkey as the second factor of a session.
   *
   * @param confirm what else is part of the transaction
   * @throws {DeskError} not_signed_in, passkey_wrong, passkey_unavailable, sign_in_locked
   */
  async confirm(
    { staff_id, session_id }: SessionOfStaff,
    response: PasskeyAssertion,
    confirm: (store: Store, time: number) => Promise<void>,
  ): Promise<number> {
    const { now } = this.#context
    const owner: StaffCredentials | undefined = await findCredentials(this.#context.read, staff_id)
    if (owner === undefined) throw new DeskError('not_signed_in')
    const attempt = await startStepUpAttempt(this.#context, { staff_id, name_key: owner.name_key })
    const read = await this.#answers.assertion(`confirm ${session_id}`, response)
    const isRight =
      read?.passkey.staff_id === staff_id &&
      (await this.#context.transact(async (store, addEvent) => {
        if (!(await this.#answers.useAssertion(store, read))) return false
        await attempt.succeed(store)
        await confirm(store, now)
        addEvent(staff_id, 'staff.second_factor', { method })
        return true
      }))
    if (isRight) return now
    await this.#context.transact(async (_store, addEvent) => {
      addEvent(staff_id, 'staff.second_factor_failed', { method, locks: attempt.locks })
    })
    throw new DeskError('passkey_wrong')
  }
}

/** A session and whose it is. */
export interface SessionOfStaff {
  readonly staff_id: string
  readonly session_id: string
}
