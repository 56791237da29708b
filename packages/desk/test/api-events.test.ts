import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import type { BatchEvent } from '../src/contract/batch-events.ts'
import { startTestDeskServer, type TestDeskServer, type TestStaff } from './fixtures/desk-server.ts'
import { brand_id } from './fixtures/environment.ts'

const idle = 3_600

/** Events of a stream that was begun: the next one that fits, or what it ended with. */
class Listener {
  readonly #events: AsyncGenerator<BatchEvent>
  readonly all: BatchEvent[] = []

  constructor({ browser }: TestStaff, batch_id: string) {
    this.#events = browser.events(batch_id)
  }

  async until(fits: (event: BatchEvent) => boolean): Promise<BatchEvent> {
    for (;;) {
      const { done, value } = await this.#events.next()
      if (done) throw new Error(`the stream ended after ${JSON.stringify(this.all.map(({ event }) => event))}`)
      this.all.push(value)
      if (fits(value)) return value
    }
  }

  async end(): Promise<unknown> {
    const { data } = await this.until(({ event }) => event === 'end')
    expect(await this.#events.next()).toMatchObject({ done: true })
    return data
  }
}

const isState = (state: string) => (event: BatchEvent) => event.event === 'batch' && event.data.state === state

describe.each(kinds)('the events of a batch on %s', (kind) => {
  let server: TestDeskServer
  let author: TestStaff
  let approver: TestStaff
  beforeAll(async () => {
    server = await startTestDeskServer({ kind })
    author = await server.join('author', { brand_id, role: 'author' })
    approver = await server.join('approver', { brand_id, role: 'approver' })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const prepared = async (count: number, first: number) =>
    (await author.browser.prepare({ brand_id }, server.csv(await server.importCards(count, first)))).batch_id

  test('tell each state, the rows that ended, and the end, to whoever watches', async () => {
    await server.set({ canary_rows: 0 })
    const batch_id = await prepared(130, 0)
    const [one, two] = [new Listener(author, batch_id), new Listener(approver, batch_id)]
    await one.until(isState('uploaded'))
    await author.browser.call('checkBatch', { batch_id })
    const checked = await one.until(isState('checked'))
    const { plan_sha256 = '' } = checked.event === 'batch' ? checked.data : {}
    expect(await author.browser.call('forecastBatch', { batch_id })).toEqual({
      batch_id,
      state: 'checked',
      plan_sha256,
      plan_count: 130,
      calls_left: { read: 130, invalidate: 130 },
      per_second: 300,
      seconds_left: 1,
      expected_end: expect.stringMatching(/^2\d{3}-.*\+08:00$/),
    })
    await approver.browser.call('sampleBatchRows', { batch_id })
    await approver.browser.call('approveBatch', { batch_id, count: 130, plan_sha256, totp: approver.totp() })
    await one.until(isState('approved'))
    await author.browser.call('runBatch', { batch_id })
    for (const listener of [one, two]) {
      expect(await listener.end()).toEqual({ reason: 'batch_ended' })
      const rows = listener.all.flatMap((event) => (event.event === 'rows' ? [event.data.data] : []))
      expect(Math.max(...rows.map(({ length }) => length))).toBeLessThanOrEqual(100)
      expect(rows.flat().some(({ state }) => state === 'done')).toBe(true)
      const last = listener.all.findLast(({ event }) => event === 'batch')
      expect(last).toMatchObject({ data: { state: 'done', counts: { done: 130, pending: 0, sending: 0 } } })
    }
    // Its stream is over at once.
    const late = new Listener(author, batch_id)
    expect(await late.end()).toEqual({ reason: 'batch_ended' })
    expect(late.all.flatMap(({ event }) => (event === 'rows' ? [] : [event]))).toEqual(['batch', 'end'])
  })

  test('end when the session ends, and when the role is taken away', async () => {
    const batch_id = await prepared(1, 200)
    const [leaver, watcher] = [
      await server.join('leaver', { brand_id, role: 'viewer' }),
      await server.join('watcher', { brand_id, role: 'viewer' }),
    ]
    const [left, removed] = [new Listener(leaver, batch_id), new Listener(watcher, batch_id)]
    for (const listener of [left, removed]) await listener.until(isState('uploaded'))
    await leaver.browser.call('closeSession', {})
    expect(await left.end()).toEqual({ reason: 'signed_out' })
    await server.grant(watcher.staff_id)
    expect(await removed.end()).toEqual({ reason: 'not_permitted' })
    expect(await watcher.browser.result('getBatch', { batch_id })).toMatchObject({ status: 403 })
  })

  test('do not keep a session alive, and end when it has expired', async () => {
    const batch_id = await prepared(1, 300)
    const sleeper = await server.join('sleeper', { brand_id, role: 'viewer' })
    const listener = new Listener(sleeper, batch_id)
    await listener.until(isState('uploaded'))
    await server.advance(idle)
    expect(await listener.end()).toEqual({ reason: 'signed_out' })
    expect(await sleeper.browser.result('getBatch', { batch_id })).toMatchObject({ status: 401 })
  })
})

test('a stream is not stored, compressed or gathered on its way, and the desk that stops ends it', async () => {
  await using server = await startTestDeskServer()
  const author = await server.join('author', { brand_id, role: 'author' })
  const { batch_id } = await author.browser.prepare({ brand_id }, server.csv(await server.importCards(1)))
  const listener = new Listener(author, batch_id)
  await listener.until(isState('uploaded'))
  const { status, headers } = await author.browser.file('batchEvents', { batch_id }, { headers: { 'accept-encoding': 'gzip' } })
  expect(status).toBe(200)
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  })
  expect(headers.has('content-encoding')).toBe(false)
  const closed = server.desk.close()
  expect(await listener.end()).toEqual({ reason: 'desk_stops' })
  await closed
})
