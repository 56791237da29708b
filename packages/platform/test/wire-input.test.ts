import { constants, publicEncrypt } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { authorization, type Headers } from './fixtures/caller.ts'
import { answerOf, base, cardInput, createCard, importInput, importMember, invalidate, invalidateTarget } from './fixtures/card-calls.ts'
import { startTestPlatform } from './fixtures/platform.ts'
import { brand_id } from './fixtures/tenants.ts'

const list = `${base}/cards?brand_id=${brand_id}&offset=0&limit=20`
const importTarget = `${base}/user-cards/import-by-openid`

const running = await startTestPlatform()
const { caller } = running
const { card_id } = await createCard(caller)
await importMember(caller, card_id)
afterAll(async () => running[Symbol.asyncDispose]())

async function sendRaw(target: string, body: string | Buffer, headers: Headers = {}) {
  const signed = authorization(caller.pairs('POST', target, body))
  return caller.send('POST', target, body, { authorization: signed, ...headers })
}

function sealFor(text: string): string {
  const key = { key: running.platform.wechatpay_public_key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }
  return publicEncrypt(key, Buffer.from(text)).toString('base64')
}

describe('headers after the signature; every refusal is signed', () => {
  const phone_number = 'not sealed'
  test.each<[string, number, object, Headers, object]>([
    [
      'another Wechatpay-Serial',
      400,
      {},
      { 'wechatpay-serial': 'PUB_KEY_ID_1' },
      { code: 'PARAM_ERROR', message: '平台证书序列号Wechatpay-Serial错误' },
    ],
    [
      'no Wechatpay-Serial with a sealed field',
      400,
      { phone_number },
      {},
      {
        code: 'PARAM_ERROR',
        message: 'HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)',
        detail: { field: '/phone_number', location: 'body' },
      },
    ],
    ['Accept of another type', 406, {}, { accept: 'text/html' }, { code: 'INVALID_REQUEST', message: 'Accept须包含application/json' }],
    [
      'a body of another type',
      415,
      {},
      { 'content-type': 'text/plain' },
      { code: 'INVALID_REQUEST', message: 'Content-Type须为application/json' },
    ],
    [
      'a body that only begins like JSON',
      415,
      {},
      { 'content-type': 'application/jsonp' },
      { code: 'INVALID_REQUEST', message: 'Content-Type须为application/json' },
    ],
    [
      'a body without a type',
      415,
      {},
      { 'content-type': undefined },
      { code: 'INVALID_REQUEST', message: 'Content-Type须为application/json' },
    ],
  ])('%s', async (_, status, over, headers, body) => {
    const received = await caller.call('POST', importTarget, importInput(card_id, over), headers)
    expect(answerOf(received)).toEqual([status, body])
    expect(received.signed).toBe(true)
  })

  test('a value that was not sealed for this platform', async () => {
    const received = await caller.call('POST', importTarget, importInput(card_id, { phone_number }), {
      'wechatpay-serial': caller.wechatpay_serial,
    })
    expect(answerOf(received)).toEqual([
      400,
      { code: 'PARAM_ERROR', message: '平台私钥解密失败', detail: { field: '/phone_number', location: 'body' } },
    ])
    expect(received.signed).toBe(true)
  })

  test('the refusal of a sealed value does not repeat what was in it', async () => {
    const body = importInput(card_id, { phone_number: sealFor('1380000😀') })
    expect(answerOf(await caller.call('POST', importTarget, body, { 'wechatpay-serial': caller.wechatpay_serial }))).toEqual([
      400,
      {
        code: 'PARAM_ERROR',
        message: '参数错误',
        detail: { field: '/phone_number', issue: 'contains a character of 4 bytes in UTF-8, such as an emoji', location: 'body' },
      },
    ])
  })

  test('a Content-Type that cannot be read is refused before there is a body to verify', async () => {
    const received = await caller.call('POST', importTarget, importInput(card_id), { 'content-type': 'json' })
    expect([...answerOf(received), received.signed]).toEqual([
      415,
      { code: 'INVALID_REQUEST', message: 'Content-Type须为application/json' },
      false,
    ])
  })

  test.each(['application/json', '*/*', 'application/*;q=0.5', 'text/html, application/json', 'APPLICATION/JSON'])(
    'Accept: %s is fine',
    async (accept) => {
      expect((await caller.call('GET', list, undefined, { accept })).status).toBe(200)
    },
  )

  test('Content-Type may name its charset', async () => {
    const received = await caller.call('POST', `${base}/cards`, cardInput(), { 'content-type': 'application/json; charset=utf-8' })
    expect(received.status).toBe(200)
  })
})

describe('the body', () => {
  const target = () => invalidateTarget(card_id)

  test('of 1 MiB is read, of one byte more is refused unread', async () => {
    const filled = (length: number) => Buffer.from(`{"openid":"","x":"${'x'.repeat(length - 20)}"}`)
    const full = await sendRaw(target(), filled(2 ** 20))
    expect([...answerOf(full), full.signed]).toEqual([
      400,
      { code: 'PARAM_ERROR', message: '参数错误', detail: { field: '/openid', value: '', issue: 'must not be empty', location: 'body' } },
      true,
    ])
    const over = await sendRaw(target(), filled(2 ** 20 + 1))
    expect([...answerOf(over), over.signed]).toEqual([
      413,
      { code: 'INVALID_REQUEST', message: '请求包体过大', detail: { issue: 'at most 1048576 bytes are allowed', location: 'body' } },
      false,
    ])
  })

  test.each([
    ['empty', ''],
    ['not JSON', '{openid:1}'],
    ['cut', '{"openid":"a"'],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ])('%s is no JSON', async (_, body) => {
    const received = await sendRaw(target(), body)
    expect(answerOf(received)).toEqual([
      400,
      { code: 'PARAM_ERROR', message: '参数错误', detail: { issue: 'body is not JSON in UTF-8', location: 'body' } },
    ])
    expect(received.signed).toBe(true)
  })

  test.each(['[]', '"text"', '1', 'null', '[{"openid":"openid-1"}]'])('%s is no object', async (body) => {
    expect(answerOf(await sendRaw(target(), body))).toEqual([
      400,
      { code: 'PARAM_ERROR', message: '参数错误', detail: { field: '', issue: 'body must be a JSON object', location: 'body' } },
    ])
  })

  test('nested deeper than it could be written again is refused like any wrong type', async () => {
    const body = `{"openid":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    expect(answerOf(await sendRaw(target(), body))).toMatchObject([400, { detail: { field: '/openid', issue: 'must be of type string' } }])
  })

  test('names the wrong field by its JSON Pointer', async () => {
    const wrong = cardInput({ valid_date_information: { type: 'FIX_TERM' } })
    expect(answerOf(await caller.call('POST', `${base}/cards`, wrong))).toEqual([
      400,
      {
        code: 'PARAM_ERROR',
        message: '参数错误',
        detail: {
          field: '/valid_date_information/available_day_after_receive',
          issue: 'is required when type is FIX_TERM',
          location: 'body',
        },
      },
    ])
  })

  test('a null is an absent field', async () => {
    expect(answerOf(await invalidate(caller, card_id, { openid: null }))).toMatchObject([
      400,
      { detail: { field: '/openid', issue: 'is required', location: 'body' } },
    ])
    const created = await createCard(caller, JSON.parse('{"out_request_no":"nulls","service_phone":null,"need_pinned":null}'))
    expect(created).not.toHaveProperty('service_phone')
    expect(created).not.toHaveProperty('need_pinned')
  })

  test('unknown keys mean nothing', async () => {
    const more = { ...cardInput({ out_request_no: 'more' }), new_key: { of: 'a later version' }, card_id: 'chosen' }
    const [status, body] = answerOf(await caller.call('POST', `${base}/cards`, more))
    expect(status).toBe(200)
    expect(body).not.toHaveProperty('new_key')
    expect(body).not.toHaveProperty('card_id', 'chosen')
  })
})
