import { DeskError } from '../contract/desk-error.ts'
import type { Actor } from '../staff/actor.ts'
import type { SessionOrigin } from '../staff/sessions.ts'
import type { Staff } from '../staff/staff.ts'
import type { Reply } from './reply.ts'

/** Somebody whom the demo has an account for. */
export interface DemoPerson {
  /** The name of the account. */
  readonly name: string
}

/** A card that visitors of the demo may end. */
export interface DemoCard {
  readonly brand_id: string
  readonly card_id: string
  readonly user_card_code: string
  readonly openid: string
}

/** What a demo offers to its visitors. */
export interface DemoOffer {
  readonly people: readonly DemoPerson[]
  readonly cards: readonly DemoCard[]
}

/** Signing in by a click, in a demo on this machine; everywhere else it refuses. */
export class Demo {
  readonly #staff: Staff
  readonly #offer: DemoOffer | undefined

  /** @param offer undefined unless the desk is a demo that only this machine reaches */
  constructor(staff: Staff, offer: DemoOffer | undefined) {
    this.#staff = staff
    this.#offer = offer
  }

  /** Whom one may sign in as, with their roles, and whose cards there are; nothing where this is no demo. Needs no permission. */
  async offer(): Promise<Pick<Reply<'getWelcome'>, 'demo' | 'demo_cards'>> {
    if (this.#offer === undefined) return {}
    const { people, cards } = this.#offer
    const accounts = new Map((await this.#staff.list()).map((account) => [account.name, account]))
    const demo = people.flatMap(({ name }) => {
      const account = accounts.get(name)
      if (account?.disabled_time !== null) return []
      const { full_name, grants } = account
      return [{ name, ...(full_name === null ? {} : { full_name }), grants: grants.map((grant) => ({ ...grant })) }]
    })
    return { demo, demo_cards: cards.map((card) => ({ ...card })) }
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
    return this.#offer?.people.some((person) => person.name === name) ?? false
  }
}
