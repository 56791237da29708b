import { DeskError } from '../contract/desk-error.ts'
import type { PasskeyOptions, PasskeyRegistration } from '../contract/passkey.ts'
import { hiddenCharacterOf } from '../contract/visible-text.ts'
import { deletePasskey, insertPasskey, type PasskeyRow, passkeyHash, passkeysOf } from '../store/passkeys.ts'
import { deleteSessionsOf } from '../store/sessions.ts'
import { findCredentials, lockStaff, type StaffCredentials } from '../store/staff.ts'
import { replaceTotp, totpTime } from '../store/staff-totp-secrets.ts'
import type { Store } from '../store/store.ts'
import type { StaffContext } from './context.ts'
import { startStepUpAttempt } from './lockout.ts'
import type { PasskeyAnswers } from './passkey-answers.ts'
import type { SessionOfStaff } from './passkey-sign-in.ts'
import { isTotpSecret, makeTotpSecret, stepOfCode } from './totp.ts'
import { creationOptions, type NewPasskey } from './webauthn.ts'

/** What somebody signs in with. Times are Unix seconds. */
export interface Factors {
  readonly password: boolean
  /** When the authenticator was set up; absent when there is none. */
  readonly totp_time: number | undefined
  /** The oldest first. */
  readonly passkeys: readonly PasskeyRow[]
}

/** The name of a passkey as it is stored. @throws {DeskError} character_hidden */
export function checkPasskeyName(name: string): string {
  const issue = hiddenCharacterOf(name)
  if (issue !== undefined) throw new DeskError('character_hidden', { field: 'name', issue })
  return name.trim()
}

/** The row of a new passkey. */
export function passkeyRow(passkey: NewPasskey, { staff_id, name, now }: { staff_id: string; name: string; now: number }): PasskeyRow {
  return { ...passkey, staff_id, name, create_time: now, last_used_time: null }
}

/** What somebody signs in with, and how they change it. */
export class OwnFactors {
  readonly #context: StaffContext
  readonly #answers: PasskeyAnswers

  constructor(context: StaffContext, answers: PasskeyAnswers) {
    this.#context = context
    this.#answers = answers
  }

  /** What somebody signs in with. */
  async list(staff_id: string): Promise<Factors> {
    const { read } = this.#context
    const [staffMember, totp_time, passkeys] = await Promise.all([
      findCredentials(read, staff_id),
      totpTime(read, staff_id),
      passkeysOf(read, staff_id),
    ])
    return { password: staffMember?.password_hash != null, totp_time, passkeys }
  }

  /** What a browser is asked for making a passkey. @throws {DeskError} passkey_unavailable */
  async startPasskey({ staff_id, session_id }: SessionOfStaff): Promise<PasskeyOptions> {
    const { party } = this.#answers
    const { name } = await this.#find(staff_id)
    const passkeys = await passkeysOf(this.#context.read, staff_id)
    return creationOptions(party, this.#answers.challenge(`register ${session_id}`), { staff_id, name, passkeys })
  }

  /** Adds a passkey. @throws {DeskError} passkey_wrong, passkey_unavailable, character_hidden, sign_in_locked */
  async addPasskey(
    { staff_id, session_id }: SessionOfStaff,
    { name: given, credential }: { readonly name: string; readonly credential: PasskeyRegistration },
  ): Promise<PasskeyRow> {
    const name = checkPasskeyName(given)
    const { name_key } = await this.#find(staff_id)
    const attempt = await startStepUpAttempt(this.#context, { staff_id, name_key })
    const read = await this.#answers.registration(`register ${session_id}`, credential)
    if (read === undefined) throw new DeskError('passkey_wrong')
    const row = passkeyRow(read.passkey, { staff_id, name, now: this.#context.now })
    await this.#context.transact(async (store, addEvent) => {
      if ((await lockStaff(store, staff_id))?.disabled_time !== null) throw new DeskError('not_signed_in')
      if (!(await this.#answers.use(store, read)) || !(await insertPasskey(store, row))) throw new DeskError('passkey_wrong')
      await attempt.succeed(store)
      addEvent(staff_id, 'staff.add_passkey', { staff_id, name, passkey: passkeyHash(row) })
    })
    return row
  }

  /** Removes a passkey. @throws {DeskError} passkey_unknown, last_factor */
  async removePasskey(staff_id: string, id: string): Promise<void> {
    await this.#context.transact(async (store, addEvent) => {
      const locked = await lockStaff(store, staff_id)
      const all = await passkeysOf(store, staff_id)
      const kept = all.filter((passkey) => passkey.id !== id)
      const removed = all.find((passkey) => passkey.id === id)
      if (removed === undefined || !(await deletePasskey(store, staff_id, id))) throw new DeskError('passkey_unknown')
      const hasOther = kept.length > 0 || (locked?.password_hash != null && locked.totp_secret !== null)
      if (!hasOther) throw new DeskError('last_factor')
      addEvent(staff_id, 'staff.remove_passkey', { staff_id, passkey: passkeyHash(removed) })
    })
  }

  /** The secret of a new authenticator; the one that is there stays until a code of the new one is given. */
  async startTotp(staff_id: string): Promise<{ readonly otpauth_uri: string; readonly sealed_secret: string }> {
    const { name } = await this.#find(staff_id)
    return makeTotpSecret({ staff_id, name, key: this.#context.secret })
  }

  /**
   * Puts an authenticator in the place of the one that is there, and ends the other sessions.
   *
   * @param session_id of the session that stays
   * @throws {DeskError} second_factor_wrong, sign_in_locked
   */
  async setTotp(
    { staff_id, session_id }: SessionOfStaff,
    { sealed_secret, totp }: { readonly sealed_secret: string; readonly totp: string },
  ): Promise<void> {
    const { now, secret: key } = this.#context
    const { name_key } = await this.#find(staff_id)
    const attempt = await startStepUpAttempt(this.#context, { staff_id, name_key })
    const owner = { staff_id, key }
    const last_step = isTotpSecret(sealed_secret, owner) ? stepOfCode(totp, { ...owner, sealed_secret, now }) : undefined
    if (last_step === undefined) throw new DeskError('second_factor_wrong')
    await this.#context.transact(async (store: Store, addEvent) => {
      const locked = await lockStaff(store, staff_id)
      if (locked?.disabled_time !== null) throw new DeskError('not_signed_in')
      // The secret that is in use comes back with a code that may have been used.
      if (locked.totp_secret === sealed_secret) throw new DeskError('second_factor_wrong')
      await attempt.succeed(store)
      await replaceTotp(store, staff_id, { sealed_secret, last_step }, now)
      await deleteSessionsOf(store, staff_id, session_id)
      addEvent(staff_id, 'staff.totp', { staff_id })
    })
  }

  async #find(staff_id: string): Promise<StaffCredentials> {
    const found = await findCredentials(this.#context.read, staff_id)
    if (found === undefined) throw new DeskError('not_signed_in')
    return found
  }
}
