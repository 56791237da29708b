import type { LocalizedText } from '@card-member/sdk/contract'
import { DeskError } from '../contract/desk-error.ts'
import type { Actor } from '../staff/actor.ts'
import type { SessionOrigin } from '../staff/sessions.ts'
import type { Staff } from '../staff/staff.ts'
import type { Reply } from './reply.ts'

/** Somebody whom the demo has an account for. */
export interface DemoPerson {
  /** The name of the account. */
  readonly name: string
  readonly full_name: LocalizedText
}

/** Signing in by a click, in a demo on this machine; everywhere else it refuses. */
export class Demo {
  readonly #staff: Staff
  readonly #people: readonly DemoPerson[]

  /** @param people none unless the desk is a demo that only this machine reaches */
  constructor(staff: Staff, people: readonly DemoPerson[]) {
    this.#staff = staff
    this.#people = people
  }

  /** Whom one may sign in as, with their roles; undefined where this is no demo. Needs no permission. */
  async people(): Promise<Reply<'getWelcome'>['demo']> {
    if (this.#people.length === 0) return undefined
    const accounts = new Map((await this.#staff.list()).map((account) => [account.name, account]))
    return this.#people.flatMap(({ name, full_name }) => {
      const account = accounts.get(name)
      if (account?.disabled_time !== null) return []
      return [{ name, full_name: { 'zh-CN': full_name['zh-CN'], en: full_name.en }, grants: account.grants.map((grant) => ({ ...grant })) }]
    })
  }

  /**
   * Signs a browser in as somebody of the demo, without a password; the audit log says how.
   *
   * @throws {DeskError} demo_off, sign_in_wrong
   * @example
   * const token = await desk.demo.open('wang', { address: '127.0.0.1', device: 'Firefox' })
   */
  async open(name: string, origin: SessionOrigin): Promise<string> {
    const account = this.#has(name) ? (await this.#staff.list()).find((one) => one.name === name) : undefined
    if (account === undefined) throw new DeskError('demo_off')
    return this.#staff.openDemoSession(account.staff_id, origin)
  }

  /**
   * Counts as a second factor of somebody of the demo, for 5 minutes; the audit log says how.
   *
   * @throws {DeskError} demo_off, not_signed_in
   * @example
   * await desk.demo.confirmSecondFactor(actor, token)
   */
  async confirmSecondFactor({ name }: Actor, token: string | undefined): Promise<Actor> {
    if (!this.#has(name)) throw new DeskError('demo_off')
    return this.#staff.confirmInDemo(token)
  }

  #has(name: string): boolean {
    return this.#people.some((person) => person.name === name)
  }
}
