import { type Database, openDatabase, parseDatabaseUrl, transact } from '@card-member/service/database'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { updateBatch } from '../src/store/batches.ts'
import { type InvalidationRow, insertInvalidations } from '../src/store/invalidations.ts'
import type { Schema } from '../src/store/schema.ts'
import type { Store } from '../src/store/store.ts'
import { startTestDeskServer, type TestDeskServer, type TestStaff } from './fixtures/desk-server.ts'
import { brand_id } from './fixtures/environment.ts'

const time = expect.stringMatching(/\+08:00$/)
const none = { data: [], total_count: 0 }
const dayOf = (milliseconds: number) => new Date(milliseconds + 8 * 3_600_000).toISOString().slice(0, 10)

/** An invalidation whose outcome is unknown, as a process that died would leave it. */
function unknownInvalidation(brand: string, number: number): InvalidationRow {
  return {
    brand_id: brand,
    invalidation_id: `invalidation-${number}`,
    card_id: 'card',
    card_hash: `hash-${number}`,
    openid_hash: null,
    rehearsal: 0,
    code_last4: `000${number}`,
    member: null,
    consent_id: 'consent',
    batch_id: null,
    line: null,
    connection: 'main',
    caller_kind: 'merchant',
    caller_id: '1900000001',
    base_url: 'http://platform',
    invalid_reason: '退会',
    state: 'unknown',
    code: null,
    server_message: null,
    invalid_time: null,
    request_id: null,
    answer_sha256: null,
    proof: null,
    attempts: 1,
    failures: 0,
    request_count: 1,
    requested_by: 'zhang',
    consent_recorded_by: 'zhang',
    process_id: null,
    start_time: 1_700_000_000 + number,
    end_time: null,
    sign_before: 0,
    reconcile_after: 9_999_999_999,
    may_have_left: 1,
    not_invalid_at: null,
    reads: 0,
    next_read_time: 9_999_999_999,
  }
}

describe.each(kinds)('what waits for somebody, on %s', (kind) => {
  let server: TestDeskServer
  let author: TestStaff
  // By the desk's own way to the database, which waits for other writers.
  let database: Database<Schema>
  const write = (run: (store: Store) => Promise<unknown>) => transact(database, run)
  const until = async (batch_id: string, state: string) => {
    while ((await author.browser.call('getBatch', { batch_id })).state !== state)
      await new Promise((resolve) => void setTimeout(resolve, 20))
  }
  beforeAll(async () => {
    server = await startTestDeskServer({ kind })
    author = await server.join('author', { brand_id, role: 'author' })
    database = await openDatabase<Schema>(parseDatabaseUrl(server.database.url), { cache_mib: 4, statement_ms: 10_000 })
  })
  afterAll(async () => {
    await database.close()
    await server[Symbol.asyncDispose]()
  })

  test('is by their permissions: an administrator sees changes alone, nobody sees another brand', async () => {
    expect(await server.administrator.browser.call('getToday', {})).toEqual({ changes: none })
    const today = await (await server.join('other', { brand_id: '2005', role: 'manager' })).browser.call('getToday', {})
    expect(today).toEqual({ to_approve: none, stopped: none, canaries: none, unknown: none, changes: none, days: expect.any(Array) })
    expect(await (await server.join('nobody')).browser.call('getToday', {})).toEqual({ changes: none })
  })

  test('is a plan of others, a batch that was stopped or waits after its canary, an unknown outcome, a change', async () => {
    const [approver, viewer] = [
      await server.join('approver', { brand_id: '*', role: 'approver' }),
      await server.join('viewer', { brand_id, role: 'viewer' }),
    ]
    const approve = async (batch_id: string) => {
      const { plan_sha256 = '' } = await approver.browser.call('getBatch', { batch_id })
      await approver.browser.call('sampleBatchRows', { batch_id })
      await approver.browser.call('approveBatch', { batch_id, count: 2, plan_sha256, totp: approver.totp() })
    }
    const ids: string[] = []
    for (const first of [0, 10, 20]) {
      const file = server.csv(await server.importCards(2, first))
      const { batch_id } = await author.browser.prepare({ brand_id, file_name: `${first}.csv` }, file)
      await author.browser.call('checkBatch', { batch_id })
      await until(batch_id, 'checked')
      ids.push(batch_id)
      // The first waits for its approval. The desk looks after those that rest on one, and ends what has none.
      if (first > 0) await approve(batch_id)
    }
    const [waiting, stopped, canary] = ids.map((batch_id, index) => ({
      batch_id,
      brand_id,
      file_name: `${index * 10}.csv`,
      author: author.staff_id,
      plan_count: 2,
      create_time: time,
    }))
    await write(async (store) => {
      await updateBatch(store, { brand_id, batch_id: stopped?.batch_id ?? '' }, { state: 'stopped_by_breaker' })
      await updateBatch(store, { brand_id, batch_id: canary?.batch_id ?? '' }, { state: 'paused', stop_kind: 'canary' })
      const here = [1, 2, 3, 4, 5, 6].map((number) => unknownInvalidation(brand_id, number))
      await insertInvalidations(store, [...here, unknownInvalidation('2005', 7)])
    })
    const { pending } = await server.administrator.browser.call('changeSettings', { brand_id, change: { canary_rows: 20 } })
    const changes = { data: [pending], total_count: 1 }
    const held = { stopped: { data: [stopped], total_count: 1 }, canaries: { data: [canary], total_count: 1 } }
    const unknown = [1, 2, 3, 4, 5].map((number) => {
      return { invalidation_id: `invalidation-${number}`, brand_id, code_last4: `000${number}`, requested_by: 'zhang', start_time: time }
    })
    const seen = { ...held, unknown: { data: unknown, total_count: 6 }, changes, days: expect.any(Array) }
    expect(await viewer.browser.call('getToday', {})).toEqual(seen)
    expect(await author.browser.call('getToday', {})).toEqual(seen)
    expect(await approver.browser.call('getToday', {})).toEqual({ ...seen, to_approve: { data: [waiting], total_count: 1 } })
    const both = await server.join('author-and-approver', { brand_id, role: 'approver' }, { brand_id: '2005', role: 'viewer' })
    expect((await both.browser.call('getToday', {})).unknown?.total_count).toBe(7)
  })

  test('the last 30 days are days of Beijing, from the counters that limits are kept by', async () => {
    const reader = await server.join('reader', { brand_id, role: 'viewer' }, { brand_id: '2005', role: 'viewer' })
    const now = server.clock.seconds * 1000
    const before = (days: number) => dayOf(now - days * 86_400_000)
    const quota = (brand: string, days: number, invalidations: number) => ({ brand_id: brand, day: before(days), invalidations })
    const counts = [quota(brand_id, 0, 3), quota('2005', 0, 4), quota(brand_id, 29, 5), quota(brand_id, 30, 100), quota('3006', 1, 100)]
    await write((store) => store.database.insertInto('daily_quotas').values(counts).execute())
    const { days = [] } = await reader.browser.call('getToday', {})
    expect(days).toHaveLength(30)
    expect(days.filter(({ invalidations }) => invalidations > 0)).toEqual([
      { day: before(29), invalidations: 5 },
      { day: before(0), invalidations: 7 },
    ])
    expect(days[1]?.day).toBe(before(28))
  })
})
