import { constants, createHash, privateDecrypt } from 'node:crypto'
import { check, Envelope, eventKind, events, gather, mapSealed, type Operation, place } from '@card-member/sdk/contract'
import { openResource, readApiv3Key } from '@card-member/sdk/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { served } from '../src/routes/served.ts'
import { tables } from '../src/store/schema.ts'
import { authorization } from './fixtures/caller.ts'
import { answerOf, succeeded } from './fixtures/card-calls.ts'
import { png } from './fixtures/contract-inputs.ts'
import { exampleOf, examples } from './fixtures/documented-examples.ts'
import { openMembers, startTestPlatform, type TestMembers, type TestPlatform } from './fixtures/platform.ts'
import { sendInput, sendUpload } from './fixtures/send-input.ts'
import { makeTenants, merchant, type TenantsContent } from './fixtures/tenants.ts'

const brand_id = '20260'
const card_id = 'pMk3vT8qLd0ZcW7xRb2NfYhUe5sA'
const openid = 'oQw7LtXn2VbK4sRzE9cJmYhPa1Ud'
const user_card_code = '902715463380174625910438'
const member = { brand_id, card_id, openid, user_card_code }
const signer = { mchid: '1900012345', serial_no: '3A7F1C9D5E2B8046A1C3D5E7F90B2D4F6A8C0E12', privateKey: merchant.privateKey }

type Id = Exclude<keyof typeof served, 'downloadCertificates' | 'uploadImage'>
type Past = readonly (Id | 'join' | 'exchange')[]

const card: Past = ['createCard']
const opened: Past = [...card, 'join', 'confirmUserCard']
const activity: Past = [...card, 'createActivity']

/** When each operation is called, and what has happened before. */
const timeline: Readonly<Record<Id, readonly [time: string, past: Past]>> = {
  createCard: ['2026-07-14T09:30:00+08:00', []],
  listCards: ['2026-07-14T10:00:00+08:00', card],
  getCard: ['2026-07-14T10:00:00+08:00', card],
  updateCard: ['2026-07-20T16:00:00+08:00', card],
  invalidateCard: ['2026-12-31T18:00:00+08:00', card],
  importUserCardByOpenid: ['2026-07-16T08:00:00+08:00', card],
  createPreAuthToken: ['2026-07-15T10:00:00+08:00', card],
  createPayViewToken: ['2026-07-15T10:10:00+08:00', card],
  confirmUserCard: ['2026-07-15T10:05:20+08:00', [...card, 'join']],
  getUserCard: ['2026-07-15T11:00:00+08:00', opened],
  listUserCards: ['2026-07-15T11:00:00+08:00', opened],
  updateUserCard: ['2026-08-01T11:20:30+08:00', opened],
  invalidateUserCard: ['2026-09-02T15:45:00+08:00', opened],
  createUserFeed: ['2026-07-15T10:15:00+08:00', opened],
  syncUserPoints: ['2026-07-15T10:20:00+08:00', opened],
  confirmExchangeCoupon: ['2026-08-08T19:30:05+08:00', [...opened, 'exchange']],
  createActivity: ['2026-07-18T09:00:00+08:00', card],
  listActivities: ['2026-07-18T10:00:00+08:00', activity],
  getActivity: ['2026-07-18T10:00:00+08:00', activity],
  updateActivity: ['2026-07-25T14:00:00+08:00', activity],
  terminateActivity: ['2026-08-20T12:00:00+08:00', activity],
}

/** What the platform makes up itself; and nobody takes part in activities here. */
const made: Readonly<Record<string, readonly string[]>> = {
  createCard: ['card_id'],
  createActivity: ['activity_id'],
  createPreAuthToken: ['token'],
  createPayViewToken: ['token'],
  confirmExchangeCoupon: ['coupon_code'],
  terminateActivity: ['apply_available'],
}

const stack = new AsyncDisposableStack()
let running: TestPlatform
let members: TestMembers

beforeAll(async () => {
  const tenants = stack.use(makeTenants(changeTenants))
  running = stack.use(await startTestPlatform({ tenants, signer, notify: false }))
  members = stack.use(await openMembers(running))
})
afterAll(async () => stack.disposeAsync())

// Every example begins on an empty database.
beforeEach(async () => {
  running.clock.set('2026-07-14T09:30:00+08:00')
  for (const table of tables) await running.database.rows(`delete from ${table}`)
})

const changeTenants = ({ merchants, brands }: TenantsContent) => ({
  merchants: merchants.map((one) => ({ ...one, mchid: signer.mchid, serial_no: signer.serial_no, brands: [brand_id] })),
  brands: brands.slice(0, 1).map((brand) => ({ ...brand, brand_id, appids: ['wx5f8c1d2e7a9b4c60'] })),
})

/** The flat input that the request of an example means. */
function inputOf(id: Id): Readonly<Record<string, unknown>> {
  const operation: Operation = served[id]
  const { path, query = {}, body } = exampleOf(id).request
  const pattern = new RegExp(`^${operation.path.replaceAll(/\{([a-z_]+)\}/g, '(?<$1>[^/]+)')}$`)
  const received = { path: { ...pattern.exec(path)?.groups }, query: new URLSearchParams(query).toString(), body }
  const gathered = gather(operation, received)
  if ('issue' in gathered) throw new Error(gathered.issue.issue)
  return gathered.input
}

/** Does what the examples tell before one of them; then everything has the names that they give it. */
async function play(past: Past): Promise<void> {
  for (const one of past) {
    if (one === 'join') await join()
    else if (one === 'exchange') await beginExchange()
    else await send(one)
  }
}

async function join(): Promise<void> {
  running.clock.set('2026-07-15T10:05:12+08:00')
  await members.join({ brand_id, card_id, openid, phone_number: '13800001234' })
  await running.database.rows(`update user_cards set user_card_code = '${user_card_code}'`)
}

async function beginExchange(): Promise<void> {
  const coupon = {
    exchange_coupon_template_id: '5TqPz8LwYd',
    deduct_points: 600,
    product_coupon_id: '300000417',
    product_coupon_stock_type: 'PRODUCT_COUPON_STOCK_TYPE_BUSI_FAVOR',
    stock_id: '100881264',
  }
  await members.beginExchange({ ...member, ...coupon, issue: true })
  await running.database.rows("update exchanges set record_id = 'Rx7Hd2Kq9TmW4c'")
}

async function send(id: Id): Promise<Readonly<Record<string, unknown>>> {
  running.clock.set(timeline[id][0])
  const reply = succeeded<Readonly<Record<string, unknown>>>(await sendInput(running, served[id], inputOf(id)))
  if (id === 'createCard') await running.database.rows(`update cards set card_id = '${card_id}'`)
  if (id === 'createActivity') await running.database.rows("update activities set activity_id = '482913'")
  return mapSealed(served[id].reply, reply, async (text) => unseal(text))
}

function unseal(text: string): string {
  const key = { key: merchant.privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }
  return privateDecrypt(key, Buffer.from(text, 'base64')).toString()
}

const ids = Object.keys(served).filter((id): id is Id => id in timeline)

test('every operation that is served has its example; the certificates are shown by the pages of another family', () => {
  expect([...ids, 'uploadImage'].sort()).toEqual(Object.keys(examples.operations).sort())
  expect([...ids, 'uploadImage', 'downloadCertificates'].sort()).toEqual(Object.keys(served).sort())
})

describe.each(ids)('%s', (id) => {
  const operation: Operation = served[id]
  const { request, reply } = exampleOf(id)

  test('is right by its contract', () => {
    expect([check(operation.input, inputOf(id)), check(operation.reply, reply)]).toEqual([[], []])
  })

  test('is written by the client as it stands', () => {
    const query = request.query ? `?${new URLSearchParams(request.query)}` : ''
    expect([operation.method, place(operation, inputOf(id))]).toEqual([
      request.method,
      { target: `${request.path}${query}`, body: request.body },
    ])
  })

  test('is answered as it stands', async () => {
    await play(timeline[id][1])
    const answered = await send(id)
    const names = made[id] ?? []
    expect(answered).toEqual({ ...reply, ...Object.fromEntries(names.map((name) => [name, answered[name]])) })
  })
})

test('uploadImage: the meta of the example is read; its bytes are no image, those of one are taken', async () => {
  const { path, parts } = exampleOf('uploadImage').request
  const meta = parts?.meta.signed_text ?? ''
  expect(answerOf(await sendUpload(running, path, meta, Buffer.from(parts?.file.bytes_utf8 ?? '')))).toEqual([
    400,
    { code: 'PARAM_ERROR', message: '参数错误', detail: { field: '/file', issue: 'is not a PNG, JPEG or BMP image', location: 'body' } },
  ])
  const file_digest = createHash('sha256').update(png).digest('hex')
  const received = await sendUpload(running, path, JSON.stringify({ ...JSON.parse(meta), file_digest }), png)
  expect(answerOf(received)).toEqual([200, { media_url: `${running.platform.url}/media/${file_digest}.png` }])
})

function expectEnvelope(value: unknown): asserts value is Envelope {
  expect(check(Envelope, value)).toEqual([])
}

describe.each(Object.entries(examples.events))('the event %s', (name, { envelope, resource }) => {
  test('is opened and read', async () => {
    expectEnvelope(envelope)
    const { event_type, resource: sealed } = envelope
    const kind = eventKind(event_type)
    expect(kind).toBe(name)
    const bytes = await openResource(sealed, readApiv3Key(examples.apiv3_key))
    expect(JSON.parse(Buffer.from(bytes).toString())).toEqual(resource)
    expect(kind && check(events[kind].resource, resource)).toEqual([])
    expect(kind && [events[kind].original_type, events[kind].summary]).toEqual([sealed.original_type, envelope.summary])
  })
})

describe('refused as the example says', () => {
  const target = (card: string) =>
    `/v3/brand/partner/card-member/user-cards/${user_card_code}/invalidate?brand_id=${brand_id}&card_id=${card}`
  const answerTo = ({ status, body }: { status: number; body: unknown } = { status: 0, body: undefined }) => [status, body]

  test('a reason that is too long', async () => {
    const received = await running.caller.call('POST', target(card_id), { openid, invalid_reason: '字'.repeat(33) })
    expect(answerOf(received)).toEqual(answerTo(examples.errors.too_long))
  })

  test('a template of another brand', async () => {
    const received = await running.caller.call('POST', target(card_id), { openid })
    expect(answerOf(received)).toEqual(answerTo(examples.errors.template_of_another_brand))
  })

  test('a wrong signature', async () => {
    const body = JSON.stringify(exampleOf('invalidateUserCard').request.body)
    const given = {
      timestamp: '1784000000',
      nonce_str: 'q7Zt2LmX9vBc4RkN8sWd1PfHy6GjTa3E',
      signature: Buffer.alloc(256).toString('base64'),
    }
    running.clock.set(new Date(1_784_000_000_000).toISOString())
    const pairs = running.caller.pairs('POST', target(card_id), body, given)
    const received = await running.caller.send('POST', target(card_id), body, { authorization: authorization(pairs) })
    expect(answerOf(received)).toEqual(answerTo(examples.errors.signed_wrongly))
  })
})
