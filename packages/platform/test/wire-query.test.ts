import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { answerOf, base, createCard, getUserCard, importInput, importMember, invalidate } from './fixtures/card-calls.ts'
import { startTestPlatform } from './fixtures/platform.ts'
import { brand_id, makeTenants } from './fixtures/tenants.ts'

const list = `${base}/cards?brand_id=${brand_id}&offset=0&limit=20`

const running = await startTestPlatform()
const { caller } = running
const { card_id } = await createCard(caller)
await importMember(caller, card_id)
afterAll(async () => running[Symbol.asyncDispose]())

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
  ])('%s', async (query, detail) => {
    const target = `${base}/cards?brand_id=${brand_id}&offset=0&${query}`
    expect(answerOf(await caller.call('GET', target))).toEqual(wrong(detail))
  })

  test('offset is required', async () => {
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
  ['fr, en', 'en', 'A parameter is wrong'],
  ['fr', 'zh-CN', '参数错误'],
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
      const imported = await caller.call(
        'POST',
        `${base}/user-cards/import-by-openid`,
        importInput(card_id, { openid: `o-${user_card_code}`, user_card_code }),
      )
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
