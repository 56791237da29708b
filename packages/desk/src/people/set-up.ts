import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { DeskRefusal } from '../contract/refusal.ts'
import { hasPeople } from '../store/people.ts'
import { findSetUpLink, replaceSetUpLink, takeSetUpLink } from '../store/people-set-up.ts'
import type { Accounts } from './accounts.ts'
import type { Books } from './books.ts'

/** Long enough to open it; a link in a log is worth nothing the next day. */
const life = 3600

/** The first start: a desk without people lets the holder of one link make the first administrator. */
export class SetUp {
  readonly #books: Books
  readonly #accounts: Accounts

  constructor(books: Books, accounts: Accounts) {
    this.#books = books
    this.#accounts = accounts
  }

  /** A token for the link, in the place of the one before; `undefined` when there are people. */
  async link(): Promise<string | undefined> {
    const token = randomBytes(32).toString('base64url')
    return this.#books.change(async (store) => {
      if (await hasPeople(store)) return undefined
      await replaceSetUpLink(store, { token_hash: hashOf(token), expire_time: this.#books.now + life })
      return token
    })
  }

  /** Makes the first administrator. @throws {DeskRefusal} set_up_over, person_malformed, password_weak */
  async finish(token: string, person: { readonly name: string; readonly password: string }): Promise<string> {
    // Before anything that takes long: this path is open to everybody.
    const link = await findSetUpLink(this.#books.read, this.#books.now)
    if (link === undefined || !isSame(link.token_hash, hashOf(token)) || (await hasPeople(this.#books.read)))
      throw new DeskRefusal('set_up_over')
    const prepared = await this.#accounts.prepare({ ...person, roles: [{ brand_id: '*', role: 'admin' }] })
    await this.#books.change(async (store, note) => {
      const taken = await takeSetUpLink(store, hashOf(token), this.#books.now)
      if (!taken || (await hasPeople(store))) throw new DeskRefusal('set_up_over')
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
