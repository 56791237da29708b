import { createPrivateKey } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TestClock } from '../../../test/test-clock.ts'
import { authorizationCases, requestCases, sealedCases, vectorKey, vectorSerial, vectorTime } from '../../../vectors/read.ts'
import { authorization, Caller } from './fixtures/caller.ts'
import { base, cardInput, importInput, succeeded } from './fixtures/card-calls.ts'
import { startTestPlatform, type TestPlatform } from './fixtures/platform.ts'
import { makeTenants, mchid, serial_no } from './fixtures/tenants.ts'

const clock = new TestClock(new Date(vectorTime).toISOString())
const tenants = makeTenants((file) => ({ ...file, platform: { key_id: vectorSerial, private_key_file: 'platform.pem' } }))
let running: TestPlatform
let caller: Caller

beforeAll(async () => {
  writeFileSync(join(tenants.folder, 'merchant_pub.pem'), vectorKey('merchant_pub.pem'))
  writeFileSync(join(tenants.folder, 'platform.pem'), vectorKey('platform.pem'))
  running = await startTestPlatform({ clock, tenants })
  caller = new Caller(running.platform, clock.read, { mchid, serial_no, privateKey: createPrivateKey(vectorKey('merchant.pem')) })
})

afterAll(async () => {
  caller[Symbol.dispose]()
  await running[Symbol.asyncDispose]()
  tenants[Symbol.dispose]()
})

// Anybody who is let in gets a signed answer, whatever it says, or the empty one of a method that is not served; anybody who is not
// gets an unsigned 401.
describe('requests', () => {
  const sendable = requestCases.filter(({ signature }) => !signature.includes('\n'))
  test.each(sendable)('$id: $comment', async ({ method, target, timestamp, nonce, body, signature, valid }) => {
    const pairs = { mchid, serial_no, timestamp, nonce_str: nonce, signature }
    const { status, signed } = await caller.send(method, target, body, { authorization: authorization(pairs) })
    const passed = signed || status === 405
    expect([status === 401, passed]).toEqual([!valid, valid])
  })

  test('are all sent but one that no HTTP client lets through', () => {
    expect(requestCases.length - sendable.length).toBe(1)
  })
})

describe('Authorization', () => {
  test.each(authorizationCases.filter(({ header }) => header !== ''))('$id: $comment', async ({ header, valid }) => {
    const { status, text } = await caller.send('GET', `${base}/cards?brand_id=1004&offset=0&limit=20`, '', { authorization: header })
    const { message } = JSON.parse(text)
    expect([status, message === 'Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》']).toEqual([401, !valid])
  })
})

describe('sealed fields', () => {
  test('open when they are valid, and are refused otherwise', async () => {
    const { card_id } = succeeded<{ card_id: string }>(await caller.call('POST', `${base}/cards`, cardInput()))
    const statuses: [string, number][] = []
    for (const { id, ciphertext } of sealedCases) {
      const input = importInput(card_id, { openid: id, user_card_code: id, phone_number: ciphertext })
      const received = await caller.call('POST', `${base}/user-cards/import-by-openid`, input, { 'wechatpay-serial': vectorSerial })
      statuses.push([id, received.status])
    }
    // A phone number with a character of four bytes is opened and then refused by the contract.
    const emoji = sealedCases.find(({ plaintext }) => plaintext === '😀')?.id
    expect(statuses).toEqual(sealedCases.map(({ id, valid }) => [id, valid && id !== emoji ? 200 : 400]))
  })
})
