import { expect } from 'vitest'
import { write } from '../src/domain/context.ts'
import { beginAttempts } from '../src/domain/invalidations.ts'
import { brand_id, type TestCard } from './scene.ts'
import type { Work } from './withdrawal-work.ts'

interface Who {
  readonly card: number
  readonly member: number
}

/** What has to come of a member's consents and withdrawals, told in a few lines, and the desk beside it. */
export class Model {
  readonly #at: Work
  readonly #run: number
  readonly #known: (Who & { readonly consent_id: string; readonly agreed_at: number })[] = []
  readonly #withdrawn = new Map<string, number>()

  constructor(at: Work, run: number) {
    this.#at = at
    this.#run = run
  }

  async record(who: Who, ago: number): Promise<void> {
    const agreed_at = this.#at.clock.seconds - ago
    const recorded = await this.#at.record(this.#named(who), { told_at: agreed_at, agreed_at }).catch((error: unknown) => error)
    if (agreed_at <= this.#last(who)) expect(recorded).toMatchObject({ kind: 'agreed_before_withdrawal' })
    else this.#known.push({ ...who, agreed_at, consent_id: consentId(recorded) })
  }

  async withdraw(who: Who): Promise<void> {
    const { withdraw_time } = await this.#at.withdrawCard(this.#named(who))
    this.#take(who, withdraw_time)
  }

  async withdrawPicked(pick: number): Promise<void> {
    const picked = this.#known[pick % Math.max(this.#known.length, 1)]
    if (picked === undefined) return
    const open = this.#of(picked).find(({ agreed_at }) => agreed_at > this.#last(picked))
    await this.#at.withdraw(picked.consent_id)
    // The one that was picked may have been closed before, and keeps that time; given again, the one that this closed tells the new one.
    if (open) this.#take(picked, (await this.#at.withdraw(open.consent_id)).withdraw_time ?? 0)
  }

  /** Begins a call with each consent; what is tried is taken back, so that each is judged by itself. */
  async compare(): Promise<void> {
    for (const { consent_id, agreed_at, ...who } of this.#known) {
      const began = await this.#began(who, consent_id)
      if (agreed_at > this.#last(who)) expect(began).toMatchObject({ invalidation: { consent_id, state: 'sending' } })
      else expect(began).toEqual({ refused: 'consent_withdrawn' })
    }
  }

  async #began(who: Who, consent_id: string): Promise<unknown> {
    const { context } = this.#at
    const card = this.#at.named(this.#named(who))
    const connection = context.connections.for(brand_id, 'main')
    const attempt = { card, connection, consent_id, invalid_reason: '退会', requested_by: 'zhang' }
    let began: unknown
    const taken = new Error('taken back')
    await write(context, async (store) => {
      began = (await beginAttempts(context, store, brand_id, { daily_cap: null }, [attempt])).begun[0]
      throw taken
    }).catch((error: unknown) => {
      if (error !== taken) throw error
    })
    return began
  }

  #named({ card, member }: Who): TestCard {
    return { user_card_code: `9${this.#run}x${card}`, openid: `obLatj${this.#run}x${member}` }
  }

  #of({ card, member }: Who) {
    return this.#known.filter((one) => one.card === card && one.member === member)
  }

  #last({ card, member }: Who): number {
    return this.#withdrawn.get(`${card} ${member}`) ?? 0
  }

  #take(who: Who, withdraw_time: number): void {
    // A second may pass while it is asked for, and never fewer than none.
    const now = this.#at.clock.seconds
    expect(withdraw_time).toBeGreaterThanOrEqual(Math.max(now - 5, ...this.#of(who).map(({ agreed_at }) => agreed_at)))
    expect(withdraw_time).toBeLessThanOrEqual(now)
    this.#withdrawn.set(`${who.card} ${who.member}`, withdraw_time)
  }
}

function consentId(recorded: unknown): string {
  if (typeof recorded === 'object' && recorded !== null && 'consent_id' in recorded) return String(recorded.consent_id)
  throw recorded
}
