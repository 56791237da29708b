import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { startTestDelivery } from './fixtures/delivery.ts'
import { DeliveryDatabases } from './fixtures/delivery-databases.ts'
import { startReceiver } from './fixtures/receiver.ts'
import { brand_id, makeTenants } from './fixtures/tenants.ts'

const databases = new DeliveryDatabases()
afterAll(() => databases.close())

const other = '1900000002'
const otherCaller = { caller_kind: 'partner', caller_id: other } as const

/** Two merchants that act for one brand. */
function twoMerchants() {
  return makeTenants((file) => ({ ...file, merchants: [...file.merchants, { ...file.merchants[0], mchid: other, brands: [brand_id] }] }))
}

describe.each(kinds)('a receiver that keeps silent, on %s', (kind) => {
  test("holds up nobody else's notification, however many wait for it", async () => {
    await using silent = await startReceiver()
    const held: (() => void)[] = []
    silent.answer = (response) => held.push(() => response.end())
    await using healthy = await startReceiver()
    using tenants = twoMerchants()
    await using delivery = await startTestDelivery({ databases, kind, tenants, timeout_ms: 30_000 })
    const [bad, good] = [await delivery.template(silent.url()), await delivery.template(healthy.url(), { caller: otherCaller })]
    for (let index = 0; index < 100; index++) await delivery.join(bad, `silent-${index}`)
    delivery.dispatcher.start()
    await silent.count(32)
    await delivery.join(good, 'healthy-1')
    // Within its own time: long before the first attempt at the silent one ends.
    await healthy.count(1)
    expect(silent.arrived).toHaveLength(32)
    await delivery.join(good, 'healthy-2')
    await healthy.count(2)
    silent.answer = (response) => response.end()
    for (const answer of held) answer()
  })

  test('of one merchant with many hosts holds up no other merchant', async () => {
    const silent = await Promise.all(Array.from({ length: 6 }, () => startReceiver()))
    await using stack = new AsyncDisposableStack()
    const held: (() => void)[] = []
    for (const receiver of silent) {
      stack.use(receiver)
      receiver.answer = (response) => held.push(() => response.end())
    }
    await using healthy = await startReceiver()
    using tenants = twoMerchants()
    await using delivery = await startTestDelivery({ databases, kind, tenants, timeout_ms: 30_000 })
    for (const [index, receiver] of silent.entries()) {
      const card_id = await delivery.template(receiver.url())
      for (let member = 0; member < 10; member++) await delivery.join(card_id, `silent-${index}-${member}`)
    }
    const good = await delivery.template(healthy.url(), { caller: otherCaller })
    delivery.dispatcher.start()
    await delivery.join(good, 'healthy-1')
    await healthy.count(1)
    expect(silent.reduce((sum, { arrived }) => sum + arrived.length, 0)).toBeLessThanOrEqual(48)
    for (const receiver of silent) receiver.answer = (response) => response.end()
    for (const answer of held) answer()
  })

  test('gets one at a time after it took too long, and its whole limit once it answers', async () => {
    await using slow = await startReceiver()
    slow.answer = () => undefined
    await using delivery = await startTestDelivery({ databases, kind, timeout_ms: 100, limits: { per_host: 4, per_caller: 16 } })
    const card_id = await delivery.template(slow.url())
    for (let index = 0; index < 4; index++) await delivery.join(card_id, `first-${index}`)
    delivery.dispatcher.start()
    await delivery.dispatcher.idle()
    const results = (await delivery.outbox()).map(({ attempts, last_result }) => ({ attempts, last_result }))
    expect(results).toEqual(Array.from({ length: 4 }, () => ({ attempts: 1, last_result: 'timeout' })))
    // On a machine that stands still for the time limit, a connection is too late as well.
    const late = slow.arrived.length
    expect(late).toBeLessThanOrEqual(4)
    let most = 0
    let now = 0
    slow.answer = (response) => {
      now += 1
      most = Math.max(most, now)
      setImmediate(() => {
        now -= 1
        response.end()
      })
    }
    const isPending = async () => (await delivery.outbox()).some(({ state }) => state === 'pending')
    // On a machine that stands still for the time limit, an answer is late again.
    do await delivery.after(60)
    while (await isPending())
    expect(slow.arrived.length).toBeGreaterThanOrEqual(late + 4)
    expect((await delivery.outbox()).map(({ state }) => state)).toEqual(Array.from({ length: 4 }, () => 'delivered'))
    expect(most).toBeLessThanOrEqual(4)
  })
})
