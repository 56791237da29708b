import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import type { Role, Settings } from '../src/contract/index.ts'
import { settleApprovals } from '../src/domain/batch/approvals.ts'
import { approve, reject } from '../src/domain/batch/approve.ts'
import { describeBatch } from '../src/domain/batch/describe.ts'
import { driveCheck, driveRun } from '../src/domain/batch/drive.ts'
import { batchOf, requestCheck, resume, start } from '../src/domain/batch/lifecycle.ts'
import { batchesFor } from '../src/domain/batch/list.ts'
import { prepareBatch } from '../src/domain/batch/prepare.ts'
import { drawRows, sampleRowsOf } from '../src/domain/batch/sample-rows.ts'
import { recordConsent } from '../src/domain/consents.ts'
import { invalidateCard } from '../src/domain/invalidate.ts'
import type { DeskParts } from '../src/parts.ts'
import type { Actor } from '../src/staff/actor.ts'
import { brand_id, openTestDesk, type TestCard, type TestDesk } from './fixtures/desk.ts'
import { ShiftedClock } from './fixtures/shifted-clock.ts'
import { setSettings } from './fixtures/two-administrators.ts'

const never = new AbortController().signal
const hour = 3600

describe.each(kinds)('limits and approvals on %s', (kind) => {
  let fixture: TestDesk
  let desk: DeskParts
  let clock: ShiftedClock
  let made = 0
  beforeAll(async () => {
    clock = new ShiftedClock()
    fixture = await openTestDesk({ kind, clock: clock.read })
    desk = await fixture.another({ clock: clock.read })
  })
  afterAll(async () => {
    await desk[Symbol.asyncDispose]()
    await fixture[Symbol.asyncDispose]()
  })

  const set = (change: Partial<Settings>) => setSettings(desk.context, brand_id, change)
  const advance = async (seconds: number) => {
    clock.advance(seconds)
    await fixture.platform.sandbox.clock.set({ advance_seconds: seconds })
  }
  const actor = (name: string, ...roles: Role[]): Actor => {
    return { ...fixture.actor(name, ...roles), second_factor_time: clock.seconds }
  }
  const cardsOf = async (count: number) => {
    made += count
    return fixture.importCards(count, made - count)
  }
  const consentFor = async (card: TestCard, by: string) => {
    const times = { told_at: clock.seconds - 100, agreed_at: clock.seconds - 50 }
    const named = { ...card, brand_id, card_id: fixture.card_id }
    return recordConsent(desk.context, actor(by, 'clerk'), { ...named, ...times, channel: 'sms', invalid_reason: '退会' })
  }
  const end = async (card: TestCard, by: string, recorder = 'recorder') => {
    const { consent_id } = await consentFor(card, recorder)
    const input = {
      ...card,
      brand_id,
      card_id: fixture.card_id,
      consent_id,
      invalid_reason: '退会',
      last_four: card.user_card_code.slice(-4),
    }
    return invalidateCard(desk.context, actor(by, 'clerk'), input)
  }
  const checked = async (count: number) => {
    const author = actor('author', 'author')
    const path = await fixture.file(await cardsOf(count), `batch-${made}.csv`)
    const { batch } = await prepareBatch(desk.context, author, { brand_id, path })
    await driveCheck(desk, await requestCheck(desk.context, author, batch.batch_id), never)
    return batch.batch_id
  }
  const seen = async (batch_id: string) => describeBatch(desk.context, await batchOf(desk.context, actor('author', 'author'), batch_id))

  test('one person ends no more single cards a day than the limit, however many at once; the next day there are places again', async () => {
    await set({ single_limit_per_person: 3 })
    const cards = await cardsOf(8)
    const ended = await Promise.allSettled(cards.slice(0, 6).map((card) => end(card, 'zhang')))
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    for (const one of ended) if (one.status === 'rejected') expect(one.reason).toMatchObject({ kind: 'single_limit' })
    const [other, next] = cards.slice(6)
    if (other === undefined || next === undefined) throw new Error('there are eight cards')
    expect(await end(other, 'liu')).toMatchObject({ state: 'done' })
    await expect(end(next, 'zhang')).rejects.toMatchObject({ kind: 'single_limit' })
    const rows = await fixture.database.rows('select staff_id, invalidations from personal_quotas order by staff_id')
    expect(rows).toEqual([
      { staff_id: 'liu', invalidations: 1 },
      { staff_id: 'zhang', invalidations: 3 },
    ])
    await set({ single_limit_per_person: 20 })
  })

  test('whoever recorded a consent does not end its card where the brand wants a second person', async () => {
    await set({ single_needs_second_person: true })
    const [one, two] = await cardsOf(2)
    if (one === undefined || two === undefined) throw new Error('there are two cards')
    await expect(end(one, 'wu', 'wu')).rejects.toMatchObject({ kind: 'consent_own' })
    expect(await end(two, 'wu', 'xu')).toMatchObject({ state: 'done' })
    await set({ single_needs_second_person: false })
  })

  test('a consent of a channel that needs a file has one, when it is recorded and when it is used', async () => {
    const [card] = await cardsOf(1)
    if (card === undefined) throw new Error('there is one card')
    const times = { told_at: clock.seconds - 100, agreed_at: clock.seconds - 50 }
    const named = { ...card, brand_id, card_id: fixture.card_id, ...times, invalid_reason: '退会' }
    const record = (channel: 'phone' | 'store') => recordConsent(desk.context, actor('wu', 'clerk'), { ...named, channel })
    await expect(record('phone')).rejects.toMatchObject({ kind: 'evidence_needed', detail: { field: 'evidence_sha256', channel: 'phone' } })
    await expect(record('store')).rejects.toMatchObject({ kind: 'evidence_needed' })
    const { consent_id } = await consentFor(card, 'xu')
    await set({ evidence_required: ['phone', 'store', 'sms'] })
    const input = {
      ...card,
      brand_id,
      card_id: fixture.card_id,
      consent_id,
      invalid_reason: '退会',
      last_four: card.user_card_code.slice(-4),
    }
    await expect(invalidateCard(desk.context, actor('wu', 'clerk'), input)).rejects.toMatchObject({ kind: 'evidence_needed' })
    await set({ evidence_required: ['phone', 'store'] })
  })

  test('as many people approve as the brand requires, none of whom took part, and each counts once', async () => {
    await set({ approvals_required: 2 })
    const batch_id = await checked(2)
    const input = { count: 2 }
    const checker = actor('author', 'author', 'approver')
    await expect(approve(desk.context, checker, batch_id, input)).rejects.toMatchObject({ kind: 'approver_is_author' })
    for (let twice = 0; twice < 2; twice++)
      expect(await approve(desk.context, actor('li', 'approver'), batch_id, { ...input, reason: 'looked' })).toMatchObject({
        state: 'checked',
      })
    await expect(start(desk.context, checker, batch_id)).rejects.toMatchObject({ kind: 'batch_state' })
    const waiting = async (who: Actor) => (await batchesFor(desk.context, who, { waiting: true }, 0, 20)).rows.map((row) => row.batch_id)
    const [li, wang] = [actor('li', 'approver'), actor('wang', 'approver')]
    expect([await waiting(checker), await waiting(li), await waiting(wang)]).toEqual([[], [], [batch_id]])
    expect(await waiting({ ...wang, grants: [{ brand_id: '1005', role: 'approver' }] })).toEqual([])
    expect(await approve(desk.context, wang, batch_id, input)).toMatchObject({ state: 'approved' })
    expect(await waiting(wang)).toEqual([])
    expect(await seen(batch_id)).toMatchObject({
      approvals_required: 2,
      approvals: [
        { staff_id: 'li', rows_shown: false, reason: 'looked' },
        { staff_id: 'wang', rows_shown: false },
      ],
    })
    await set({ approvals_required: 1 })
    expect(await settleApprovals(desk.context, await batchOf(desk.context, checker, batch_id))).toBe('plan_or_people_or_settings')
    expect(await seen(batch_id)).toMatchObject({ state: 'checked', stop_kind: 'approval', approvals: [] })
  })

  test('whoever requested the check, or recorded a consent that the batch uses, does not approve it', async () => {
    const cards = await cardsOf(2)
    for (const card of cards) await consentFor(card, 'xu')
    const path = join(fixture.folder, 'bare.csv')
    const lines = cards.map(({ user_card_code, openid }) => `${fixture.card_id},${user_card_code},${openid},退会`)
    await writeFile(path, ['card_id,user_card_code,openid,invalid_reason', ...lines, ''].join('\n'))
    const { batch } = await prepareBatch(desk.context, actor('author', 'author'), { brand_id, path })
    await driveCheck(desk, await requestCheck(desk.context, actor('sun', 'author'), batch.batch_id), never)
    for (const name of ['sun', 'xu'])
      await expect(approve(desk.context, actor(name, 'approver'), batch.batch_id, { count: 2 })).rejects.toMatchObject({
        kind: 'approver_took_part',
      })
    expect(await approve(desk.context, actor('li', 'approver'), batch.batch_id, { count: 2 })).toMatchObject({ state: 'approved' })
  })

  test('an approval ends with its hours, and a run with its own: the rest is approved anew', async () => {
    await set({ canary_rows: 1, approval_hours: 2, run_hours: 3 })
    const batch_id = await checked(3)
    const runner = actor('author', 'author')
    await approve(desk.context, actor('li', 'approver'), batch_id, { count: 3 })
    await advance(2 * hour)
    await expect(start(desk.context, runner, batch_id)).rejects.toMatchObject({
      kind: 'approval_ended',
      detail: { ended: 'approval_hours' },
    })
    expect(await seen(batch_id)).toMatchObject({ state: 'checked', stop_kind: 'approval' })
    await approve(desk.context, actor('li', 'approver'), batch_id, { count: 3 })
    await driveRun(desk, await start(desk.context, runner, batch_id), never)
    expect(await seen(batch_id)).toMatchObject({ state: 'paused', counts: { done: 1, pending: 2 } })
    await advance(3 * hour)
    await expect(resume(desk.context, runner, batch_id)).rejects.toMatchObject({ kind: 'approval_ended', detail: { ended: 'run_hours' } })
    // Its plan stays as it is.
    await expect(requestCheck(desk.context, runner, batch_id)).rejects.toMatchObject({ kind: 'batch_state' })
    await approve(desk.context, actor('li', 'approver'), batch_id, { count: 3 })
    await driveRun(desk, await start(desk.context, runner, batch_id), never)
    await driveRun(desk, await resume(desk.context, runner, batch_id), never)
    expect(await seen(batch_id)).toMatchObject({ state: 'done', counts: { done: 3 } })
  })

  test('an approval ends when the roles of author or approver change, or one is disabled', async () => {
    const { staff_id } = await desk.staff.add({ name: `approver-${kind}`, password: 'correct horse battery', grants: [] }, 'local')
    const who = actor(staff_id, 'approver')
    const [first, second] = [await checked(1), await checked(1)]
    await approve(desk.context, who, first, { count: 1 })
    await desk.staff.setGrants(staff_id, [{ brand_id, role: 'viewer' }], 'local')
    const ended = { kind: 'approval_ended', detail: { ended: 'plan_or_people_or_settings' } }
    await expect(start(desk.context, actor('author', 'author'), first)).rejects.toMatchObject(ended)
    await approve(desk.context, who, second, { count: 1 })
    await desk.staff.disable(staff_id, 'local')
    await expect(start(desk.context, actor('author', 'author'), second)).rejects.toMatchObject(ended)
  })

  test('a plan is rejected with a reason, approved or not, and its batch ends', async () => {
    const [one, two] = [await checked(1), await checked(1)]
    await approve(desk.context, actor('li', 'approver'), two, { count: 1 })
    const by = actor('li', 'approver')
    await expect(reject(desk.context, by, one, ' ')).rejects.toMatchObject({ kind: 'reason_missing' })
    await expect(reject(desk.context, { ...by, second_factor_time: undefined }, one, 'no')).rejects.toMatchObject({
      kind: 'second_factor_needed',
    })
    for (const batch_id of [one, two])
      expect(await reject(desk.context, by, batch_id, 'another brand')).toMatchObject({ state: 'cancelled', stop_kind: 'rejected' })
    expect(await seen(two)).toMatchObject({ reject_reason: 'another brand', approvals: [] })
  })

  test('the sample rows are drawn by the hash, and that they were shown is remembered for this person and plan', async () => {
    const batch_id = await checked(12)
    const [li, wang] = [actor('li', 'approver'), actor('wang', 'approver')]
    await expect(approve(desk.context, li, batch_id, { count: 12, shown: true })).rejects.toMatchObject({ kind: 'rows_unseen' })
    const { data, plan_sha256 } = await sampleRowsOf(desk.context, li, batch_id)
    expect(data.map(({ line }) => line)).toEqual(drawRows(plan_sha256, 12).map((index) => index + 2))
    expect(data).toHaveLength(10)
    await expect(approve(desk.context, wang, batch_id, { count: 12, shown: true })).rejects.toMatchObject({ kind: 'rows_unseen' })
    await approve(desk.context, li, batch_id, { count: 12, shown: true })
    expect(await seen(batch_id)).toMatchObject({ state: 'approved', approvals: [{ staff_id: 'li', rows_shown: true }] })
  })
})

test('rows are drawn without repetition, the same for the same hash', () => {
  const hash = 'a'.repeat(64)
  expect(drawRows(hash, 3)).toEqual([0, 1, 2])
  expect(drawRows(hash, 0)).toEqual([])
  expect(drawRows(hash, 1_000_000)).toEqual(drawRows(hash, 1_000_000))
  expect(new Set(drawRows(hash, 1_000_000)).size).toBe(10)
  expect(drawRows('b'.repeat(64), 1_000_000)).not.toEqual(drawRows(hash, 1_000_000))
})
