import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { makeDatabase } from '../../../test/database-fixture.ts'
import { loadTenantsFile } from '../src/tenants/tenants-file.ts'
import { startTestDelivery, type TestDeliveryOptions } from './fixtures/delivery.ts'
import { DeliveryDatabases } from './fixtures/delivery-databases.ts'
import { startPostgresProxy } from './fixtures/postgres-proxy.ts'
import { type Answering, startReceiver } from './fixtures/receiver.ts'
import { apiv3_key, brand_id, makeTenants, mchid } from './fixtures/tenants.ts'

const databases = new DeliveryDatabases()
afterAll(() => databases.close())

/** One attempt: what the outbox says of it, and how often the receiver was reached. */
async function attempt(answer: Answering, options: TestDeliveryOptions = {}) {
  await using receiver = await startReceiver()
  receiver.answer = answer
  await using delivery = await startTestDelivery({ databases, ...options })
  const card_id = await delivery.template(receiver.url())
  delivery.dispatcher.start()
  await delivery.join(card_id)
  await delivery.dispatcher.idle()
  const [row] = await delivery.outbox()
  return { state: row?.state, attempts: row?.attempts, last: lastOf(row), arrived: receiver.arrived.length }
}

/** Result, HTTP status and detail of the last attempt, as the outbox has them. */
function lastOf(row: Record<string, unknown> | undefined) {
  return [row?.last_result, row?.last_status, row?.last_detail]
}

describe('an answer', () => {
  test.each([200, 204])('of %i is enough, whatever its body says', async (status) => {
    const fail: Answering = (response) => response.writeHead(status).end(status === 204 ? undefined : '{"code":"FAIL","message":"失败"}')
    expect(await attempt(fail)).toEqual({ state: 'delivered', attempts: 1, last: ['accepted', status, null], arrived: 1 })
  })

  test('may end with its connection', async () => {
    const plain: Answering = (response) => response.socket?.end('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\naccepted')
    expect(await attempt(plain)).toMatchObject({ state: 'delivered', last: ['accepted', 200, null] })
  })

  test.each([201, 202, 304, 400, 401, 404, 500, 502])('of %i is not', async (status) => {
    const refuse: Answering = (response) => response.writeHead(status).end()
    expect(await attempt(refuse)).toEqual({ state: 'pending', attempts: 1, last: ['refused', status, null], arrived: 1 })
  })

  test.each([301, 302, 303, 307, 308])('of %i leads nowhere', async (status) => {
    const redirect: Answering = (response) => response.writeHead(status, { location: '/elsewhere' }).end()
    expect(await attempt(redirect)).toEqual({ state: 'pending', attempts: 1, last: ['refused', status, null], arrived: 1 })
  })

  test('without an end is cut', async () => {
    const cut = Promise.withResolvers<void>()
    const endless: Answering = (response) => {
      response.on('close', () => cut.resolve())
      const write = () => {
        while (response.write(Buffer.alloc(4096))) if (response.destroyed) return
      }
      response.on('drain', write)
      write()
    }
    const last = ['answer_too_long', null, 'the answer has more than 16384 bytes']
    expect(await attempt(endless)).toEqual({ state: 'pending', attempts: 1, last, arrived: 1 })
    await cut.promise
  })

  const slow = { state: 'pending', attempts: 1, last: ['timeout', null, 'no complete answer in time'], arrived: 1 }

  test('that does not come is not waited for', async () => {
    expect(await attempt(() => undefined, { timeout_ms: 200 })).toEqual(slow)
  })

  test('that drips is not waited for either', async () => {
    const drip: Answering = (response) => {
      const timer = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(timer))
    }
    expect(await attempt(drip, { timeout_ms: 200 })).toEqual(slow)
  })

  test('that is cut is none', async () => {
    const unreachable = { state: 'pending', attempts: 1, last: ['unreachable', null, 'ECONNRESET'], arrived: 1 }
    expect(await attempt((response) => response.socket?.destroy())).toEqual(unreachable)
    const half: Answering = (response) => {
      response.writeHead(200, { 'content-length': 10 }).write('12345', () => response.socket?.destroy())
    }
    expect(await attempt(half)).toEqual(unreachable)
    const switching: Answering = (response) =>
      response.socket?.end('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n')
    expect(await attempt(switching)).toMatchObject({ state: 'pending', last: ['unreachable', null, 'the connection ended'] })
    expect(await attempt((response) => response.socket?.end('nonsense\r\n\r\n'))).toMatchObject({
      last: ['unreachable', null, 'HPE_INVALID_CONSTANT'],
    })
  })
})

describe('a target', () => {
  test('on a private address is not reached, unless its tenant allows it', async () => {
    const accept: Answering = (response) => response.end()
    const blocked = { state: 'pending', attempts: 1, last: ['blocked', null, 'notify_url is not https'], arrived: 0 }
    expect(await attempt(accept, { allow_private: false })).toEqual(blocked)
    using tenants = makeTenants(({ merchants, brands }) => ({
      merchants: merchants.map((merchant) => ({ ...merchant, allow_private_notify_url: true })),
      brands,
    }))
    expect(await attempt(accept, { allow_private: false, tenants })).toMatchObject({ state: 'delivered', arrived: 1 })
  })

  test('that resolves to a private address is not reached', async () => {
    await using receiver = await startReceiver()
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }]
    await using delivery = await startTestDelivery({ databases, allow_private: false, resolve })
    delivery.dispatcher.start()
    await delivery.join(await delivery.template(receiver.url('rebound.example').replace('http:', 'https:')))
    await delivery.dispatcher.idle()
    expect(await delivery.outbox()).toMatchObject([
      { state: 'pending', last_result: 'blocked', last_detail: '127.0.0.1 is not public (loopback)' },
    ])
    expect(receiver.arrived).toEqual([])
  })

  test('is reached at the address that was checked, by one resolution', async () => {
    await using receiver = await startReceiver()
    const asked: string[] = []
    const resolve = async (hostname: string) => {
      asked.push(hostname)
      return [{ address: '127.0.0.1', family: 4 }]
    }
    await using delivery = await startTestDelivery({ databases, resolve })
    delivery.dispatcher.start()
    await delivery.join(await delivery.template(receiver.url('notify.example')))
    await delivery.dispatcher.idle()
    expect(asked).toEqual(['notify.example'])
    expect(receiver.arrived).toHaveLength(1)
  })

  test('whose name takes too long to resolve is late', async () => {
    const resolve = () => new Promise<never>(() => undefined)
    expect(await attempt(() => undefined, { resolve, timeout_ms: 100 })).toMatchObject({
      last: ['timeout', null, 'no complete answer in time'],
      arrived: 0,
    })
  })

  test('where nobody listens is unreachable', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    await new Promise((resolve) => server.close(resolve))
    const closed = await attempt(() => undefined, { target: () => `http://127.0.0.1:${port}/` })
    expect(closed).toEqual({ state: 'pending', attempts: 1, last: ['unreachable', null, 'ECONNREFUSED'], arrived: 0 })
  })

  test('may be another one than the template says', async () => {
    await using other = await startReceiver()
    const result = await attempt(() => undefined, { target: ({ event }) => (event === 'USER_CARD.CREATE' ? other.url() : undefined) })
    expect(result).toMatchObject({ state: 'delivered', arrived: 0 })
    expect(other.arrived).toHaveLength(1)
  })
})

describe('what can never be delivered is given up at once', () => {
  test('without an APIv3 key', async () => {
    using tenants = makeTenants(({ merchants, brands }) => ({
      merchants: merchants.map(({ apiv3_key_file: _, ...merchant }) => merchant),
      brands,
    }))
    const last = ['undeliverable', null, `partner ${mchid} has no APIv3 key in the tenants file`]
    expect(await attempt(() => undefined, { tenants })).toEqual({ state: 'given_up', attempts: 0, last, arrived: 0 })
  })

  test('when its caller is gone, or no longer acts for the brand', async () => {
    for (const [merchants, detail] of [
      [[], `partner ${mchid} is not in the tenants file`],
      [undefined, `partner ${mchid} may not act for the brand ${brand_id}`],
    ] as const) {
      using tenants = makeTenants((file) => ({ ...file, merchants: merchants ?? file.merchants.map((one) => ({ ...one, brands: [] })) }))
      expect(await attempt(() => undefined, { tenants })).toEqual({
        state: 'given_up',
        attempts: 0,
        last: ['undeliverable', null, detail],
        arrived: 0,
      })
    }
  })

  test('when its template is gone', async () => {
    await using receiver = await startReceiver()
    await using delivery = await startTestDelivery({ databases })
    const card_id = await delivery.template(receiver.url())
    await delivery.join(card_id)
    await delivery.database.rows('delete from cards')
    delivery.dispatcher.start()
    await delivery.dispatcher.idle()
    expect(await delivery.outbox()).toMatchObject([
      { state: 'given_up', last_result: 'undeliverable', last_detail: `the template ${card_id} does not exist` },
    ])
    expect(await delivery.counted()).toEqual(['USER_CARD.CREATE undeliverable 1'])
  })
})

test('another APIv3 key between two attempts encrypts the next', async () => {
  await using receiver = await startReceiver()
  receiver.answer = (response) => response.writeHead(receiver.arrived.length === 1 ? 500 : 200).end()
  await using delivery = await startTestDelivery({ databases })
  delivery.dispatcher.start()
  await delivery.join(await delivery.template(receiver.url()))
  await delivery.dispatcher.idle()
  writeFileSync(join(delivery.folder.folder, 'apiv3.key'), [...apiv3_key].reverse().join(''))
  delivery.tenants.replace(loadTenantsFile(delivery.folder.tenants))
  await delivery.after(15)
  const [first, second] = receiver.arrived.map(({ envelope }) => envelope)
  expect(second?.id).toBe(first?.id)
  expect(second?.resource.ciphertext).not.toBe(first?.resource.ciphertext)
})

test('a notification that cannot be made is an error in the log, waits like others, and says nothing of itself', async () => {
  await using receiver = await startReceiver()
  await using delivery = await startTestDelivery({ databases })
  await delivery.join(await delivery.template(receiver.url()))
  await delivery.database.rows("update outbox set resource = 'gone.AAAA'")
  delivery.dispatcher.start()
  await delivery.dispatcher.idle()
  expect(await delivery.outbox()).toMatchObject([{ state: 'pending', attempts: 1, last_result: 'error', last_detail: null }])
  expect(delivery.log.lines('a notification could not be built')).toMatchObject([{ level: 'error' }])
  expect(delivery.log.text).not.toMatch(/13800001234|openid-1|gone\.AAAA/)
})

test('a lost database is a line in the log; what was sent is written when it is back', async () => {
  await using database = await makeDatabase('postgres')
  await using proxy = await startPostgresProxy(database.url)
  await using receiver = await startReceiver()
  const held = Promise.withResolvers<void>()
  receiver.answer = async (response) => {
    await held.promise
    response.end()
  }
  await using delivery = await startTestDelivery({ database, url: proxy.url })
  delivery.dispatcher.start()
  await delivery.join(await delivery.template(receiver.url()))
  await receiver.count(1)
  proxy.cut()
  held.resolve()
  await delivery.log.written('notifications wait for the database')
  expect(await delivery.outbox()).toMatchObject([{ state: 'pending', lease: expect.any(String) }])
  proxy.restore()
  delivery.dispatcher.wake()
  await delivery.dispatcher.idle()
  expect(await delivery.outbox()).toMatchObject([{ state: 'delivered', attempts: 1, lease: null }])
  expect(receiver.arrived).toHaveLength(1)
})

test('a commit whose answer was lost sends again only what it may have taken, when the lease has ended', async () => {
  await using database = await makeDatabase('postgres')
  await using proxy = await startPostgresProxy(database.url)
  await using receiver = await startReceiver()
  await using delivery = await startTestDelivery({ database, url: proxy.url })
  await delivery.join(await delivery.template(receiver.url()))
  proxy.loseNextCommit()
  delivery.dispatcher.start()
  await delivery.dispatcher.idle()
  expect(receiver.arrived).toEqual([])
  expect(await delivery.outbox()).toMatchObject([{ state: 'pending', lease: expect.any(String) }])
  await delivery.after(15)
  expect(receiver.arrived).toEqual([])
  await delivery.after(1)
  expect(receiver.arrived).toHaveLength(1)
})

test('a database that is lost for good does not hold up the end', async () => {
  await using database = await makeDatabase('postgres')
  await using proxy = await startPostgresProxy(database.url)
  await using receiver = await startReceiver()
  receiver.answer = (response) => {
    proxy.cut()
    response.end()
  }
  await using delivery = await startTestDelivery({ database, url: proxy.url })
  delivery.dispatcher.start()
  await delivery.join(await delivery.template(receiver.url()))
  await receiver.count(1)
  await delivery.dispatcher.close()
  expect(await delivery.outbox()).toMatchObject([{ state: 'pending', attempts: 0, lease: expect.any(String) }])
})
