import { expect, test } from 'vitest'
import { kinds, makeDatabase } from '../../../test/database-fixture.ts'
import { TestClock } from '../../../test/test-clock.ts'
import { startTestDelivery } from './fixtures/delivery.ts'
import { startPlatformProcess } from './fixtures/platform-process.ts'
import { startReceiver } from './fixtures/receiver.ts'
import { makeTenants } from './fixtures/tenants.ts'

const atOnce = 32

const makeLocalTenants = () =>
  makeTenants(({ merchants, brands }) => ({
    merchants: merchants.map((merchant) => ({ ...merchant, allow_private_notify_url: true })),
    brands,
  }))

test.concurrent.each(kinds)(
  'kill -9 in the middle: what was not settled is sent again, in order, and nothing else, on %s',
  async (kind) => {
    await using stack = new AsyncDisposableStack()
    const tenants = stack.use(makeLocalTenants())
    const database = stack.use(await makeDatabase(kind))
    const receiver = stack.use(await startReceiver())
    const before = stack.use(await startTestDelivery({ database, tenants, clock: new TestClock(new Date().toISOString()) }))
    const card_id = await before.template(receiver.url())
    const names = Array.from({ length: 40 }, (_, index) => `openid-${index}`)
    await Promise.all(
      names.map(async (name) => {
        const card = await before.join(card_id, name)
        await before.askForPoints(card)
        await before.delete(card)
      }),
    )
    // The first are answered, the others are under way when the end comes.
    receiver.answer = (response) => receiver.arrived.length <= 30 && response.end()
    const running = await startPlatformProcess(tenants, database.url)
    await receiver.count(30 + atOnce)
    await running.end('SIGKILL')
    await running[Symbol.asyncDispose]()
    const sentBefore = receiver.ids
    const pending = await database.rows("select id from outbox where state = 'pending' order by sequence")
    expect(pending.length).toBeGreaterThanOrEqual(3 * names.length - 30)

    receiver.answer = (response) => response.end()
    // The leases of the dead have ended by then.
    const later = new TestClock(new Date(Date.now() + 60_000).toISOString())
    const after = stack.use(await startTestDelivery({ database, tenants, clock: later }))
    after.dispatcher.start()
    await after.dispatcher.idle()
    expect(receiver.ids.slice(sentBefore.length).toSorted()).toEqual(pending.map(({ id }) => id).toSorted())
    const told = new Map<string, string[]>()
    const rows = await database.rows('select id, openid, event, state from outbox order by sequence')
    for (const id of new Set(receiver.ids)) {
      const { openid, event } = rows.find((row) => row.id === id) ?? {}
      told.set(String(openid), [...(told.get(String(openid)) ?? []), String(event)])
    }
    expect([...told.values()]).toEqual(names.map(() => ['USER_CARD.CREATE', 'SYNC_USER_POINT', 'USER_CARD.DELETE']))
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['delivered']))
  },
)

test.concurrent('two processes on one PostgreSQL share the work and send nothing twice', async () => {
  await using stack = new AsyncDisposableStack()
  const tenants = stack.use(makeLocalTenants())
  const database = stack.use(await makeDatabase('postgres'))
  const receiver = stack.use(await startReceiver())
  // More at once than one process would send: the other one has begun too.
  const held: (() => void)[] = []
  receiver.answer = (response) => {
    held.push(() => response.end())
    if (receiver.arrived.length > atOnce) for (const answer of held.splice(0)) answer()
  }
  const processes = await Promise.all([1, 2].map(async () => stack.use(await startPlatformProcess(tenants, database.url))))
  const writer = stack.use(await startTestDelivery({ database, tenants, clock: new TestClock(new Date().toISOString()) }))
  const card_id = await writer.template(receiver.url())
  await Promise.all(Array.from({ length: 200 }, (_, index) => writer.join(card_id, `openid-${index}`)))
  await receiver.count(200)
  for (const one of processes) expect(await one.end('SIGTERM')).toEqual({ code: 0, signal: null })
  expect(receiver.arrived).toHaveLength(200)
  expect(new Set(receiver.ids).size).toBe(200)
  expect(await database.rows('select state, attempts, count(*) as rows from outbox group by state, attempts')).toEqual([
    { state: 'delivered', attempts: 1, rows: 200 },
  ])
  const shares = processes.map((one) => one.log().split('"msg":"notified"').length - 1)
  expect(Math.min(...shares)).toBeGreaterThan(0)
  expect(shares.reduce((sum, share) => sum + share, 0)).toBe(200)
})

test.concurrent.each(kinds)('SIGTERM while a merchant does not answer ends with 0 in time, on %s', async (kind) => {
  await using stack = new AsyncDisposableStack()
  const tenants = stack.use(makeLocalTenants())
  const database = stack.use(await makeDatabase(kind))
  const receiver = stack.use(await startReceiver())
  receiver.answer = () => undefined
  const writer = stack.use(await startTestDelivery({ database, tenants, clock: new TestClock(new Date().toISOString()) }))
  await writer.join(await writer.template(receiver.url()))
  const running = stack.use(await startPlatformProcess(tenants, database.url))
  await receiver.count(1)
  expect(await running.end('SIGTERM')).toEqual({ code: 0, signal: null })
  expect(await writer.outbox()).toMatchObject([{ state: 'pending', attempts: 1, lease: null, last_result: 'timeout' }])
})
