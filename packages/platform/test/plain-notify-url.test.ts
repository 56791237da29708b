import { afterAll, expect, test } from 'vitest'
import { answerOf, base, cardInput } from './fixtures/card-calls.ts'
import { startTestPlatform } from './fixtures/platform.ts'
import { startReceiver } from './fixtures/receiver.ts'
import { startSandbox } from './fixtures/sandbox.ts'
import { brand_id } from './fixtures/tenants.ts'

const shared = await startSandbox()
afterAll(async () => shared[Symbol.asyncDispose]())

test('a template in a sandbox names an address on this machine without TLS, and is notified there', async () => {
  await using receiver = await startReceiver()
  await using prepared = await shared.prepare()
  const { api, sandbox } = prepared
  const { card_id } = await api.cards.create(cardInput({ out_request_no: 'plain', notify_url: receiver.url() }))
  await sandbox.members.join({ brand_id, card_id, openid: 'openid-7' })
  await receiver.count(1)
  expect(receiver.types).toEqual(['BRAND_MEMBER_CARD_SP.USER_CARD.CREATE'])
  await api.cards.update(card_id, { brand_id, notify_url: receiver.url('localhost') })
})

test.each([
  'http://example.com/notify',
  'http://localhost.example.com/',
  'http://localhost:80@example.com/',
  'http://10.0.0.1/',
  'http://localhost:3000/notify?a=b',
  'ftp://localhost/',
])('%s is no address for notifications, not even in a sandbox', async (notify_url) => {
  await using prepared = await shared.prepare()
  await expect(prepared.api.cards.create(cardInput({ out_request_no: 'plain', notify_url }))).rejects.toThrow('notify_url')
})

test('outside a sandbox TLS is needed on every machine', async () => {
  await using running = await startTestPlatform()
  const { caller } = running
  const refused = [
    400,
    {
      code: 'PARAM_ERROR',
      message: '参数错误',
      detail: { field: '/notify_url', issue: 'must begin with https:// outside a sandbox', location: 'body' },
    },
  ]
  for (const notify_url of ['http://127.0.0.1:3000/notify', 'http://localhost', 'http://[::1]:80/'])
    expect(answerOf(await caller.call('POST', `${base}/cards`, cardInput({ notify_url })))).toEqual(refused)
  const { card_id } = JSON.parse((await caller.call('POST', `${base}/cards`, cardInput())).text)
  const change = { brand_id, notify_url: 'http://127.0.0.1/' }
  expect(answerOf(await caller.call('PATCH', `${base}/cards/${card_id}`, change))).toEqual(refused)
})
