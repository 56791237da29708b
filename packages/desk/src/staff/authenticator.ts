import { DeskError } from '../contract/desk-error.ts'
import { findByName, grantsOf, lockStaff, type StaffCredentials } from '../store/staff.ts'
import { useStep } from '../store/staff-totp-secrets.ts'
import type { Store } from '../store/store.ts'
import type { Actor } from './actor.ts'
import type { StaffContext } from './context.ts'
import { startSignInAttempt } from './lockout.ts'
import { longestPassword } from './password-rule.ts'
import { isName, nameKey } from './staff-name.ts'
import { makeTotpSecret, stepOfCode } from './totp.ts'

/** What somebody signs in with: all of it at once, so that nobody learns which part is wrong. */
export interface Credentials {
  readonly name: string
  readonly password: string
  readonly totp: string
}

/** Where a sign-in comes from: a command on this machine, or a browser. */
export interface SignInOrigin {
  readonly method: 'command' | 'browser'
  /** The address, whose failures are counted beside the name's. */
  readonly address?: string | undefined
}

/** Who was let in, and by which code. */
export interface Admitted {
  readonly staff_id: string
  /** When the second factor was given, Unix seconds. */
  readonly second_factor_time: number
  /** The time step of the code; null for a passkey. */
  readonly second_factor_step: number | null
}

/** Signs staff in by name, password and second factor. */
export class Authenticator {
  readonly #context: StaffContext
  /** Compared where nobody has the name, so that it takes the same time. */
  readonly #placeholder: { readonly id: string; readonly totp_secret: string }

  constructor(context: StaffContext) {
    this.#context = context
    const id = 'placeholder'
    this.#placeholder = { id, totp_secret: makeTotpSecret({ staff_id: id, name: id, key: context.secret }).sealed_secret }
  }

  /**
   * The staff member of these credentials.
   *
   * @param admit what else is part of the transaction of the sign-in
   * @throws {DeskError} sign_in_wrong, sign_in_locked, totp_used
   */
  async signIn(
    credentials: Credentials,
    { method, address }: SignInOrigin,
    admit: (store: Store, admitted: Admitted) => Promise<void> = async () => {},
  ): Promise<Actor> {
    // No password is so long, and a long one takes longer to hash.
    if (credentials.password.length > longestPassword) throw new DeskError('sign_in_wrong')
    const { now, read } = this.#context
    const name_key = nameKey(credentials.name)
    const attempt = await startSignInAttempt(this.#context, name_key, address)
    const found = isName(credentials.name) ? await findByName(read, name_key) : undefined
    const step = await this.#stepOf(found, credentials, now)
    if (step === undefined || found === undefined) {
      // While a name is locked nothing is written, so that guessing does not fill the audit log.
      await this.#context.transact(async (_store, addEvent) => {
        addEvent(found?.id ?? '', 'staff.sign_in_failed', { method, name_hash: attempt.name_hash, locks: attempt.locks })
      })
      throw new DeskError('sign_in_wrong')
    }
    const grants = await this.#context.transact(async (store, addEvent) => {
      if (hasChanged(found, await lockStaff(store, found.id))) throw new DeskError('sign_in_wrong')
      if (!(await useStep(store, found.id, step))) throw new DeskError('totp_used')
      await attempt.succeed(store)
      await admit(store, { staff_id: found.id, second_factor_time: now, second_factor_step: step })
      addEvent(found.id, 'staff.sign_in', { method })
      return grantsOf(store, found.id)
    })
    return { staff_id: found.id, name: found.name, grants, second_factor_time: now }
  }

  /** The time step of the code when everything is right. */
  async #stepOf(found: StaffCredentials | undefined, { password, totp }: Credentials, now: number): Promise<number | undefined> {
    const { passwords, secret: key } = this.#context
    const owner = found?.totp_secret == null ? this.#placeholder : { id: found.id, totp_secret: found.totp_secret }
    const isPassword = await passwords.matches(password, found?.password_hash ?? undefined)
    const step = stepOfCode(totp, { staff_id: owner.id, sealed_secret: owner.totp_secret, key, now })
    return isPassword && found?.totp_secret != null && found.disabled_time === null ? step : undefined
  }
}

// An account may be disabled, or its password or second factor replaced, while a password is hashed.
function hasChanged(found: StaffCredentials, locked: StaffCredentials | undefined): boolean {
  return (
    locked === undefined ||
    locked.disabled_time !== null ||
    locked.password_hash !== found.password_hash ||
    locked.totp_secret !== found.totp_secret
  )
}
