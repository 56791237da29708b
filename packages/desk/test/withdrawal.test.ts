import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatTime } from '@card-member/sdk/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import {
  approve,
  batchOf,
  cancel,
  changeSettings,
  type Desk,
  describeBatch,
  driveCheck,
  driveRun,
  findConsents,
  invalidateCard,
  pause,
  prepareBatch,
  reading,
  recordConsent,
  requestCheck,
  resume,
  start,
  withdrawConsent,
  withdrawForCard,
} from '../src/index.ts'
import { pageOfRows } from '../src/store/batch-rows.ts'
import { begin } from '../src/subject/call.ts'
import { write } from '../src/subject/means.ts'
import { settleCall } from '../src/subject/settle.ts'
import { brand_id, Scene, type TestCard } from './scene.ts'
import { ShiftedClock } from './shifted-clock.ts'

const never = new AbortController().signal
const old = { told_at: Date.UTC(2026, 10, 1) / 1000, agreed_at: Date.UTC(2026, 10, 2) / 1000 }

/** A desk whose clock a test can move, and what is done on it. */
class Work {
  readonly scene: Scene
  readonly desk: Desk
  readonly clock: ShiftedClock

  constructor(scene: Scene, desk: Desk, clock: ShiftedClock) {
    this.scene = scene
    this.desk = desk
    this.clock = clock
  }

  get means() {
    return this.desk.means
  }

  // As fresh as the desk's clock says.
  as(name: string, ...roles: Parameters<Scene['actor']>[1][]) {
    return { ...this.scene.actor(name, ...roles), second_factor_time: this.clock.seconds }
  }

  named(card: TestCard) {
    return { brand_id, card_id: this.scene.card_id, ...card }
  }

  record(card: TestCard, times: { told_at: number; agreed_at: number } = old) {
    return recordConsent(this.means, this.as('zhang', 'clerk'), { ...this.named(card), ...times, channel: 'sms', invalid_reason: '退会' })
  }

  withdraw(consent_id: string) {
    return withdrawConsent(this.means, this.as('zhang', 'clerk'), brand_id, consent_id)
  }

  withdrawCard(card: TestCard) {
    return withdrawForCard(this.means, this.as('zhang', 'clerk'), this.named(card))
  }

  end(card: TestCard, consent_id: string) {
    const input = { ...this.named(card), consent_id, invalid_reason: '退会', last_four: card.user_card_code.slice(-4) }
    return invalidateCard(this.means, this.as('zhang', 'clerk'), input)
  }

  async checked(path: string, more: { force_reason?: string } = {}): Promise<string> {
    const author = this.as('wang', 'author')
    const { batch } = await prepareBatch(this.means, author, { brand_id, path, ...more })
    await driveCheck(this.desk, await requestCheck(this.means, author, batch.batch_id), never)
    return batch.batch_id
  }

  approve(batch_id: string, count: number) {
    return approve(this.means, this.as('li', 'approver'), batch_id, { count })
  }

  async rows(batch_id: string) {
    const rows = await pageOfRows(reading(this.means), { brand_id, batch_id }, { after: 0, limit: 100 })
    return rows.map(({ state, code }) => [state, code])
  }

  async states(card: TestCard) {
    const { rows } = await findConsents(this.means, this.as('zhang', 'clerk'), { brand_id, card: this.named(card) }, 0, 100)
    return rows.map(({ state }) => state)
  }
}

async function work(scene: Scene): Promise<Work> {
  const clock = new ShiftedClock()
  const desk = await scene.another({ clock: clock.read })
  const made = new Work(scene, desk, clock)
  await changeSettings(desk.means, made.as('root', 'admin'), brand_id, { canary_rows: 0 })
  return made
}

describe.each(kinds)('withdrawals on %s', (kind) => {
  test('a consent that was recorded twice is closed by one withdrawal, and its times are not taken again', async () => {
    await using scene = await Scene.open({ kind })
    const at = await work(scene)
    await using _ = at.desk
    const [card, other] = await scene.importCards(2)
    if (card === undefined || other === undefined) throw new Error('there are two cards')
    const [first, second, theirs] = [await at.record(card), await at.record(card), await at.record(other)]
    const withdrawn = await at.withdraw(first.consent_id)
    expect(withdrawn).toMatchObject({ state: 'withdrawn', withdrawn_by: 'zhang', withdraw_time: expect.any(Number) })
    expect(await at.states(card)).toEqual(['withdrawn', 'withdrawn'])
    expect(await at.states(other)).toEqual(['recorded'])
    await expect(at.end(card, second.consent_id)).rejects.toMatchObject({ refusal: 'consent_withdrawn' })
    const withdraw_time = formatTime(withdrawn.withdraw_time ?? 0)
    const refused = { refusal: 'agreed_before_withdrawal', detail: { field: 'agreed_at', withdraw_time } }
    await expect(at.record(card)).rejects.toMatchObject(refused)
    // In the very second of the withdrawal: not after it.
    const same = { told_at: old.told_at, agreed_at: withdrawn.withdraw_time ?? 0 }
    await expect(at.record(card, same)).rejects.toMatchObject(refused)
    at.clock.advance(2)
    const again = await at.record(card, { ...old, agreed_at: (withdrawn.withdraw_time ?? 0) + 1 })
    expect(await at.withdraw(theirs.consent_id)).toMatchObject({ state: 'withdrawn' })
    await scene.platform.sandbox.clock.set({ advance_seconds: 2 })
    expect(await at.end(card, again.consent_id)).toMatchObject({ state: 'done' })
    await expect(at.withdraw(again.consent_id)).rejects.toMatchObject({ refusal: 'consent_used' })
  })

  test('a withdrawal that comes before any consent keeps out what was agreed until then', async () => {
    await using scene = await Scene.open({ kind })
    const at = await work(scene)
    await using _ = at.desk
    const [card] = await scene.importCards(1)
    if (card === undefined) throw new Error('there is a card')
    expect(await at.withdrawCard(card)).toEqual({ withdraw_time: expect.any(Number), consent_ids: [], record_id: undefined })
    await expect(at.record(card)).rejects.toMatchObject({ refusal: 'agreed_before_withdrawal' })
    const batch_id = await at.checked(await scene.file([card]))
    expect(await at.rows(batch_id)).toEqual([['missing_consent', 'CONSENT_WITHDRAWN']])
    const tomorrow = { ...old, agreed_at: at.clock.seconds + 86_400 }
    await expect(at.record(card, tomorrow)).rejects.toMatchObject({ refusal: 'consent_times' })
  })

  test("a file whose member withdrew is checked again, or prepared again, without that member's card", async () => {
    await using scene = await Scene.open({ kind })
    const at = await work(scene)
    await using _ = at.desk
    const cards = await scene.importCards(3)
    const [card] = cards
    if (card === undefined) throw new Error('there is a card')
    const path = await scene.file(cards)
    const batch_id = await at.checked(path)
    await at.withdrawCard(card)
    await expect(at.approve(batch_id, 3)).rejects.toMatchObject({ refusal: 'consents_withdrawn', detail: { withdrawn: 1, batch_id } })
    await driveCheck(at.desk, await requestCheck(at.means, at.as('wang', 'author'), batch_id), never)
    const without = [
      ['missing_consent', 'CONSENT_WITHDRAWN'],
      ['pending', null],
      ['pending', null],
    ]
    expect(await at.rows(batch_id)).toEqual(without)
    expect(await at.approve(batch_id, 2)).toMatchObject({ state: 'approved' })
    await cancel(at.means, at.as('wang', 'author'), batch_id)
    expect(await at.rows(await at.checked(path, { force_reason: 'again' }))).toEqual(without)
  })

  test('a withdrawal reaches a batch that is held, and one whose consent was recorded for another file', async () => {
    await using scene = await Scene.open({ kind })
    const at = await work(scene)
    await using _ = at.desk
    const cards = await scene.importCards(2)
    const [card] = cards
    if (card === undefined) throw new Error('there is a card')
    const author = at.as('wang', 'author')
    const batch_id = await at.checked(await scene.file(cards))
    await at.approve(batch_id, 2)
    await start(at.means, author, batch_id)
    await pause(at.means, author, batch_id)
    const single = await at.record(card)
    await at.withdraw(single.consent_id)
    await driveRun(at.desk, await resume(at.means, author, batch_id), never)
    expect(await describeBatch(at.means, await batchOf(at.means, author, batch_id))).toMatchObject({ state: 'done' })
    expect(await at.rows(batch_id)).toEqual([
      ['missing_consent', 'CONSENT_WITHDRAWN'],
      ['done', null],
    ])
    const sent = await scene.platform.sandbox.requests(200)
    expect(sent.filter(({ operation }) => operation === 'invalidateUserCard')).toHaveLength(1)
  })

  test('a member who withdraws while the outcome of a call is unknown is not called for again', async () => {
    await using scene = await Scene.open({ kind })
    const at = await work(scene)
    await using _ = at.desk
    const [card] = await scene.importCards(1)
    if (card === undefined) throw new Error('there is a card')
    const { consent_id } = await at.record(card)
    await scene.platform.sandbox.faults.add({ fault: 'connection_cut', on: 'invalidateUserCard', count: 1 })
    const { record_id, state } = await at.end(card, consent_id)
    expect(state).toBe('unknown')
    expect(await at.withdrawCard(card)).toMatchObject({ consent_ids: [], record_id })
    expect(await at.withdraw(consent_id)).toMatchObject({ state: 'used', withdrawn_by: 'zhang' })
    // Long after anything could still take effect.
    at.clock.advance(1000)
    await scene.platform.sandbox.clock.set({ advance_seconds: 1000 })
    expect(await settleCall(at.means, at.as('zhang', 'clerk'), brand_id, record_id)).toMatchObject({ code: 'NO_EFFECT' })
    expect(await at.states(card)).toEqual(['withdrawn'])
    await expect(at.end(card, consent_id)).rejects.toMatchObject({ refusal: 'consent_withdrawn' })
  })

  test('a withdrawal by a clock that is behind closes what was recorded by one that is ahead', async () => {
    await using scene = await Scene.open({ kind })
    const at = await work(scene)
    await using _ = at.desk
    const [card] = await scene.importCards(1)
    if (card === undefined) throw new Error('there is a card')
    const agreed_at = at.clock.seconds
    await at.record(card, { ...old, agreed_at })
    at.clock.advance(-60)
    expect(await at.withdrawCard(card)).toMatchObject({ withdraw_time: agreed_at })
    expect(await at.states(card)).toEqual(['withdrawn'])
    at.clock.advance(60)
    await expect(at.record(card, { ...old, agreed_at })).rejects.toMatchObject({ refusal: 'agreed_before_withdrawal' })
  })

  test('times are compared as moments, whatever zone a file writes them in', async () => {
    await using scene = await Scene.open({ kind })
    const at = await work(scene)
    await using _ = at.desk
    const cards = await scene.importCards(3)
    const moments: number[] = []
    for (const card of cards) moments.push((await at.withdrawCard(card)).withdraw_time)
    at.clock.advance(10)
    const iso = (moment: number, hours: number) =>
      `${new Date((moment + hours * 3600) * 1000).toISOString().slice(0, 19)}${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`
    const [first = 0, second = 0, third = 0] = moments
    const times = [iso(first, 14), iso(second + 1, -11), iso(third + 1, 0)]
    const lines = cards.map(
      ({ user_card_code, openid }, index) => `${scene.card_id},${user_card_code},${openid},退会,sms,2026-11-01 10:00,${times[index]}`,
    )
    const path = join(scene.folder, 'zones.csv')
    await writeFile(path, ['card_id,user_card_code,openid,invalid_reason,consent_channel,told_at,agreed_at', ...lines, ''].join('\n'))
    expect(await at.rows(await at.checked(path))).toEqual([
      ['missing_consent', 'CONSENT_WITHDRAWN'],
      ['pending', null],
      ['pending', null],
    ])
  })

  test('whatever comes before and after, a call begins only with a consent that is later than every withdrawal', async () => {
    await using scene = await Scene.open({ kind })
    const at = await work(scene)
    await using _ = at.desk
    const step = fc.oneof(
      fc.record({ kind: fc.constant('record' as const), card: fc.nat(1), member: fc.nat(1), ago: fc.nat(4) }),
      fc.record({ kind: fc.constant('withdraw' as const), card: fc.nat(1), member: fc.nat(1) }),
      fc.record({ kind: fc.constant('by_id' as const), pick: fc.nat(20) }),
      fc.record({ kind: fc.constant('wait' as const), seconds: fc.nat(3) }),
    )
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
        const model = new Model(at, ++run)
        for (const one of steps) {
          if (one.kind === 'wait') at.clock.advance(one.seconds)
          else if (one.kind === 'withdraw') await model.withdraw(one)
          else if (one.kind === 'by_id') await model.withdrawPicked(one.pick)
          else await model.record(one, one.ago)
        }
        await model.compare()
      }),
      { numRuns: 40 },
    )
  })
})

interface Who {
  readonly card: number
  readonly member: number
}

/** What has to come of a member's consents and withdrawals, told in a few lines, and the desk beside it. */
class Model {
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
    if (agreed_at <= this.#last(who)) expect(recorded).toMatchObject({ refusal: 'agreed_before_withdrawal' })
    else this.#known.push({ ...who, agreed_at, consent_id: consentId(recorded) })
  }

  async withdraw(who: Who): Promise<void> {
    const { withdraw_time } = await this.#at.withdrawCard(this.#named(who))
    this.#take(who, withdraw_time)
  }

  async withdrawPicked(pick: number): Promise<void> {
    const picked = this.#known[pick % Math.max(this.#known.length, 1)]
    if (picked === undefined) return
    const open = this.#of(picked).some(({ agreed_at }) => agreed_at > this.#last(picked))
    const { withdraw_time } = await this.#at.withdraw(picked.consent_id)
    if (open) this.#take(picked, withdraw_time ?? 0)
  }

  /** Begins a call with each consent; what is tried is taken back, so that each is judged by itself. */
  async compare(): Promise<void> {
    for (const { consent_id, agreed_at, ...who } of this.#known) {
      const began = await this.#began(who, consent_id)
      if (agreed_at > this.#last(who)) expect(began).toMatchObject({ call: { consent_id, state: 'sending' } })
      else expect(began).toEqual({ refused: 'consent_withdrawn' })
    }
  }

  async #began(who: Who, consent_id: string): Promise<unknown> {
    const { means } = this.#at
    const card = this.#at.named(this.#named(who))
    const connection = means.connections.for(brand_id, 'main')
    const attempt = { card, connection, consent_id, invalid_reason: '退会', requested_by: 'zhang' }
    let began: unknown
    const taken = new Error('taken back')
    await write(means, async (store) => {
      began = (await begin(means, store, brand_id, { daily_cap: null }, [attempt])).begun[0]
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
