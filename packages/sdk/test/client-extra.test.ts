import { describe, expect, it } from 'vitest'
import { signed } from './fixtures/answers.ts'
import { failureOf } from './fixtures/failure.ts'
import { asked, invalidCard, userCard } from './fixtures/member.ts'
import { startServer } from './fixtures/server.ts'

const code = userCard.user_card_code

describe('extra fields', () => {
  it('go into the query and into the body, and are signed', async () => {
    await using server = await startServer(signed(200, { ...invalidCard, returned: { extra: true } }))
    const extra = { query: { channel: 'a b', beta: true }, body: { invalid_kind: 'MEMBER', nested: { list: [1, null] } } }
    const card = await server.client().userCards.invalidate(code, asked, { extra })
    expect(card).toEqual({ ...invalidCard, returned: { extra: true } })
    const [received] = server.requests
    expect(received).toMatchObject({
      url: `/v3/brand/partner/card-member/user-cards/${code}/invalidate?brand_id=1004&card_id=${asked.card_id}&channel=a%20b&beta=true`,
      body: JSON.stringify({ openid: asked.openid, invalid_kind: 'MEMBER', nested: { list: [1, null] } }),
      signed: true,
    })
  })

  it('go with every page of a list', async () => {
    const page = { data: [userCard], total_count: 2, offset: 0, limit: 1 }
    await using server = await startServer(signed(200, page))
    for await (const _ of server.client().userCards.list({ brand_id: '1004', openid: 'o' }, { extra: { query: { new: 1 } } }));
    expect(server.requests.map(({ url }) => url.endsWith('&new=1'))).toEqual([true, true])
  })

  it('go into the meta part of an upload', async () => {
    await using server = await startServer(signed(200, { image_url: 'https://x' }))
    const file = new Uint8Array([1, 2, 3])
    await server
      .client()
      .images.upload({ filename: 'a.png', file }, { extra: { body: { purpose: 'card' } } })
      .catch(() => undefined)
    expect(server.requests[0]?.body).toContain('"purpose":"card"')
  })

  it('go with the invalidation of invalidateSafely alone', async () => {
    await using server = await startServer(signed(200, userCard), signed(200, invalidCard))
    const fields = { ...asked, invalid_reason: invalidCard.invalid_reason }
    const result = await server.client().userCards.invalidateSafely(code, fields, { extra: { body: { invalid_kind: 'MEMBER' } } })
    expect(result.outcome).toBe('done')
    expect(server.requests.map(({ method, body }) => [method, body.includes('invalid_kind')])).toEqual([
      ['GET', false],
      ['POST', true],
    ])
  })

  it.each<[object, string]>([
    [{ query: { brand_id: '1' } }, 'extra.query.brand_id is a field of getUserCard; give it beside the other fields.'],
    [{ body: { a: 1 } }, 'extra.body cannot be given: getUserCard has no body; use extra.query.'],
    [{ query: { a: {} } }, 'extra.query.a must be a text, a number, true or false, not a plain object.'],
    [{ query: [] }, 'extra.query must be an object, not a list.'],
    [{ body: 'a' }, 'extra.body must be an object, not a text.'],
    [{ header: {} }, 'extra.header is no option of extra; known are query, body.'],
  ])('are rejected: %j', async (extra, message) => {
    await using server = await startServer(signed(200, userCard))
    const api = server.client()
    const error = await failureOf(Reflect.apply(api.userCards.get, api.userCards, [code, asked, { extra }]))
    expect(error).toMatchObject({ name: 'OptionError', code: 'OPTION_INVALID', message })
    expect(server.requests).toHaveLength(0)
  })
})
