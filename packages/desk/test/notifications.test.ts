import { createPublicKey, verify } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, describe, expect, test } from 'vitest'
import { CapturedLog } from '../../../test/captured-log.ts'
import { kinds } from '../../../test/database-fixture.ts'
import { metricsOf } from '../src/app.ts'
import { requestCheck } from '../src/domain/batch/lifecycle.ts'
import { prepareBatch } from '../src/domain/batch/prepare.ts'
import { Worker } from '../src/domain/batch/worker.ts'
import type { Context } from '../src/domain/context.ts'
import { sendNotifications } from '../src/domain/notifications.ts'
import { purge } from '../src/domain/purge.ts'
import { changeDeskSettings, changeSettings, deskSettingsOf } from '../src/domain/settings.ts'
import { findBatch } from '../src/store/batches.ts'
import { brand_id, type TestDesk } from './fixtures/desk.ts'
import { DeskActions } from './fixtures/desk-actions.ts'
import { TestDeskPool } from './fixtures/desk-pool.ts'
import { ShiftedClock } from './fixtures/shifted-clock.ts'
import { administrator } from './fixtures/two-administrators.ts'

const desks = new TestDeskPool()
afterAll(() => desks.close())

const day = 86_400
const never = new AbortController().signal

interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** A receiver that answers with these statuses one after the other, then with the last; 0 never answers. */
async function startReceiver(...statuses: number[]) {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: await buffer(request) })
    server.emit('received')
    const status = statuses[Math.min(received.length, statuses.length) - 1] ?? 204
    if (status !== 0) response.writeHead(status, { location: '/elsewhere' }).end()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    server,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Sets the URL as one administrator proposes and another confirms. */
async function setUrl(context: Context, notify_url: string | null): Promise<void> {
  const { pending } = await changeDeskSettings(context, administrator(context, 'chen'), { notify_url })
  if (pending !== undefined) await context.changes.confirm(administrator(context, 'liu'), pending.change_id)
}

const loosen = async (context: Context, canary_rows: number) =>
  (await changeSettings(context, administrator(context, 'chen'), brand_id, { canary_rows })).pending?.change_id ?? ''

const outbox = ({ database }: TestDesk) =>
  database.rows('select event, attempts, end_time is not null as ended from notifications order by event desc')

describe.each(kinds)('what waits is told to notify_url, on %s', (kind) => {
  async function open(fixture: TestDesk) {
    const clock = new ShiftedClock()
    const log = new CapturedLog()
    const desk = await fixture.another({ clock: clock.read, log: log.log })
    return { clock, log, desk, context: desk.context, [Symbol.asyncDispose]: () => desk[Symbol.asyncDispose]() }
  }

  test('a batch and a change, signed by the key of the desk, with ids alone', async () => {
    await using fixture = await desks.lend({ kind })
    await using opened = await open(fixture)
    await using receiver = await startReceiver(204)
    const { context, clock, desk } = opened
    await loosen(context, 11)
    await setUrl(context, receiver.url)
    expect(await outbox(fixture)).toEqual([])

    const change_id = await loosen(context, 12)
    await sendNotifications(context, never)
    const batch_id = await new DeskActions(fixture, desk, clock).checked(await fixture.file(await fixture.importCards(2)))
    await sendNotifications(context, never)
    await sendNotifications(context, never)
    const bodies = receiver.received.map(({ body }) => JSON.parse(body.toString()))
    const told = { id: expect.stringMatching(/^[0-9a-f-]{36}$/), time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.000Z$/), brand_id }
    expect(bodies).toEqual([
      { ...told, event: 'change.waiting', change_id },
      { ...told, event: 'batch.waiting', batch_id },
    ])
    const pem = createPublicKey(readFileSync(join(fixture.folder, 'desk_pub.pem')))
    for (const { headers, body } of receiver.received) {
      const timestamp = String(headers['card-member-timestamp'])
      expect(Math.abs(Number(timestamp) - clock.seconds)).toBeLessThan(10)
      const signature = Buffer.from(String(headers['card-member-signature']), 'base64')
      const signed = (text: Buffer) => verify(null, Buffer.concat([Buffer.from(`${timestamp}\n`), text, Buffer.from('\n')]), pem, signature)
      expect([signed(body), signed(Buffer.from('{}'))]).toEqual([true, false])
    }
  })

  test('a batch with nothing to approve is not told', async () => {
    await using fixture = await desks.lend({ kind })
    await using opened = await open(fixture)
    const { context, clock, desk } = opened
    await setUrl(context, 'http://127.0.0.1:9/')
    await new DeskActions(fixture, desk, clock).checked(await fixture.file([{ user_card_code: '100000000001', openid: 'obLatjNobody' }]))
    expect(await outbox(fixture)).toEqual([])
  })

  test('again after each failure by the schedule, a redirect is one, then given up; a purge removes it 30 days later', async () => {
    await using fixture = await desks.lend({ kind })
    await using opened = await open(fixture)
    await using receiver = await startReceiver(500, 302, 500, 500, 500, 500)
    const { context, clock, log } = opened
    const metrics = metricsOf(context)
    const counted = async () => (await metrics.text()).match(/^card_member_notifications_.*$/gm)
    await setUrl(context, receiver.url)
    await loosen(context, 12)
    await sendNotifications(context, never, metrics)
    expect(await counted()).toEqual([
      'card_member_notifications_total{event="change.waiting",result="failed"} 1',
      'card_member_notifications_waiting 1',
    ])
    for (const [attempts, wait] of [15, 60, 300, 1800, 7200].entries()) {
      clock.advance(wait - 5)
      await sendNotifications(context, never, metrics)
      expect(receiver.received).toHaveLength(attempts + 1)
      clock.advance(5)
      await sendNotifications(context, never, metrics)
      expect(receiver.received).toHaveLength(attempts + 2)
    }
    expect(await counted()).toEqual([
      'card_member_notifications_total{event="change.waiting",result="failed"} 5',
      'card_member_notifications_total{event="change.waiting",result="given_up"} 1',
      'card_member_notifications_waiting 0',
    ])
    expect(new Set(receiver.received.map(({ body }) => body.toString())).size).toBe(1)
    expect(await outbox(fixture)).toEqual([{ event: 'change.waiting', attempts: 6, ended: kind === 'sqlite' ? 1 : true }])
    expect(log.lines('a notification was not delivered').map(({ attempt, failure }) => [attempt, failure])).toEqual(
      [500, 302, 500, 500, 500].map((status, index) => [index + 1, `status ${status}`]),
    )
    expect(log.lines('a notification was given up')).toMatchObject([{ level: 'warn', attempt: 6, failure: 'status 500' }])

    clock.advance(29 * day)
    await purge(context, administrator(context, 'chen'))
    expect(await outbox(fixture)).toHaveLength(1)
    clock.advance(2 * day)
    await purge(context, administrator(context, 'chen'))
    expect(await outbox(fixture)).toEqual([])
  })

  test('delivered at the second attempt', async () => {
    await using fixture = await desks.lend({ kind })
    await using opened = await open(fixture)
    await using receiver = await startReceiver(500, 200)
    const { context, clock, log } = opened
    await setUrl(context, receiver.url)
    await loosen(context, 12)
    await sendNotifications(context, never)
    clock.advance(15)
    await sendNotifications(context, never)
    clock.advance(7200)
    await sendNotifications(context, never)
    expect(receiver.received).toHaveLength(2)
    expect(log.lines('notified')).toMatchObject([{ level: 'info', event: 'change.waiting', attempt: 2 }])
  })

  test('once, whichever of two desks is first; by the other when the first has died', async () => {
    await using fixture = await desks.lend({ kind })
    await using one = await open(fixture)
    await using two = await fixture.another({ clock: one.clock.read })
    await using receiver = await startReceiver(204)
    await setUrl(one.context, receiver.url)
    for (let rows = 11; rows <= 18; rows++) await loosen(one.context, rows)
    await Promise.all([one.context, two.context].map((context) => sendNotifications(context, never)))
    expect(new Set(receiver.received.map(({ body }) => JSON.parse(body.toString()).change_id)).size).toBe(8)
    expect(receiver.received).toHaveLength(8)

    // As a process leaves it that ended during its attempt.
    await loosen(one.context, 19)
    await fixture.database.rows(`update notifications set attempts = 1, next_time = ${one.clock.seconds + 20} where end_time is null`)
    await sendNotifications(two.context, never)
    expect(receiver.received).toHaveLength(8)
    one.clock.advance(21)
    await sendNotifications(two.context, never)
    expect(receiver.received).toHaveLength(9)
  })

  test('never to an address that is not public; without a URL it is given up', async () => {
    await using fixture = await desks.lend({ kind })
    await using opened = await open(fixture)
    const { context, log } = opened
    const failures = () => log.lines('a notification was not delivered').map(({ failure }) => failure)
    for (const url of ['https://10.0.0.1/', 'https://127.0.0.1/', 'http://localhost:9@10.0.0.1/']) {
      // A change of one URL to another is told to the first.
      await setUrl(context, null)
      await setUrl(context, url)
      await loosen(context, 20 + failures().length)
      await sendNotifications(context, never)
      await fixture.database.rows('delete from notifications')
    }
    expect(failures()).toEqual([
      'blocked: 10.0.0.1 is not public (private)',
      'blocked: 127.0.0.1 is not public (loopback)',
      'blocked: http to 10.0.0.1, which is not this machine',
    ])
    await loosen(context, 12)
    await setUrl(context, null)
    await sendNotifications(context, never)
    expect(log.lines('a notification was given up')).toMatchObject([{ attempt: 1, failure: 'no notify_url' }])
  })

  test('a receiver that does not answer holds up neither a batch nor the end of the desk', async () => {
    await using fixture = await desks.lend({ kind })
    await using opened = await open(fixture)
    await using receiver = await startReceiver(0)
    const { context, clock, desk } = opened
    await setUrl(context, receiver.url)
    await loosen(context, 12)
    const actions = new DeskActions(fixture, desk, clock)
    const reached = once(receiver.server, 'received')
    const worker = new Worker(context, desk.processes)
    await worker.start()
    await reached
    const { batch } = await prepareBatch(context, actions.as('wang', 'author'), {
      brand_id,
      path: await fixture.file(await fixture.importCards(1)),
    })
    await requestCheck(context, actions.as('wang', 'author'), batch.batch_id)
    const store = { kind: context.database.kind, database: context.database.read }
    const late = AbortSignal.timeout(15_000)
    while ((await findBatch(store, batch.batch_id))?.state !== 'checked' && !late.aborted) worker.poke()
    expect(late.aborted).toBe(false)
    expect(receiver.received).toHaveLength(1)
    await worker[Symbol.asyncDispose]()
    expect(await outbox(fixture)).toMatchObject([
      { event: 'change.waiting', attempts: 1 },
      { event: 'batch.waiting', attempts: 0 },
    ])
  })

  test('a URL waits for a second administrator, another URL too, none is in force at once', async () => {
    await using fixture = await desks.lend({ kind })
    await using opened = await open(fixture)
    const { context } = opened
    const by = administrator(context, 'chen')
    const change = (notify_url: string | null) => changeDeskSettings(context, by, { notify_url })
    const first = await change('https://hooks.example/desk')
    expect(first).toMatchObject({ settings: { notify_url: null }, pending: { kind: 'desk_settings' } })
    await context.changes.confirm(administrator(context, 'liu'), first.pending?.change_id ?? '')
    expect((await deskSettingsOf(context)).notify_url).toBe('https://hooks.example/desk')
    expect(await change('https://other.example/')).toMatchObject({
      settings: { notify_url: 'https://hooks.example/desk' },
      pending: { kind: 'desk_settings' },
    })
    expect((await change('https://hooks.example/desk')).pending).toBeUndefined()
    expect(await change(null)).toEqual({ settings: { staff_change_delay_hours: 24, notify_url: null }, pending: undefined })
    for (const wrong of [
      '',
      'hooks.example',
      'http://hooks.example/',
      'http://localhost.example/',
      'https:///',
      'https://a b/',
      'ftp://a/',
    ])
      await expect(change(wrong)).rejects.toMatchObject({ kind: 'setting_wrong' })
  })
})
