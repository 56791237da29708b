import { describe, expect, expectTypeOf, it } from 'vitest'
import { type Card, Listing, type UserCard } from '../src/index.ts'
import { type Responder, signed, unsigned } from './fixtures/answers.ts'
import { failureOf } from './fixtures/failure.ts'
import { asked, userCard } from './fixtures/member.ts'
import { startServer, type TestServer } from './fixtures/server.ts'

const member = { brand_id: asked.brand_id, openid: asked.openid }
const cardsUpTo = (count: number) => Array.from({ length: count }, (_, index) => ({ ...userCard, user_card_code: String(index) }))

/** Serves a list that may change between requests. */
function serve(lists: readonly (readonly unknown[])[]): Responder {
  let turn = 0
  return (received, response) => {
    const all = lists[Math.min(turn++, lists.length - 1)] ?? []
    const query = new URL(received.url, 'http://x').searchParams
    const [offset, limit] = [Number(query.get('offset')), Number(query.get('limit'))]
    return signed(200, { data: all.slice(offset, offset + limit), total_count: all.length, offset, limit })(received, response)
  }
}

async function codesOf(list: AsyncIterable<UserCard>): Promise<string[]> {
  const codes: string[] = []
  for await (const card of list) codes.push(card.user_card_code)
  return codes
}

const offsets = (server: TestServer) => server.requests.map(({ url }) => new URL(url, 'http://x').searchParams.get('offset'))

describe('a list', () => {
  it('is one page when awaited, the first 20 unless asked otherwise', async () => {
    await using server = await startServer(serve([cardsUpTo(45)]))
    const api = server.client()
    const page = await api.userCards.list(member)
    expect(page).toMatchObject({ total_count: 45, offset: 0, limit: 20 })
    expect(page.data).toHaveLength(20)
    const next = await api.userCards.list({ ...member, offset: 44, limit: 5 })
    expect(next.data.map((card) => card.user_card_code)).toEqual(['44'])
    expectTypeOf(page.data).toEqualTypeOf<UserCard[]>()
    expectTypeOf(api.cards.list({ brand_id: '1004' })).toExtend<AsyncIterable<Card>>()
  })

  it('is every item of every page when iterated', async () => {
    await using server = await startServer(serve([cardsUpTo(45)]))
    expect(await codesOf(server.client().userCards.list(member))).toEqual(cardsUpTo(45).map((card) => card.user_card_code))
    expect(offsets(server)).toEqual(['0', '20', '40'])
  })

  it('begins at the given offset', async () => {
    await using server = await startServer(serve([cardsUpTo(9)]))
    expect(await codesOf(server.client().userCards.list({ ...member, offset: 5, limit: 3 }))).toEqual(['5', '6', '7', '8'])
  })

  it.each([
    ['is empty', [[]], 1],
    ['shrinks meanwhile', [cardsUpTo(45), cardsUpTo(21)], 2],
    ['vanishes meanwhile', [cardsUpTo(45), []], 2],
    ['ends with a full page', [cardsUpTo(40)], 2],
  ])('ends when it %s', async (_what, lists, requests) => {
    await using server = await startServer(serve(lists))
    await codesOf(server.client().userCards.list(member))
    expect(server.requests).toHaveLength(requests)
  })

  it('ends at an empty page, whatever total_count says', async () => {
    await using server = await startServer(signed(200, { data: [], total_count: 99, offset: 0, limit: 20 }))
    expect(await codesOf(server.client().userCards.list(member))).toEqual([])
  })

  it('continues after a short page', async () => {
    const page = (data: unknown[]) => signed(200, { data, total_count: 3, offset: 0, limit: 20 })
    await using server = await startServer(page(cardsUpTo(1)), page(cardsUpTo(2)))
    expect(await codesOf(server.client().userCards.list(member))).toEqual(['0', '0', '1'])
    expect(offsets(server)).toEqual(['0', '1'])
  })

  it('sends nothing before it is used, and one request however often it is awaited', async () => {
    await using server = await startServer(serve([cardsUpTo(1)]))
    const list = server.client().userCards.list(member)
    expect(list).toBeInstanceOf(Listing)
    expect(server.requests).toHaveLength(0)
    let settled = 0
    await Promise.all([list, list.then((page) => page.data), list.finally(() => settled++)])
    expect(server.requests).toHaveLength(1)
    expect(settled).toBe(1)
    expect(Object.prototype.toString.call(list)).toBe('[object Listing]')
  })

  it('stops reading when the loop ends', async () => {
    await using server = await startServer(serve([cardsUpTo(45)]))
    for await (const card of server.client().userCards.list(member)) if (card.user_card_code === '3') break
    expect(server.requests).toHaveLength(1)
  })

  it('fails like any call, in await, catch and loop', async () => {
    await using server = await startServer(unsigned(404, ''))
    const api = server.client()
    expect(await failureOf(api.userCards.list(member))).toMatchObject({ code: 'GATEWAY_ERROR' })
    expect(await api.userCards.list(member).catch((error) => error)).toMatchObject({ status: 404 })
    expect(await failureOf(codesOf(api.userCards.list(member)))).toMatchObject({ code: 'GATEWAY_ERROR' })
    expect(await failureOf(api.userCards.list({ ...member, limit: 21 }))).toMatchObject({
      code: 'INVALID_INPUT',
      issues: [{ pointer: '/limit', issue: 'must be <= 20' }],
    })
    expect(server.requests).toHaveLength(3)
  })

  it('reports an answer that is not a page', async () => {
    await using server = await startServer(signed(200, { data: 'all' }))
    expect(await failureOf(server.client().userCards.list(member))).toMatchObject({
      name: 'AnswerError',
      code: 'ANSWER_NOT_JSON',
      verified: true,
    })
  })
})
