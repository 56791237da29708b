import { describe, expect, expectTypeOf, it } from 'vitest'
import { isRecord } from '../src/contract/index.ts'
import { type BrandCredential, CardMember, type Credential, prepareCredential, type RateLimitKey, type UserCard } from '../src/index.ts'
import { parseAuthorization } from '../src/protocol/index.ts'
import { resetConnection, signed } from './fixtures/answers.ts'
import { failureOf } from './fixtures/failure.ts'
import { brandCredentialFor, credentialFor, platformKeyId, serial_no } from './fixtures/keys.ts'
import { asked, invalidCard, userCard } from './fixtures/member.ts'
import { startServer } from './fixtures/server.ts'

const { brand_id: _, ...who } = asked
const code = userCard.user_card_code

describe('a client of a brand', () => {
  it('offers what WeChat Pay offers to brands, and nothing else', async () => {
    await using server = await startServer(signed(200, userCard))
    const api = server.brandClient()
    const groups = Object.entries<unknown>({ ...api }).map(([name, methods]) => [name, isRecord(methods) ? Object.keys(methods) : methods])
    expect(Object.fromEntries(groups)).toEqual({
      cards: ['create', 'list', 'get', 'update', 'invalidate'],
      userCards: ['get', 'list', 'update', 'confirm', 'invalidate', 'importByOpenid', 'invalidateSafely'],
      tokens: ['createPreAuth'],
      feeds: ['create'],
      points: ['sync', 'confirmExchange'],
      images: ['upload'],
    })
    expectTypeOf<keyof CardMember<'brand'>>().toEqualTypeOf<
      | 'cards'
      | 'userCards'
      | 'tokens'
      | 'feeds'
      | 'points'
      | 'images'
      | 'brand_id'
      | 'base_url'
      | 'call'
      | 'keyring'
      | 'close'
      | typeof Symbol.asyncDispose
    >()
    expectTypeOf<keyof CardMember<'brand'>['tokens']>().toEqualTypeOf<'createPreAuth'>()
    expect({ brand_id: api.brand_id, name: api.constructor.name, same: api instanceof CardMember }).toEqual({
      brand_id: '1004',
      name: 'CardMember',
      same: true,
    })
  })

  it('signs with the brand scheme and leaves brand_id to the header', async () => {
    await using server = await startServer(signed(200, userCard), signed(200, invalidCard), signed(200, {}))
    const api = server.brandClient()
    expect(await api.userCards.get(code, who)).toEqual(userCard)
    expect(await api.userCards.invalidate(code, { ...who, invalid_reason: '用户申请退会' })).toEqual(invalidCard)
    await api.cards.invalidate('pbLatjvWOibDc5-TBnbUk1pD12o0')
    expect(server.requests.map(({ method, url, body, signed }) => ({ method, url, body, signed }))).toEqual([
      {
        method: 'GET',
        url: `/brand/card-member/user-cards/${code}?card_id=${who.card_id}&openid=${who.openid}`,
        body: '',
        signed: true,
      },
      {
        method: 'POST',
        url: `/brand/card-member/user-cards/${code}/invalidate`,
        body: JSON.stringify({ ...who, invalid_reason: '用户申请退会' }),
        signed: true,
      },
      { method: 'POST', url: '/brand/card-member/cards/pbLatjvWOibDc5-TBnbUk1pD12o0/invalidate', body: '', signed: true },
    ])
    for (const { headers } of server.requests) {
      const { scheme, mchid, brand_id, serial_no: serial } = parseAuthorization(headers.authorization ?? '') ?? {}
      expect({ scheme, mchid, brand_id, serial }).toEqual({
        scheme: 'WECHATPAY-BRAND-SHA256-RSA2048',
        mchid: undefined,
        brand_id: '1004',
        serial: serial_no,
      })
      expect(headers['wechatpay-serial']).toBe(platformKeyId)
    }
    expect(server.requests.map(({ headers }) => headers['content-type'])).toEqual([undefined, 'application/json', undefined])
    expect(server.requests[2]?.headers['content-length']).toBe('0')
  })

  it('rejects a brand_id, by type and at run time', async () => {
    await using server = await startServer(signed(200, userCard))
    const api = server.brandClient()
    // @ts-expect-error brand_id is no field here
    const error = await failureOf(api.userCards.get(code, { brand_id: '1004', ...who }))
    expect(error).toMatchObject({
      code: 'INVALID_INPUT',
      issues: [{ pointer: '/brand_id', issue: 'is no field of this operation; known are user_card_code, card_id, openid' }],
    })
    expect(server.requests).toEqual([])
  })

  it('iterates over lists', async () => {
    await using server = await startServer(signed(200, { data: [userCard], total_count: 1, offset: 0, limit: 20 }))
    const cards: UserCard[] = []
    for await (const card of server.brandClient().userCards.list({ openid: who.openid })) cards.push(card)
    expect(cards).toEqual([userCard])
    expect(server.requests.map(({ url }) => url)).toEqual([`/brand/card-member/user-cards?offset=0&limit=20&openid=${who.openid}`])
  })

  it('invalidates safely: read, write, read', async () => {
    await using server = await startServer(signed(200, userCard), resetConnection, signed(200, invalidCard))
    const result = await server.brandClient().userCards.invalidateSafely(code, { ...who, invalid_reason: '用户申请退会' })
    expect(result).toMatchObject({ outcome: 'done', proof: 'read_back', card: invalidCard })
    expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET'])
  })

  it('does not accept the card of another brand', async () => {
    await using server = await startServer(signed(200, { ...userCard, brand_id: '1005' }))
    const result = await server.brandClient().userCards.invalidateSafely(code, who)
    expect(result).toMatchObject({ outcome: 'not_done', error: { code: 'ANSWER_MISMATCHED' } })
  })

  it('counts its calls separately from those of merchant numbers', async () => {
    await using server = await startServer(signed(200, userCard))
    const keys: RateLimitKey[] = []
    const limiter = { take: async (key: RateLimitKey) => void keys.push(key) }
    await server.brandClient({ rate_limit: { limiter } }).userCards.get(code, who)
    await server.client({ rate_limit: { limiter } }).userCards.get(code, asked)
    expect(keys).toEqual([
      { mchid: undefined, brand_id: '1004', operation: 'getUserCard' },
      { mchid: '1900000001', brand_id: undefined, operation: 'getUserCard' },
    ])
  })
})

describe('who a client is for', () => {
  it('depends on its credential', () => {
    const one: Credential = credentialFor('http://127.0.0.1:1')
    const other: BrandCredential = brandCredentialFor('http://127.0.0.1:1')
    expectTypeOf(new CardMember(one)).toEqualTypeOf<CardMember>()
    expectTypeOf(new CardMember(other)).toEqualTypeOf<CardMember<'brand'>>()
    expectTypeOf(new CardMember(one).userCards.get).parameter(1).toHaveProperty('brand_id')
    expect(new CardMember(one).mchid).toBe('1900000001')
    expect(prepareCredential(other).principal).toMatchObject({ brand_id: '1004', serial_no })
  })

  it.each([
    ['MCHID_AND_BRAND_ID', { mchid: '1900000001', brand_id: '1004' }],
    ['BRAND_ID_MALFORMED', { mchid: undefined, brand_id: '10 04' }],
    ['MCHID_MALFORMED', { mchid: undefined, brand_id: undefined }],
  ])('is rejected as %s when unclear', (problem, identity) => {
    const given = { ...credentialFor('http://127.0.0.1:1'), ...identity }
    expect(() => Reflect.construct(CardMember, [given])).toThrow(expect.objectContaining({ code: problem }))
  })
})
