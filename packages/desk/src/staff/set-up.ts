import { timingSafeEqual } from 'node:crypto'
import { DeskError } from '../contract/desk-error.ts'
import { findSetUpLink, replaceSetUpLink, takeSetUpLink } from '../store/set-up-links.ts'
import { hasStaff } from '../store/staff.ts'
import type { Accounts } from './accounts.ts'
import type { StaffContext } from './context.ts'
import { hashToken, makeToken } from './token.ts'

/** Seconds that a link is good: long enough to open it, and a link in a log is worth nothing the next day. */
const life = 3600

/** The first start: the holder of the link makes the first administrator of a desk without staff. */
export class SetUp {
  readonly #context: StaffContext
  readonly #accounts: Accounts

  constructor(context: StaffContext, accounts: Accounts) {
    this.#context = context
    this.#accounts = accounts
  }

  /** A token for the link, which replaces the last one; `undefined` when there are staff. */
  async link(): Promise<string | undefined> {
    const token = makeToken()
    return this.#context.transact(async (store) => {
      if (await hasStaff(store)) return undefined
      await replaceSetUpLink(store, { token_hash: hashToken(token, this.#context.secret), expire_time: this.#context.now + life })
      return token
    })
  }

  /** Makes the first administrator. @throws {DeskError} set_up_over, staff_malformed, password_weak */
  async finish(token: string, staffMember: { readonly name: string; readonly password: string }): Promise<string> {
    // First of all, because everybody can reach this path and hashing takes long.
    const link = await findSetUpLink(this.#context.read, this.#context.now)
    if (link === undefined || !isSame(link.token_hash, hashToken(token, this.#context.secret)) || (await hasStaff(this.#context.read)))
      throw new DeskError('set_up_over')
    const prepared = await this.#accounts.prepare({ ...staffMember, grants: [{ brand_id: '*', role: 'admin' }] })
    await this.#context.transact(async (store, addEvent) => {
      const taken = await takeSetUpLink(store, hashToken(token, this.#context.secret), this.#context.now)
      if (!taken || (await hasStaff(store))) throw new DeskError('set_up_over')
      await this.#accounts.write(store, addEvent, prepared, prepared.row.id)
    })
    return prepared.otpauth_uri
  }
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
