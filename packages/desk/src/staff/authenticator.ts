import { verifyPassword } from 'better-auth/crypto'
import { DeskError } from '../contract/desk-error.ts'
import { findByName, grantsOf, type StaffWithPassword } from '../store/staff.ts'
import type { Actor } from './actor.ts'
import { beginAttempt } from './attempts.ts'
import { isName, longestPassword, nameKey } from './name.ts'
import { codeFits, makeSecondFactor } from './second-factor.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** What somebody signs in with: all of it at once, so that nobody learns which part was wrong. */
export interface Credentials {
  readonly name: string
  readonly password: string
  readonly totp: string
}

/** Where a sign-in comes from: a command on this machine, or a browser. */
export interface Origin {
  readonly method: 'command' | 'browser'
  /** The address, counted as well as the name. */
  readonly address?: string | undefined
}

// Nobody's: checked where there is no such person, so that it takes the same time.
const nobodysHash = `${'0'.repeat(32)}:${'0'.repeat(128)}`

/** Knows people by name, password and second factor. */
export class Authenticator {
  readonly #unitOfWork: UnitOfWork
  #nobodysFactor: Promise<string> | undefined

  constructor(unitOfWork: UnitOfWork) {
    this.#unitOfWork = unitOfWork
  }

  /** The person of these credentials. @throws {DeskError} sign_in_wrong, sign_in_locked */
  async signIn(credentials: Credentials, { method, address }: Origin): Promise<Actor> {
    // Of a length that nobody can have set: it takes longer to hash, and is wrong.
    if (credentials.password.length > longestPassword) throw new DeskError('sign_in_wrong')
    const { now, read } = this.#unitOfWork
    const name_key = nameKey(credentials.name)
    const attempt = await beginAttempt(this.#unitOfWork, name_key, address)
    const staffMember = isName(credentials.name) ? await findByName(read, name_key) : undefined
    const fits = await this.#fits(staffMember, credentials, now)
    if (staffMember === undefined || !fits) {
      // While a name is locked nothing is recorded, or whoever guesses could fill the audit log.
      await this.#unitOfWork.change(async (_store, note) => {
        note(staffMember?.id ?? '', 'staff.sign_in_failed', { method, name_hash: attempt.name_hash, locks: attempt.last })
      })
      throw new DeskError('sign_in_wrong')
    }
    const grants = await grantsOf(read, staffMember.id)
    await this.#unitOfWork.change(async (store, note) => {
      await attempt.succeed(store)
      note(staffMember.id, 'staff.sign_in', { method })
    })
    return { staff_id: staffMember.id, name: staffMember.name, grants, second_factor_time: now }
  }

  async #fits(staffMember: StaffWithPassword | undefined, { password, totp }: Credentials, now: number): Promise<boolean> {
    const { secret: key } = this.#unitOfWork
    this.#nobodysFactor ??= makeSecondFactor('', key).then(({ second_factor }) => second_factor)
    const second_factor = staffMember?.second_factor ?? (await this.#nobodysFactor)
    const [passwordFits, codeFitsToo] = await Promise.all([
      verifyPassword({ hash: staffMember?.password_hash ?? nobodysHash, password }),
      codeFits(totp, { second_factor, key, now }),
    ])
    return passwordFits && codeFitsToo && staffMember?.disabled_time === null
  }
}
