import type { Card } from '@card-member/sdk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import type { Caller, Received } from './fixtures/caller.ts'
import { answerOf, base, cardInput, createCard, importMember, invalidate, succeeded } from './fixtures/card-calls.ts'
import { startTestPlatform, type TestPlatform } from './fixtures/platform.ts'
import { appid, brand_id, mchid } from './fixtures/tenants.ts'

describe.each(kinds)('templates on %s', (kind) => {
  let running: TestPlatform
  let caller: Caller

  beforeAll(async () => {
    running = await startTestPlatform({ kind })
    caller = running.caller
  })
  afterAll(async () => running[Symbol.asyncDispose]())

  const create = (over: object): Promise<Received> => caller.call('POST', `${base}/cards`, { ...cardInput(), ...over })
  const get = (card_id: string) => caller.call('GET', `${base}/cards/${card_id}?brand_id=${brand_id}`)

  test('are created with every field that was given', async () => {
    const full = cardInput({
      out_request_no: 'full',
      code_type: 'JUMP_MINI_PROGRAM',
      code_jump_information: { jump_appid: appid, jump_path: 'pages/code' },
      need_pinned: true,
      need_display_level: true,
      init_level: '普通会员',
      service_phone: '4001234567',
      legal_agreement: '会员协议'.repeat(1000),
      member_information: { jump_path: 'pages/member' },
      purchase_information: { jump_appid: appid, price: 9900 },
      user_information: {
        common_field_list: ['USER_FORM_FLAG_NAME', 'USER_FORM_FLAG_CITY'],
        custom_field_list: [{ type: 'RADIO', name: '口味', values: ['甜', '咸'] }],
      },
    })
    const created: Card = succeeded(await create(full))
    const time = '2026-11-24T10:00:00+08:00'
    expect(created).toEqual({ ...full, card_id: created.card_id, state: 'CARD_EFFECTIVE', create_time: time, modify_time: time })
    expect(created.card_id).toMatch(/^p[0-9A-Za-z_-]{27}$/)
    expect(succeeded(await get(created.card_id))).toEqual(created)
    expect(await running.database.rows(`select * from history where card_id = '${created.card_id}'`)).toEqual([
      {
        brand_id,
        card_id: created.card_id,
        entity: 'card',
        entity_id: created.card_id,
        revision: 1,
        time: running.clock.seconds,
        caller_kind: 'partner',
        caller_id: mchid,
        operation: 'createCard',
        request_id: expect.stringMatching(/^[0-9A-F]{22}$/),
        change: '{"to":"CARD_EFFECTIVE"}',
      },
    ])
  })

  test('are the same again for the same request number and content', async () => {
    const first = succeeded(await create({ out_request_no: 'again' }))
    running.clock.advance(60)
    const reordered = Object.fromEntries(Object.entries({ ...cardInput(), out_request_no: 'again' }).reverse())
    expect(succeeded(await create({ out_request_no: 'again' }))).toEqual(first)
    expect(succeeded(await caller.call('POST', `${base}/cards`, reordered))).toEqual(first)
  })

  test('are refused for the same request number and other content', async () => {
    await create({ out_request_no: 'other' })
    expect(answerOf(await create({ out_request_no: 'other', card_title: '别的' }))).toEqual([
      400,
      { code: 'INVALID_REQUEST', message: '商户请求单号已用于不同内容的请求' },
    ])
  })

  test('are created once, however many ask at once', async () => {
    const cards = await Promise.all(Array.from({ length: 30 }, () => create({ out_request_no: 'at-once' })))
    expect(new Set(cards.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(cards.map(({ text }) => text)).size).toBe(1)
  })

  test('are refused when their number was refused before, as long as the reason remains', async () => {
    expect(answerOf(await create({ out_request_no: 'balance', card_type: 'BALANCE' }))).toEqual([
      400,
      { code: 'INVALID_REQUEST', message: '暂不支持该会员卡类型' },
    ])
    expect((await create({ out_request_no: 'balance' })).status).toBe(200)
  })

  test('need an appid of the brand', async () => {
    expect(answerOf(await create({ out_request_no: 'appid', appid: 'wx2005' }))).toEqual([
      400,
      { code: 'INVALID_REQUEST', message: 'appid未与品牌绑定' },
    ])
  })

  test.each([
    [{ code_type: 'JUMP_MINI_PROGRAM' }, '/code_jump_information', 'is required when code_type is JUMP_MINI_PROGRAM'],
    [{ need_display_level: true }, '/init_level', 'is required when need_display_level is true'],
    [{ card_title: '一二三四五六七八九十一' }, '/card_title', 'string length exceeds 10'],
    [{ card_title: '会员😀' }, '/card_title', 'contains a character of 4 bytes in UTF-8, such as an emoji'],
    [{ card_color: 'red' }, '/card_color', 'has a character or form that is not allowed; expected ^#[0-9A-Fa-f]{6}$'],
  ])('%o is refused at %s', async (over, field, issue) => {
    expect(answerOf(await create({ out_request_no: 'wrong', ...over }))).toMatchObject([
      400,
      { detail: { field, issue, location: 'body' } },
    ])
  })

  test('that do not exist are not of the brand', async () => {
    const refused = [400, { code: 'INVALID_REQUEST', message: '会员卡模版ID不属于该品牌' }]
    expect(answerOf(await get('unknown'))).toEqual(refused)
    expect(answerOf(await caller.call('POST', `${base}/cards/unknown/invalidate`, { brand_id }))).toEqual(refused)
  })
})

describe.each(kinds)('lists on %s', (kind) => {
  test('of templates are in order of creation, page by page', async () => {
    await using running = await startTestPlatform({ kind })
    const { caller, clock } = running
    const list = async (query: string) => succeeded<Page<Card>>(await caller.call('GET', `${base}/cards?brand_id=${brand_id}&${query}`))
    expect(await list('offset=0&limit=20')).toEqual({ data: [], total_count: 0, offset: 0, limit: 20 })
    const made: Card[] = []
    for (let index = 0; index < 7; index++) {
      if (index % 3 === 0) clock.advance(1)
      made.push(await createCard(caller, { out_request_no: `list-${index}` }))
    }
    const ordered = made.toSorted((a, b) => compare(a.create_time, b.create_time) || compare(a.card_id, b.card_id))
    expect(await list('offset=0&limit=20')).toEqual({ data: ordered, total_count: 7, offset: 0, limit: 20 })
    expect(await list('offset=3&limit=3')).toEqual({ data: ordered.slice(3, 6), total_count: 7, offset: 3, limit: 3 })
    expect(await list('offset=7&limit=1')).toEqual({ data: [], total_count: 7, offset: 7, limit: 1 })
    const ended = ordered[4]?.card_id ?? ''
    await caller.call('POST', `${base}/cards/${ended}/invalidate`, { brand_id })
    expect(idsOf(await list('offset=0&limit=20&state=CARD_INVALID'))).toEqual([ended])
    const effective = await list('offset=1&limit=20&state=CARD_EFFECTIVE')
    expect([effective.total_count, idsOf(effective)]).toEqual([6, idsOf({ data: ordered.toSpliced(4, 1).slice(1) })])
  })

  test("of a member's cards are by state and in order, and empty for a stranger", async () => {
    await using running = await startTestPlatform({ kind })
    const { caller, clock } = running
    const list = async (query: string) =>
      succeeded<Page<Card>>(await caller.call('GET', `${base}/user-cards?brand_id=${brand_id}&offset=0&limit=20&${query}`))
    const made: string[] = []
    const end = '2026-11-24T12:00:00+08:00'
    for (const name of ['a', 'b', 'c', 'd']) {
      const valid_date_information =
        name === 'd'
          ? ({ type: 'FIX_TIME_RANGE', available_begin_time: '2026-11-24T00:00:00+08:00', available_end_time: end } as const)
          : ({ type: 'PERMANENT' } as const)
      clock.advance(1)
      const { card_id } = await createCard(caller, { out_request_no: name, valid_date_information })
      await importMember(caller, card_id, { user_card_code: name, valid_date_information })
      made.push(card_id)
    }
    const [a, b, c, d] = made
    await invalidate(caller, b ?? '', { openid: 'openid-1' }, 'b')
    expect(idsOf(await list('openid=openid-1'))).toEqual([a, b, c, d])
    expect(idsOf(await list('openid=openid-1&user_card_state=EFFECTIVE'))).toEqual([a, c, d])
    expect(idsOf(await list('openid=openid-1&user_card_state=EXPIRED'))).toEqual([])
    clock.set(end)
    expect(idsOf(await list('openid=openid-1&user_card_state=EFFECTIVE'))).toEqual([a, c, d])
    clock.advance(1)
    expect(idsOf(await list('openid=openid-1&user_card_state=EFFECTIVE'))).toEqual([a, c])
    expect(idsOf(await list('openid=openid-1&user_card_state=EXPIRED'))).toEqual([d])
    expect(idsOf(await list('openid=openid-1&user_card_state=INVALID'))).toEqual([b])
    expect(idsOf(await list('openid=openid-1&user_card_state=UNACTIVATED'))).toEqual([])
    expect(await list('openid=stranger')).toEqual({ data: [], total_count: 0, offset: 0, limit: 20 })
  })
})

interface Page<Item> {
  readonly data: readonly Item[]
  readonly total_count: number
}

function idsOf({ data }: Pick<Page<Card>, 'data'>): string[] {
  return data.map(({ card_id }) => card_id)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
