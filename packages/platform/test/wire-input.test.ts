import { constants, publicEncrypt } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { authorization, type Caller, type Headers } from './caller.ts'
import {
  answerOf,
  base,
  cardInput,
  createCard,
  getUserCard,
  importInput,
  importMember,
  invalidate,
  invalidateTarget,
} from './card-calls.ts'
import { startTestPlatform, type TestPlatform } from './platform-fixture.ts'
import { brand_id, makeTenants } from './tenants-fixture.ts'

const list = `${base}/cards?brand_id=${brand_id}&offset=0&limit=20`
const importTarget = `${base}/user-cards/import-by-openid`

let running: TestPlatform
let caller: Caller
let card_id: string

beforeAll(async () => {
  running = await startTestPlatform()
  caller = running.caller
  card_id = (await createCard(caller)).card_id
  await importMember(caller, card_id)
})
afterAll(async () => running[Symbol.asyncDispose]())

async function sendRaw(target: string, body: string | Buffer, headers: Headers = {}) {
  const signed = authorization(caller.pairs('POST', target, body))
  return caller.send('POST', target, body, { authorization: signed, ...headers })
}

function sealFor(text: string): string {
  const key = { key: running.platform.wechatpay_public_key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }
  return publicEncrypt(key, Buffer.from(text)).toString('base64')
}

describe('check 9: headers after the signature; every refusal is signed', () => {
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
    expect([...answerOf(over), over.signed]).toEqual([413, { code: 'INVALID_REQUEST', message: '请求包体超过1MiB' }, false])
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

describe('the query', () => {
  const wrong = (detail: object) => [400, { code: 'PARAM_ERROR', message: '参数错误', detail: { ...detail, location: 'query' } }]

  test.each([
    ['limit=0', { field: 'limit', value: 0, issue: 'must be >= 1' }],
    ['limit=21', { field: 'limit', value: 21, issue: 'must be <= 20' }],
    ['limit=1.5', { field: 'limit', value: '1.5', issue: 'must be of type integer' }],
    ['limit=', { field: 'limit', value: '', issue: 'must be of type integer' }],
    ['', { field: 'limit', issue: 'is required' }],
    ['limit=20&limit=19', { field: 'limit', issue: 'is given twice with different values' }],
    ['limit=20&state=GONE', { field: 'state', value: 'GONE', issue: 'must be one of CARD_EFFECTIVE, CARD_INVALID' }],
    ['limit=%GG', { field: '', issue: 'query is not well-formed percent-encoded UTF-8' }],
    ['limit=%FF', { field: '', issue: 'query is not well-formed percent-encoded UTF-8' }],
  ])('%s (decision 26)', async (query, detail) => {
    const target = `${base}/cards?brand_id=${brand_id}&offset=0&${query}`
    expect(answerOf(await caller.call('GET', target))).toEqual(wrong(detail))
  })

  test('offset is required (decision 26)', async () => {
    const target = `${base}/cards?brand_id=${brand_id}&limit=20`
    expect(answerOf(await caller.call('GET', target))).toEqual(wrong({ field: 'offset', issue: 'is required' }))
  })

  test('a key given twice with the same value is one', async () => {
    expect((await caller.call('GET', `${list}&limit=20`)).status).toBe(200)
  })

  test('+ is a space, as form encoders write it, and %2B is a plus', async () => {
    const target = (openid: string) => `${base}/user-cards?brand_id=${brand_id}&openid=${openid}&offset=0&limit=1`
    expect(answerOf(await caller.call('GET', target('a+b')))).toMatchObject([400, { detail: { field: 'openid', value: 'a b' } }])
    expect((await caller.call('GET', target('a%2Bb'))).status).toBe(200)
  })

  test.each<[string, (card: object) => [query: object, body: object]]>([
    ['both in the body', (card) => [{}, { brand_id, ...card }]],
    [
      'both in both places',
      (card) => [
        { brand_id, ...card },
        { brand_id, ...card },
      ],
    ],
    ['one here and one there', (card) => [{ brand_id }, card]],
  ])('brand_id and card_id of an invalidation: %s', async (_, place) => {
    const [query, body] = place({ card_id })
    const target = `${base}/user-cards/unknown/invalidate?${new URLSearchParams(Object.entries(query))}`
    const received = await caller.call('POST', target, { openid: 'openid-1', ...body })
    expect(answerOf(received)).toEqual([404, { code: 'RESOURCE_NOT_EXISTS', message: '用户会员卡不存在' }])
  })

  test('brand_id and card_id of an invalidation with different values in query and body', async () => {
    const body = { openid: 'openid-1', brand_id, card_id: 'another' }
    expect(answerOf(await invalidate(caller, card_id, body))).toEqual(
      wrong({ field: 'card_id', issue: 'is given twice with different values' }),
    )
    expect((await getUserCard(caller, card_id)).user_card_state).toBe('EFFECTIVE')
  })
})

test.each([
  ['en', 'en', 'A parameter is wrong'],
  ['en-US,zh;q=0.5', 'en', 'A parameter is wrong'],
  ['zh-CN', 'zh-CN', '参数错误'],
  ['zh-HK', 'zh-CN', '参数错误'],
  ['fr, en', 'zh-CN', '参数错误'],
])('Accept-Language: %s', async (language, answered, message) => {
  const received = await caller.call('GET', `${list}&limit=1`, undefined, { 'accept-language': language })
  expect([received.headers['content-language'], JSON.parse(received.text).message]).toEqual([answered, message])
})

test('a code of any characters that the API allows travels in a path', async () => {
  const character = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code))
  const code = fc.string({ unit: character, minLength: 1, maxLength: 32 }).filter((text) => text !== '.' && text !== '..')
  const written = fc.constantFrom('%2F%25', '%', '%41', 'a/b', '?', '#', '&=', "'", ';a=b', '...', '\\', 'import-by-openid')
  await fc.assert(
    fc.asyncProperty(fc.oneof(code, written), async (user_card_code) => {
      const target = `${base}/user-cards/${encodeURIComponent(user_card_code)}?brand_id=${brand_id}&card_id=${card_id}&openid=o-${encodeURIComponent(user_card_code)}`
      const imported = await caller.call('POST', importTarget, importInput(card_id, { openid: `o-${user_card_code}`, user_card_code }))
      expect(imported.text).toMatch(/"user_card_code"|会员已经领取过该卡/)
      expect(answerOf(await caller.call('GET', target))).toMatchObject([200, { user_card_code, openid: `o-${user_card_code}` }])
    }),
    { numRuns: 60 },
  )
})

describe('429: the rate limit', () => {
  test('is counted by operation, and its refusal is signed', async () => {
    using tenants = makeTenants((file) => ({
      ...file,
      merchants: file.merchants.map((merchant) => ({ ...merchant, rate_limit_per_second: 3 })),
    }))
    await using limited = await startTestPlatform({ tenants })
    const received = await Promise.all(Array.from({ length: 8 }, () => limited.caller.call('GET', list)))
    const refused = received.filter(({ status }) => status === 429)
    expect(received.filter(({ status }) => status === 200)).toHaveLength(3)
    expect(refused.map((one) => [answerOf(one), one.signed])).toEqual(
      Array.from({ length: 5 }, () => [[429, { code: 'RATELIMIT_EXCEEDED', message: '请求频率超过限制，请降低频率后重试' }], true]),
    )
    expect((await limited.caller.call('GET', `${base}/cards/unknown?brand_id=${brand_id}`)).status).toBe(400)
  })
})
