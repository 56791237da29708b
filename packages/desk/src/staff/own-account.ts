import { DeskError } from '../contract/desk-error.ts'
import { deleteSessionsOf } from '../store/sessions.ts'
import { findCredentials, lockStaff } from '../store/staff.ts'
import { setPasswordHash } from '../store/staff-passwords.ts'
import type { StaffContext } from './context.ts'
import { startStepUpAttempt } from './lockout.ts'
import { checkPassword } from './password-rule.ts'

/** What everybody does with their own account. */
export class OwnAccount {
  readonly #context: StaffContext

  constructor(context: StaffContext) {
    this.#context = context
  }

  /**
   * Replaces a password by another one and ends the other sessions. Who signs in by a passkey and has none gives no old one.
   *
   * @param session_id of the session that stays
   * @throws {DeskError} password_wrong, password_weak, sign_in_locked
   */
  async setPassword(
    staff_id: string,
    {
      password,
      new_password,
      session_id,
    }: { readonly password?: string | undefined; readonly new_password: string; readonly session_id?: string | undefined },
  ): Promise<void> {
    const { read, passwords } = this.#context
    const staffMember = await findCredentials(read, staff_id)
    if (staffMember === undefined) throw new DeskError('not_signed_in')
    checkPassword(new_password, staffMember.name)
    const attempt = await startStepUpAttempt(this.#context, { staff_id, name_key: staffMember.name_key })
    const isFirst = staffMember.password_hash === null && password === undefined
    const isRight = isFirst || (await passwords.matches(password ?? '', staffMember.password_hash ?? undefined))
    if (!isRight) throw new DeskError('password_wrong', { field: 'password' })
    const hash = await passwords.hash(new_password)
    await this.#context.transact(async (store, addEvent) => {
      const locked = await lockStaff(store, staff_id)
      if (locked?.password_hash !== staffMember.password_hash) throw new DeskError('password_wrong', { field: 'password' })
      await attempt.succeed(store)
      await setPasswordHash(store, staff_id, hash, this.#context.now)
      await deleteSessionsOf(store, staff_id, session_id)
      addEvent(staff_id, 'staff.password', { staff_id })
    })
  }
}
