import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { loadTenantsFile } from '../src/tenants/tenants-file.ts'
import { startTestDelivery } from './fixtures/delivery.ts'
import { DeliveryDatabases } from './fixtures/delivery-databases.ts'
import { startReceiver } from './fixtures/receiver.ts'
import { makeTenants } from './fixtures/tenants.ts'

const databases = new DeliveryDatabases()
afterAll(() => databases.close())

const create = 'BRAND_MEMBER_CARD_SP.USER_CARD.CREATE'
const refused = { id: expect.any(String), event: 'USER_CARD.CREATE', brand_id: '1004', request_id: expect.stringMatching(/^[0-9A-F]{22}$/) }

describe.each(kinds)('delivery on %s', (kind) => {
  test('sends what was committed at once, and once', async () => {
    await using receiver = await startReceiver()
    await using delivery = await startTestDelivery({ databases, kind })
    const card_id = await delivery.template(receiver.url())
    delivery.dispatcher.start()
    await Promise.all(Array.from({ length: 100 }, (_, index) => delivery.join(card_id, `openid-${index}`)))
    await delivery.dispatcher.idle()
    await delivery.after(86_400)
    expect(receiver.arrived).toHaveLength(100)
    expect(new Set(receiver.ids).size).toBe(100)
    const row = { state: 'delivered', attempts: 1, lease: null, last_result: 'accepted', last_status: 200 }
    expect(await delivery.outbox()).toEqual(Array.from({ length: 100 }, () => expect.objectContaining(row)))
    expect(await delivery.counted()).toEqual(['USER_CARD.CREATE accepted 100'])
  })

  test('sends what was there before it started', async () => {
    await using receiver = await startReceiver()
    await using delivery = await startTestDelivery({ databases, kind })
    await delivery.join(await delivery.template(receiver.url()))
    delivery.dispatcher.wake()
    await delivery.dispatcher.idle()
    expect(receiver.ids).toEqual([])
    delivery.dispatcher.start()
    await delivery.dispatcher.idle()
    expect(receiver.ids).toHaveLength(1)
  })

  test('repeats on the general ladder to the second, body and id the same, and gives up after it', async () => {
    await using receiver = await startReceiver()
    receiver.answer = (response) => response.writeHead(500).end('{"code":"FAIL","message":"失败"}')
    await using delivery = await startTestDelivery({ databases, kind })
    const card_id = await delivery.template(receiver.url())
    delivery.dispatcher.start()
    await delivery.join(card_id)
    await delivery.dispatcher.idle()
    const waits = [15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10_800, 10_800, 10_800, 21_600, 21_600]
    for (const [index, wait] of waits.entries()) {
      expect(await delivery.outbox()).toMatchObject([{ state: 'pending', attempts: index + 1, next_time: delivery.clock.seconds + wait }])
      await delivery.after(wait - 1)
      expect(receiver.arrived).toHaveLength(index + 1)
      await delivery.after(1)
      expect(receiver.arrived).toHaveLength(index + 2)
    }
    expect(await delivery.outbox()).toMatchObject([
      { state: 'given_up', attempts: 16, lease: null, last_result: 'refused', last_status: 500 },
    ])
    await delivery.after(86_400)
    expect(receiver.arrived).toHaveLength(16)
    expect(new Set(receiver.arrived.map(({ body }) => body.toString())).size).toBe(1)
    const anew = receiver.arrived.map(({ headers }) => `${headers['wechatpay-nonce']} ${headers['request-id']}`)
    expect(new Set(anew).size).toBe(16)
    const [first, second] = receiver.arrived.map(({ headers }) => Number(headers['wechatpay-timestamp']))
    expect(second).toBe((first ?? 0) + 15)
    const lines = delivery.log.lines('notified').map(({ ms: _, ...line }) => line)
    expect(lines).toHaveLength(16)
    expect(lines[0]).toEqual({
      level: 'warn',
      ...refused,
      attempt: 1,
      state: 'pending',
      result: 'refused',
      status: 500,
      detail: null,
      msg: 'notified',
    })
    expect(lines[15]).toMatchObject({ attempt: 16, state: 'given_up' })
    expect(await delivery.counted()).toEqual(['USER_CARD.CREATE refused 16'])
  })

  test('keeps the order of one card while other cards pass', async () => {
    await using receiver = await startReceiver()
    await using delivery = await startTestDelivery({ databases, kind })
    const card_id = await delivery.template(receiver.url())
    const first = await delivery.join(card_id, 'first')
    const [refused] = await delivery.database.rows('select id from outbox')
    await delivery.exchange(first)
    await delivery.delete(first)
    const other = await delivery.join(card_id, 'other')
    await delivery.askForPoints(other)
    let refusals = 2
    receiver.answer = (response, { envelope }) => {
      const refuse = envelope.id === refused?.id && refusals-- > 0
      response.writeHead(refuse ? 503 : 204).end()
    }
    delivery.dispatcher.start()
    await delivery.dispatcher.idle()
    const [remove, exchange, points] = ['USER_CARD.DELETE', 'POINT_EXCHANGE_COUPON', 'SYNC_USER_POINT'].map(
      (name) => `BRAND_MEMBER_CARD_SP.${name}`,
    )
    expect(receiver.types).toEqual([create, create, points])
    await delivery.after(15)
    expect(receiver.types).toEqual([create, create, points, create])
    await delivery.after(15)
    expect(receiver.types.slice(4)).toEqual([create, exchange, remove])
    expect((await delivery.outbox()).map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => 'delivered'))
  })

  test('lets the next event of a card go when the one before it is given up, after waits that the tenants file changes', async () => {
    await using receiver = await startReceiver()
    receiver.answer = (response, { envelope }) => response.writeHead(envelope.event_type.endsWith('CREATE') ? 400 : 200).end()
    using tenants = makeTenants((file) => ({ platform: { notify_retry: [7, 9] }, ...file }))
    using changed = makeTenants((file) => ({ platform: { notify_retry: 'member_card' }, ...file }))
    await using delivery = await startTestDelivery({ databases, kind, tenants })
    const card = await delivery.join(await delivery.template(receiver.url()))
    await delivery.delete(card)
    delivery.dispatcher.start()
    await delivery.dispatcher.idle()
    await delivery.after(7)
    expect(receiver.types).toEqual([create, create])
    delivery.tenants.replace(loadTenantsFile(changed.tenants))
    await delivery.after(9)
    for (let attempt = 4; attempt <= 12; attempt++) {
      await delivery.after(59)
      expect(receiver.arrived).toHaveLength(attempt - 1)
      await delivery.after(1)
    }
    const gone = 'BRAND_MEMBER_CARD_SP.USER_CARD.DELETE'
    expect(receiver.types).toEqual([...Array.from({ length: 12 }, () => create), gone])
    expect(await delivery.outbox()).toMatchObject([{ state: 'given_up', attempts: 12 }, { state: 'delivered' }])
  })

  test('releases what it did not send, and finishes what it was sending, when it stops', async () => {
    await using receiver = await startReceiver()
    const held: (() => void)[] = []
    receiver.answer = (response) => held.push(() => response.end())
    await using delivery = await startTestDelivery({ databases, kind, concurrency: 3 })
    const card_id = await delivery.template(receiver.url())
    for (let index = 0; index < 5; index++) await delivery.join(card_id, `openid-${index}`)
    delivery.dispatcher.start()
    await receiver.count(3)
    const closed = delivery.dispatcher.close()
    for (const answer of held) answer()
    await closed
    const states = (await delivery.outbox()).map(({ state, lease }) => `${state} ${lease}`)
    expect(states.sort()).toEqual(['delivered null', 'delivered null', 'delivered null', 'pending null', 'pending null'])
    delivery.dispatcher.wake()
    await delivery.dispatcher.idle()
    expect(receiver.arrived).toHaveLength(3)
  })
})
