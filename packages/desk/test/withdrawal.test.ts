import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatTime } from '@card-member/sdk/contract'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { describeBatch } from '../src/domain/batch/describe.ts'
import { driveCheck, driveRun } from '../src/domain/batch/drive.ts'
import { batchOf, cancel, pause, requestCheck, resume, start } from '../src/domain/batch/lifecycle.ts'
import { getConsent } from '../src/domain/consents.ts'
import { reading } from '../src/domain/context.ts'
import { addNotice } from '../src/domain/notices.ts'
import { reconcileInvalidation } from '../src/domain/reconcile.ts'
import { pageOfRows } from '../src/store/batch-rows.ts'
import { ConsentModel } from './fixtures/consent-model.ts'
import { brand_id } from './fixtures/desk.ts'
import { old, openDeskActions } from './fixtures/desk-actions.ts'
import { TestDeskPool } from './fixtures/desk-pool.ts'

const desks = new TestDeskPool()
afterAll(() => desks.close())

const never = new AbortController().signal

describe.each(kinds)('withdrawals on %s', (kind) => {
  test('a card has one open consent: a second one is refused or replaces it, and one withdrawal closes all', async () => {
    await using fixture = await desks.lend({ kind })
    const at = await openDeskActions(fixture)
    await using _ = at.desk
    const [card, other] = await fixture.importCards(2)
    if (card === undefined || other === undefined) throw new Error('there are two cards')
    const [first, theirs] = [await at.record(card), await at.record(other)]
    await expect(at.record(card)).rejects.toMatchObject({ kind: 'consent_open', detail: { consent_id: first.consent_id } })
    const second = await at.supersede(card)
    expect(await at.states(card)).toEqual(['recorded', 'superseded'])
    await expect(at.end(card, first.consent_id)).rejects.toMatchObject({ kind: 'consent_superseded' })
    const withdrawn = await at.withdraw(first.consent_id)
    expect(withdrawn).toMatchObject({ state: 'withdrawn', withdrawn_by: 'zhang', withdraw_time: expect.any(Number) })
    expect(await at.states(card)).toEqual(['withdrawn', 'withdrawn'])
    expect(await at.states(other)).toEqual(['recorded'])
    await expect(at.end(card, second.consent_id)).rejects.toMatchObject({ kind: 'consent_withdrawn' })
    const withdraw_time = formatTime(withdrawn.withdraw_time ?? 0)
    const refused = { kind: 'agreed_before_withdrawal', detail: { field: 'agreed_at', withdraw_time } }
    await expect(at.record(card)).rejects.toMatchObject(refused)
    // In the very second of the withdrawal: not after it.
    const same = { told_at: old.told_at, agreed_at: withdrawn.withdraw_time ?? 0 }
    await expect(at.record(card, same)).rejects.toMatchObject(refused)
    at.clock.advance(2)
    const again = await at.record(card, { ...old, agreed_at: (withdrawn.withdraw_time ?? 0) + 1 })
    expect(await at.withdraw(theirs.consent_id)).toMatchObject({ state: 'withdrawn' })
    await fixture.platform.sandbox.clock.set({ advance_seconds: 2 })
    expect(await at.end(card, again.consent_id)).toMatchObject({ state: 'done' })
    await expect(at.withdraw(again.consent_id)).rejects.toMatchObject({ kind: 'consent_used' })
  })

  test('a withdrawal that comes before any consent keeps out what was agreed until then', async () => {
    await using fixture = await desks.lend({ kind })
    const at = await openDeskActions(fixture)
    await using _ = at.desk
    const card = await at.importCard()
    expect(await at.withdrawCard(card)).toEqual({ withdraw_time: expect.any(Number), consent_ids: [], invalidation_id: undefined })
    await expect(at.record(card)).rejects.toMatchObject({ kind: 'agreed_before_withdrawal' })
    const batch_id = await at.checked(await fixture.file([card]))
    expect(await at.rows(batch_id)).toEqual([['missing_consent', 'CONSENT_WITHDRAWN']])
    const tomorrow = { ...old, agreed_at: at.clock.seconds + 86_400 }
    await expect(at.record(card, tomorrow)).rejects.toMatchObject({ kind: 'consent_times' })
  })

  test("a file whose member withdrew is checked again, or prepared again, without that member's card", async () => {
    await using fixture = await desks.lend({ kind })
    const at = await openDeskActions(fixture)
    await using _ = at.desk
    const cards = await fixture.importCards(3)
    const [card] = cards
    if (card === undefined) throw new Error('there is a card')
    const path = await fixture.file(cards)
    const batch_id = await at.checked(path)
    await at.withdrawCard(card)
    await expect(at.approve(batch_id, 3)).rejects.toMatchObject({ kind: 'consents_withdrawn', detail: { withdrawn: 1, batch_id } })
    await driveCheck(at.desk, await requestCheck(at.context, at.as('wang', 'author'), batch_id), never)
    const without = [
      ['missing_consent', 'CONSENT_WITHDRAWN'],
      ['pending', null],
      ['pending', null],
    ]
    expect(await at.rows(batch_id)).toEqual(without)
    expect(await at.approve(batch_id, 2)).toMatchObject({ state: 'approved' })
    await cancel(at.context, at.as('wang', 'author'), batch_id)
    expect(await at.rows(await at.checked(path, { force_reason: 'again' }))).toEqual(without)
  })

  test('a withdrawal reaches a batch that is held, and one whose consent was recorded for another file', async () => {
    await using fixture = await desks.lend({ kind })
    const at = await openDeskActions(fixture)
    await using _ = at.desk
    const cards = await fixture.importCards(2)
    const [card] = cards
    if (card === undefined) throw new Error('there is a card')
    const author = at.as('wang', 'author')
    const batch_id = await at.checked(await fixture.file(cards))
    await at.approve(batch_id, 2)
    await start(at.context, author, batch_id)
    await pause(at.context, author, batch_id)
    const single = await at.supersede(card)
    await at.withdraw(single.consent_id)
    await driveRun(at.desk, await resume(at.context, author, batch_id), never)
    expect(await describeBatch(at.context, await batchOf(at.context, author, batch_id))).toMatchObject({ state: 'done' })
    expect(await at.rows(batch_id)).toEqual([
      ['missing_consent', 'CONSENT_WITHDRAWN'],
      ['done', null],
    ])
    const sent = await fixture.platform.sandbox.requests(200)
    expect(sent.filter(({ operation }) => operation === 'invalidateUserCard')).toHaveLength(1)
  })

  test('a member who withdraws while the outcome of a call is unknown is not called for again', async () => {
    await using fixture = await desks.lend({ kind })
    const at = await openDeskActions(fixture)
    await using _ = at.desk
    const card = await at.importCard()
    const { consent_id, invalidation_id } = await at.endWithoutAnswer(card)
    expect(await at.withdrawCard(card)).toMatchObject({ consent_ids: [], invalidation_id })
    expect(await at.withdraw(consent_id)).toMatchObject({ state: 'used', withdrawn_by: 'zhang' })
    // Long after anything could still take effect.
    await at.advance(1000)
    expect(await reconcileInvalidation(at.context, at.as('zhang', 'clerk'), brand_id, invalidation_id)).toMatchObject({ code: 'NO_EFFECT' })
    expect(await at.states(card)).toEqual(['withdrawn'])
    await expect(at.end(card, consent_id)).rejects.toMatchObject({ kind: 'consent_withdrawn' })
  })

  test('a withdrawal by a clock that is behind closes what was recorded by one that is ahead', async () => {
    await using fixture = await desks.lend({ kind })
    const at = await openDeskActions(fixture)
    await using _ = at.desk
    const card = await at.importCard()
    const agreed_at = at.clock.seconds
    await at.record(card, { ...old, agreed_at })
    at.clock.advance(-60)
    expect(await at.withdrawCard(card)).toMatchObject({ withdraw_time: agreed_at })
    expect(await at.states(card)).toEqual(['withdrawn'])
    at.clock.advance(60)
    await expect(at.record(card, { ...old, agreed_at })).rejects.toMatchObject({ kind: 'agreed_before_withdrawal' })
  })

  test('times are compared as moments, whatever zone a file writes them in', async () => {
    await using fixture = await desks.lend({ kind })
    const at = await openDeskActions(fixture)
    await using _ = at.desk
    const cards = await fixture.importCards(3)
    const slots: number[] = []
    for (const card of cards) slots.push((await at.withdrawCard(card)).withdraw_time)
    at.clock.advance(10)
    const iso = (moment: number, hours: number) =>
      `${new Date((moment + hours * 3600) * 1000).toISOString().slice(0, 19)}${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`
    const [first = 0, second = 0, third = 0] = slots
    const times = [iso(first, 14), iso(second + 1, -11), iso(third + 1, 0)]
    const lines = cards.map(
      ({ user_card_code, openid }, index) => `${fixture.card_id},${user_card_code},${openid},退会,sms,2026-11-01 10:00,${times[index]}`,
    )
    const path = join(fixture.folder, 'zones.csv')
    await writeFile(path, ['card_id,user_card_code,openid,invalid_reason,consent_channel,told_at,agreed_at', ...lines, ''].join('\n'))
    expect(await at.rows(await at.checked(path))).toEqual([
      ['missing_consent', 'CONSENT_WITHDRAWN'],
      ['pending', null],
      ['pending', null],
    ])
  })

  test('of consents that are recorded at the same time one is open, whoever records them', async () => {
    await using fixture = await desks.lend({ kind })
    const at = await openDeskActions(fixture)
    await using _ = at.desk
    const another = await openDeskActions(fixture)
    await using __ = another.desk
    const card = await at.importCard()
    const both = [at, another].flatMap((one) => [one.record(card), one.record(card)])
    const recorded = await Promise.allSettled(both)
    expect(recorded.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of recorded) if (one.status === 'rejected') expect(one.reason).toMatchObject({ kind: 'consent_open' })
    await Promise.all([at, another].flatMap((one) => [one.supersede(card), one.supersede(card)]))
    expect((await at.states(card)).toSorted()).toEqual(['recorded', ...Array.from({ length: 4 }, () => 'superseded')])
  })

  test('a consent that an invalidation frees is superseded by one that was recorded meanwhile', async () => {
    await using fixture = await desks.lend({ kind })
    const at = await openDeskActions(fixture)
    await using _ = at.desk
    const card = await at.importCard()
    const { consent_id, invalidation_id } = await at.endWithoutAnswer(card)
    const newer = await at.record(card)
    await at.advance(1000)
    await reconcileInvalidation(at.context, at.as('zhang', 'clerk'), brand_id, invalidation_id)
    expect(await at.states(card)).toEqual(['recorded', 'superseded'])
    expect(await getConsent(at.context, at.as('zhang', 'clerk'), brand_id, consent_id)).toMatchObject({ superseded_by: newer.consent_id })
    expect(await at.end(card, newer.consent_id)).toMatchObject({ state: 'done' })
  })

  test('a file replaces an earlier word, and uses a later one', async () => {
    await using fixture = await desks.lend({ kind })
    const at = await openDeskActions(fixture)
    await using _ = at.desk
    const [early, late] = await fixture.importCards(2)
    if (early === undefined || late === undefined) throw new Error('there are cards')
    await at.record(early, { told_at: old.told_at, agreed_at: old.told_at })
    const { consent_id } = await at.record(late, { ...old, agreed_at: old.agreed_at + 86_400 })
    const batch_id = await at.checked(await fixture.file([early, late]))
    expect(await at.rows(batch_id)).toEqual([
      ['pending', null],
      ['pending', null],
    ])
    expect(await at.states(early)).toEqual(['recorded', 'superseded'])
    expect(await at.states(late)).toEqual(['recorded'])
    const rows = await pageOfRows(reading(at.context), { brand_id, batch_id }, { after: 2, limit: 1 })
    expect(rows.map((row) => row.consent_id)).toEqual([consent_id])
  })

  test('whatever comes before and after, a call begins only with the one open consent of its card, later than every withdrawal', async () => {
    await using fixture = await desks.lend({ kind })
    const at = await openDeskActions(fixture)
    await using _ = at.desk
    const step = fc.oneof(
      fc.record({ kind: fc.constant('record' as const), card: fc.nat(1), member: fc.nat(1), ago: fc.nat(4) }),
      fc.record({ kind: fc.constant('withdraw' as const), card: fc.nat(1), member: fc.nat(1) }),
      fc.record({ kind: fc.constant('supersede' as const), card: fc.nat(1), member: fc.nat(1), ago: fc.nat(4) }),
      fc.record({ kind: fc.constant('ask' as const), card: fc.nat(1), member: fc.nat(1) }),
      fc.record({ kind: fc.constant('agree' as const), pick: fc.nat(20) }),
      fc.record({ kind: fc.constant('refuse' as const), pick: fc.nat(20) }),
      fc.record({ kind: fc.constant('by_id' as const), pick: fc.nat(20) }),
      fc.record({ kind: fc.constant('wait' as const), seconds: fc.nat(3) }),
    )
    const responsible = { text_zh: '告知', text_en: 'notice', brand_name: '山茶咖啡', brand_contact: '400-800-1234' }
    await addNotice(at.context, at.as('root', 'admin'), brand_id, responsible)
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
        const model = new ConsentModel(at, ++run)
        for (const one of steps) await model.step(one)
        await model.compare()
      }),
      { numRuns: 40 },
    )
  })
})
