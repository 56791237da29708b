import { readFileSync } from 'node:fs'
import type { Staff } from '../staff/staff.ts'
import type { Demo } from './demo.ts'
import type { Reply } from './reply.ts'

const { version }: { version: string } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

/** What a page needs before anybody signs in. */
export class Welcome {
  readonly #staff: Staff
  readonly #demo: Demo

  constructor(staff: Staff, demo: Demo) {
    this.#staff = staff
    this.#demo = demo
  }

  /**
   * Whether the first administrator is still to join, how staff sign in, and the people of a demo. Needs no permission.
   *
   * @example
   * const { set_up_open } = await desk.welcome.get()
   */
  async get(): Promise<Reply<'getWelcome'>> {
    return {
      set_up_open: await this.#staff.isEmpty(),
      oidc: this.#staff.oidc !== undefined,
      version,
      ...(await this.#demo.offer()),
    }
  }
}
