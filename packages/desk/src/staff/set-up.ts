import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { DeskError } from '../contract/desk-error.ts'
import { findSetUpLink, replaceSetUpLink, takeSetUpLink } from '../store/set-up-links.ts'
import { hasStaff } from '../store/staff.ts'
import type { Accounts } from './accounts.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** Long enough to open it; a link in a log is worth nothing the next day. */
const life = 3600

/** The first start: a desk without people lets the holder of one link make the first administrator. */
export class SetUp {
  readonly #unitOfWork: UnitOfWork
  readonly #accounts: Accounts

  constructor(unitOfWork: UnitOfWork, accounts: Accounts) {
    this.#unitOfWork = unitOfWork
    this.#accounts = accounts
  }

  /** A token for the link, in the place of the one before; `undefined` when there are people. */
  async link(): Promise<string | undefined> {
    const token = randomBytes(32).toString('base64url')
    return this.#unitOfWork.change(async (store) => {
      if (await hasStaff(store)) return undefined
      await replaceSetUpLink(store, { token_hash: hashOf(token), expire_time: this.#unitOfWork.now + life })
      return token
    })
  }

  /** Makes the first administrator. @throws {DeskError} set_up_over, staff_malformed, password_weak */
  async finish(token: string, staffMember: { readonly name: string; readonly password: string }): Promise<string> {
    // Before anything that takes long: this path is open to everybody.
    const link = await findSetUpLink(this.#unitOfWork.read, this.#unitOfWork.now)
    if (link === undefined || !isSame(link.token_hash, hashOf(token)) || (await hasStaff(this.#unitOfWork.read)))
      throw new DeskError('set_up_over')
    const prepared = await this.#accounts.prepare({ ...staffMember, roles: [{ brand_id: '*', role: 'admin' }] })
    await this.#unitOfWork.change(async (store, note) => {
      const taken = await takeSetUpLink(store, hashOf(token), this.#unitOfWork.now)
      if (!taken || (await hasStaff(store))) throw new DeskError('set_up_over')
      await this.#accounts.write(store, note, prepared, prepared.row.id)
    })
    return prepared.otpauth_uri
  }
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
