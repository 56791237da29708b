import { formatTime } from '@card-member/sdk/contract'
import type { Browser } from '../../desk/test/fixtures/browser.ts'
import type { DemoDesk } from './demo-desk.ts'

const brand_id = '1004'
const name = 'rehearsal'
const invalid_reason = '用户申请退会'

/** A card of the sandbox that can be ended. */
interface RehearsedCard {
  readonly card_id: string
  readonly openid: string
  readonly user_card_code: string
  readonly card_ref: string
  readonly consent_id: string
}

/** How the end of a card came out, other than well. */
export type BadOutcome = 'unknown' | 'rejected' | 'not_found' | 'already_invalid'

/** Ends cards of the demo's sandbox in every way that is not the usual one. */
export class OutcomeScene {
  readonly #clerk: Browser
  readonly #rehearser: Browser
  readonly #card_id: string
  #members = 0

  private constructor(clerk: Browser, rehearser: Browser, card_id: string) {
    this.#clerk = clerk
    this.#rehearser = rehearser
    this.#card_id = card_id
  }

  static async prepare(desk: DemoDesk): Promise<OutcomeScene> {
    const [clerk, rehearser] = [await desk.browserOf('zhang'), await desk.browserOf('wang')]
    const { data } = await rehearser.call('listCards', { brand_id, connection: name })
    await clerk.call('confirmDemoSecondFactor', {})
    return new OutcomeScene(clerk, rehearser, data[0]?.card_id ?? '')
  }

  /** @returns the address of the record */
  async reach(outcome: BadOutcome): Promise<string> {
    const card = await this.#join()
    await this.#spoil(outcome, card)
    const { card_ref, consent_id, user_card_code } = card
    const last_four = user_card_code.slice(-4)
    const { invalidation_id, state } = await this.#clerk.call('invalidateCard', {
      brand_id,
      card_ref,
      consent_id,
      invalid_reason,
      last_four,
    })
    if (state !== outcome) throw new Error(`the outcome is ${state}, not ${outcome}`)
    return `/invalidations/${invalidation_id}`
  }

  async #join(): Promise<RehearsedCard> {
    this.#members += 1
    const openid = `rehearsal-outcome-${this.#members}`
    const user_card_code = String(478500000100 + this.#members)
    const card = { name, brand_id, card_id: this.#card_id, openid }
    await this.#rehearser.call('rehearseJoin', card)
    await this.#rehearser.call('rehearseActivate', { ...card, user_card_code })
    const { data } = await this.#clerk.call('findUserCards', { brand_id, connection: name, text: openid })
    const card_ref = data[0]?.card_ref ?? ''
    const now = Math.floor(Date.now() / 1000)
    const [told_at, agreed_at] = [formatTime(now - 7200), formatTime(now - 3600)]
    const facts = { channel: 'sms', reference: 'SMS-20261126', told_at, agreed_at, invalid_reason } as const
    const { consent_id } = await this.#clerk.call('recordConsent', { brand_id, card_ref, ...facts })
    return { card_id: this.#card_id, openid, user_card_code, card_ref, consent_id }
  }

  async #spoil(outcome: BadOutcome, { card_id, openid, user_card_code }: RehearsedCard): Promise<void> {
    const on = 'invalidateUserCard'
    if (outcome === 'unknown') await this.#rehearser.call('addRehearsalFault', { name, fault: 'system_error', on, count: 1 })
    if (outcome === 'rejected') await this.#rehearser.call('addRehearsalFault', { name, fault: 'rate_limited', on, count: 1 })
    if (outcome === 'already_invalid') await this.#rehearser.call('rehearseDelete', { name, brand_id, card_id, openid, user_card_code })
    if (outcome === 'not_found') await this.#rehearser.call('resetRehearsal', { name })
  }
}
