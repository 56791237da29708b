import { readFile, writeFile } from 'node:fs/promises'
import { makeLog } from '@card-member/service/log'
import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { approve } from '../src/domain/batch/approve.ts'
import { describeBatch } from '../src/domain/batch/describe.ts'
import { driveCheck, driveRun } from '../src/domain/batch/drive.ts'
import { batchOf, cancel, pause, requestCheck, resume, start } from '../src/domain/batch/lifecycle.ts'
import { prepareBatch } from '../src/domain/batch/prepare.ts'
import { rowsOf } from '../src/domain/batch/rows.ts'
import { reading } from '../src/domain/context.ts'
import { withdrawConsent } from '../src/domain/withdrawals.ts'
import { localText } from '../src/files/cell-time.ts'
import type { DeskParts } from '../src/parts.ts'
import type { Actor } from '../src/staff/actor.ts'
import { pageOfRows } from '../src/store/batch-rows.ts'
import { brand_id, type TestDesk } from './fixtures/desk.ts'
import { TestDeskPool } from './fixtures/desk-pool.ts'
import { ShiftedClock } from './fixtures/shifted-clock.ts'
import { setSettings } from './fixtures/two-administrators.ts'

const desks = new TestDeskPool()
afterAll(() => desks.close())

const never = new AbortController().signal

/** Another desk of a fixture, which rehearses at the same platform under another address: to a desk it is another one. */
async function rehearsing({ connections, another }: TestDesk): Promise<DeskParts> {
  const [main] = JSON.parse(await readFile(connections, 'utf8'))
  const base_url = main.base_url.replace('127.0.0.1', 'localhost')
  await writeFile(connections, JSON.stringify([main, { ...main, base_url, name: 'rehearsal', sandbox: true }]))
  return another({ log: makeLog({ level: 'warn' }) })
}

/** One desk with its people, and the steps of a batch. */
class Steps {
  readonly desk: DeskParts
  readonly author: Actor
  readonly approver: Actor
  readonly admin: Actor

  constructor(fixture: TestDesk, desk = fixture.desk) {
    this.desk = desk
    this.author = fixture.actor('ann', 'author')
    this.approver = fixture.actor('bob', 'approver')
    this.admin = fixture.actor('root', 'admin')
  }

  get context() {
    return this.desk.context
  }

  set(change: Parameters<typeof setSettings>[2]) {
    return setSettings(this.context, brand_id, change)
  }

  async prepared(path: string, connection = 'main'): Promise<string> {
    return (await prepareBatch(this.context, this.author, { brand_id, path, connection })).batch.batch_id
  }

  async checked(path: string, connection = 'main'): Promise<string> {
    const batch_id = await this.prepared(path, connection)
    await driveCheck(this.desk, await requestCheck(this.context, this.author, batch_id), never)
    return batch_id
  }

  async approved(path: string, count: number, connection = 'main'): Promise<string> {
    const batch_id = await this.checked(path, connection)
    await approve(this.context, this.approver, batch_id, { count })
    return batch_id
  }

  async run(batch_id: string) {
    await driveRun(this.desk, await start(this.context, this.author, batch_id), never)
    return this.state(batch_id)
  }

  async state(batch_id: string) {
    return describeBatch(this.context, await batchOf(this.context, this.author, batch_id))
  }

  async rows(batch_id: string) {
    const rows = await pageOfRows(reading(this.context), { brand_id, batch_id }, { after: 0, limit: 1000 })
    return rows.map(({ line, state, code, faults }) => ({ line, state, code, faults }))
  }
}

describe.each(kinds)('the rules of batches on %s', (kind) => {
  test('a plan is bound to its approval: rows that changed, or were checked again, need another', async () => {
    await using fixture = await desks.lend({ kind })
    const steps = new Steps(fixture)
    await steps.set({ canary_rows: 0 })
    const path = await fixture.file(await fixture.importCards(3))
    const batch_id = await steps.approved(path, 3)
    await driveCheck(steps.desk, await requestCheck(steps.context, steps.author, batch_id), never)
    expect((await steps.state(batch_id)).approvals).toEqual([])
    await expect(start(steps.context, steps.author, batch_id)).rejects.toMatchObject({ kind: 'batch_state' })
    await approve(steps.context, steps.approver, batch_id, { count: 3 })
    await fixture.database.rows("update batch_rows set preflight = 'not_found' where line = 3")
    await expect(start(steps.context, steps.author, batch_id)).rejects.toMatchObject({ kind: 'plan_changed' })
    expect((await steps.state(batch_id)).counts.pending).toBe(3)
  })

  test('an approval needs another person, a fresh second factor and the right count', async () => {
    await using fixture = await desks.lend({ kind })
    const steps = new Steps(fixture)
    const batch_id = await steps.checked(await fixture.file(await fixture.importCards(2)))
    const both = fixture.actor('ann', 'manager')
    await expect(approve(steps.context, both, batch_id, { count: 2 })).rejects.toMatchObject({ kind: 'approver_is_author' })
    const stale = { ...steps.approver, second_factor_time: Math.floor(Date.now() / 1000) - 301 }
    await expect(approve(steps.context, stale, batch_id, { count: 2 })).rejects.toMatchObject({ kind: 'second_factor_needed' })
    await expect(approve(steps.context, steps.approver, batch_id, { count: 3 })).rejects.toMatchObject({ kind: 'count_wrong' })
    const other = 'f'.repeat(64)
    await expect(approve(steps.context, steps.approver, batch_id, { count: 2, plan_sha256: other })).rejects.toMatchObject({
      kind: 'plan_changed',
    })
  })

  test('a card may be in one row of a file and in one open batch; a file is accepted once', async () => {
    await using fixture = await desks.lend({ kind })
    const steps = new Steps(fixture)
    const [one, two, three] = await fixture.importCards(3)
    if (one === undefined || two === undefined || three === undefined) throw new Error('there are three cards')
    const path = await fixture.file([one, two, one])
    const first = await steps.prepared(path)
    expect((await steps.rows(first)).map(({ state, code }) => [state, code])).toEqual([
      ['pending', null],
      ['pending', null],
      ['rejected', 'DUPLICATE_ROW'],
    ])
    const again = prepareBatch(steps.context, steps.author, { brand_id, path, connection: 'main' })
    await expect(again).rejects.toMatchObject({ kind: 'batch_file_again', detail: { batch_id: first } })
    const forced = await prepareBatch(steps.context, steps.author, {
      brand_id,
      path,
      connection: 'main',
      force_reason: 'first one was a trial',
    })
    expect(forced.batch).toMatchObject({ row_count: 3, faulty_count: 3, forced_reason: 'first one was a trial' })
    const second = await steps.prepared(await fixture.file([two, three], 'second.csv'))
    const [held, free] = await steps.rows(second)
    expect([held?.code, free?.code]).toEqual(['IN_OPEN_BATCH', null])
    const { create_time } = await batchOf(steps.context, steps.author, first)
    const since = localText(create_time)
    const { data } = await rowsOf(steps.context, steps.author, second, { after: 0, limit: 1 })
    expect(data[0]?.faults?.map(({ message }) => message)).toEqual([
      {
        'zh-CN': `该卡已在未完成的批次${first}中（${since}上传）；请等该批次完成或取消后再上传`,
        en: `The open batch ${first}, uploaded ${since} (Beijing time), names this card; wait until it is done or cancelled`,
      },
    ])
    await cancel(steps.context, steps.author, first)
    const third = await steps.prepared(await fixture.file([one, two], 'third.csv'))
    expect((await steps.rows(third)).map(({ code }) => code)).toEqual([null, null])
  })

  test('a consent that is withdrawn after the approval stops its row, and no call is made', async () => {
    await using fixture = await desks.lend({ kind })
    const steps = new Steps(fixture)
    await steps.set({ canary_rows: 0 })
    const cards = await fixture.importCards(3)
    const batch_id = await steps.approved(await fixture.file(cards), 3)
    const [row] = await pageOfRows(reading(steps.context), { brand_id, batch_id }, { after: 2, limit: 1 })
    await withdrawConsent(steps.context, steps.author, brand_id, row?.consent_id ?? '')
    expect(await steps.run(batch_id)).toMatchObject({ state: 'done', counts: { done: 2, missing_consent: 1 } })
    expect((await steps.rows(batch_id))[1]).toMatchObject({ state: 'missing_consent', code: 'CONSENT_WITHDRAWN' })
    const [, card] = cards
    const read = await fixture.api.userCards.get(card?.user_card_code ?? '', {
      brand_id,
      card_id: fixture.card_id,
      openid: card?.openid ?? '',
    })
    expect(read.user_card_state).toBe('EFFECTIVE')
  })

  test('the breaker stops a batch after repeated refusals, and staff can resume it', async () => {
    await using fixture = await desks.lend({ kind, per_second: 100 })
    const steps = new Steps(fixture)
    await steps.set({ canary_rows: 0 })
    const batch_id = await steps.approved(await fixture.file(await fixture.importCards(40)), 40)
    await fixture.platform.sandbox.faults.add({ fault: 'system_error', on: 'getUserCard', count: 1000 })
    const stopped = await steps.run(batch_id)
    expect(stopped).toMatchObject({ state: 'stopped_by_breaker', stop_kind: 'same_code', stop_code: 'SYSTEM_ERROR', stop_count: 5 })
    expect(stopped.counts.done).toBe(0)
    await fixture.platform.sandbox.faults.remove()
    await driveRun(steps.desk, await resume(steps.context, steps.author, batch_id), never)
    expect(await steps.state(batch_id)).toMatchObject({ state: 'done', counts: { done: 40 } })
  })

  test('a daily cap and allowed hours delay rows', async () => {
    await using fixture = await desks.lend({ kind })
    const clock = new ShiftedClock()
    await using desk = await fixture.another({ clock: clock.read })
    const steps = new Steps(fixture, desk)
    await steps.set({ canary_rows: 0, daily_cap: 3 })
    const batch_id = await steps.approved(await fixture.file(await fixture.importCards(5)), 5)
    await start(desk.context, steps.author, batch_id)
    const stop = new AbortController()
    const running = driveRun(desk, await batchOf(desk.context, steps.author, batch_id), stop.signal)
    await expect.poll(async () => (await steps.state(batch_id)).counts).toMatchObject({ done: 3, pending: 2, sending: 0 })
    const hour = (shift: number) => new Date(clock.read() + (8 + shift) * 3_600_000).toISOString().slice(11, 16)
    await steps.set({ allowed_hours: { from: hour(2), to: hour(3) } })
    stop.abort()
    await running
    expect(await steps.state(batch_id)).toMatchObject({
      state: 'running',
      counts: { done: 3, pending: 2 },
      waits_until: expect.any(String),
    })
    clock.advance(26.5 * 3600)
    await fixture.platform.sandbox.clock.set({ advance_seconds: 26.5 * 3600 })
    await driveRun(desk, await batchOf(desk.context, steps.author, batch_id), never)
    expect(await steps.state(batch_id)).toMatchObject({ state: 'done', counts: { done: 5 } })
  })

  test('an approval needs rehearsals that ended every card of the plan', async () => {
    await using fixture = await desks.lend({ kind })
    await using desk = await rehearsing(fixture)
    const steps = new Steps(fixture, desk)
    await steps.set({ canary_rows: 0, rehearsal_required: true })
    const none = await fixture.platform.sandbox.snapshot()
    const cards = await fixture.importCards(5)
    const path = await fixture.file(cards)
    const batch_id = await steps.checked(path)
    const asked = () => approve(steps.context, steps.approver, batch_id, { count: 5 })
    const missing = (count: number) => ({ kind: 'rehearsal_needed', detail: { missing: count, planned: 5 } })
    const before = await fixture.platform.sandbox.snapshot()
    // The same file, rehearsed where none of its members has a card: whatever becomes of it, it ends nothing.
    await fixture.platform.sandbox.restore(none)
    const empty = await steps.checked(path, 'rehearsal')
    expect(await steps.state(empty)).toMatchObject({ plan_count: 0, counts: { not_found: 5 } })
    await fixture.database.rows(`update batches set state = 'done' where batch_id = '${empty}'`)
    await fixture.platform.sandbox.restore(before)
    await expect(asked()).rejects.toMatchObject(missing(5))
    const part = await steps.approved(await fixture.file(cards.slice(0, 2), 'part.csv'), 2, 'rehearsal')
    expect((await steps.run(part)).counts.done).toBe(2)
    await expect(asked()).rejects.toMatchObject(missing(3))
    // Found INVALID and not ended: nothing was tried with these.
    for (const { user_card_code, openid } of cards.slice(2, 4))
      await fixture.api.userCards.invalidate(user_card_code, { brand_id, card_id: fixture.card_id, openid, invalid_reason: '退会' })
    const found = await steps.approved(await fixture.file(cards.slice(2), 'rest.csv'), 1, 'rehearsal')
    expect((await steps.run(found)).counts).toMatchObject({ done: 1, already_invalid: 2 })
    await expect(asked()).rejects.toMatchObject(missing(2))
    await fixture.platform.sandbox.restore(before)
    const rest = await steps.approved(await fixture.file(cards.slice(2, 4), 'last.csv'), 2, 'rehearsal')
    expect((await steps.run(rest)).counts.done).toBe(2)
    expect(await asked()).toMatchObject({ state: 'approved' })
  })

  test('a brand that requires a rehearsal gets no approval without one', async () => {
    await using fixture = await desks.lend({ kind })
    await using desk = await rehearsing(fixture)
    const steps = new Steps(fixture, desk)
    await steps.set({ canary_rows: 0, rehearsal_required: true })
    const path = await fixture.file(await fixture.importCards(2))
    const batch_id = await steps.checked(path)
    await expect(approve(steps.context, steps.approver, batch_id, { count: 2 })).rejects.toMatchObject({ kind: 'rehearsal_needed' })
    const before = await fixture.platform.sandbox.snapshot()
    const rehearsal = await steps.approved(path, 2, 'rehearsal')
    expect((await steps.run(rehearsal)).counts.done).toBe(2)
    // Here both lead to one platform; its cards and what it has seen are put back, as those of the place in earnest never were touched.
    await fixture.platform.sandbox.restore(before)
    await approve(steps.context, steps.approver, batch_id, { count: 2 })
    expect(await steps.run(batch_id)).toMatchObject({ state: 'done', counts: { done: 2 } })
    const requests = await fixture.platform.sandbox.requests(200)
    expect(requests.filter(({ operation }) => operation === 'invalidateUserCard')).toHaveLength(2)
    const uses = await fixture.database.rows("select count(*) as used from consents where state = 'used'")
    expect(uses).toEqual([{ used: 2 }])
  })

  test('a paused batch sends nothing more, and a cancelled one cannot be resumed', async () => {
    await using fixture = await desks.lend({ kind, per_second: 20 })
    const steps = new Steps(fixture)
    await steps.set({ canary_rows: 0 })
    const batch_id = await steps.approved(await fixture.file(await fixture.importCards(40)), 40)
    await start(steps.context, steps.author, batch_id)
    const running = driveRun(steps.desk, await batchOf(steps.context, steps.author, batch_id), never)
    await expect.poll(async () => (await steps.state(batch_id)).counts.done).toBeGreaterThan(0)
    await pause(steps.context, steps.author, batch_id)
    await running
    const held = await steps.state(batch_id)
    expect(held).toMatchObject({ state: 'paused', stop_kind: 'staff', counts: { sending: 0, unknown: 0 } })
    expect(held.counts.pending).toBeGreaterThan(0)
    await cancel(steps.context, steps.author, batch_id)
    await expect(resume(steps.context, steps.author, batch_id)).rejects.toMatchObject({ kind: 'batch_state' })
    const requests = await fixture.platform.sandbox.requests(200)
    expect(requests.filter(({ operation }) => operation === 'invalidateUserCard')).toHaveLength(held.counts.done)
  })
})
