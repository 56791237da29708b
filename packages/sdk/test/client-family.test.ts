import { describe, expect, it } from 'vitest'
import type { Activity } from '../src/index.ts'
import { resetConnection, signed } from './fixtures/answers.ts'
import { failureOf } from './fixtures/failure.ts'
import { asked, userCard } from './fixtures/member.ts'
import { startServer } from './fixtures/server.ts'

const code = userCard.user_card_code
const activity = {
  out_request_no: 'a-1',
  brand_id: '1004',
  card_id: asked.card_id,
  activity_channel: 'MECHANT_APP_COMPONENT',
  title: '入会有礼',
  sub_title: '立减 5 元',
  begin_time: '2026-07-14T00:00:00+08:00',
  end_time: '2026-08-14T00:00:00+08:00',
  apply_total: 100,
  product_coupon_stock_list: [{ product_coupon_id: '1', stock_id: '2' }],
  apply_available: 100,
  activity_id: '482913',
  activity_state: 'MEMBERSHIP_ACTIVITY_EFFECTIVE',
  create_time: '2026-07-14T00:00:00+08:00',
  modify_time: '2026-07-14T00:00:00+08:00',
} as const

describe('the rest of the family', () => {
  it('repeats a change with the same content after a lost answer', async () => {
    await using server = await startServer(resetConnection, signed(200, { ...userCard, level: '钻石会员' }))
    const card = await server.client().userCards.update(code, { ...asked, level: '钻石会员' })
    expect(card.level).toBe('钻石会员')
    expect(server.requests.map(({ method, url, body, signed }) => ({ method, url, body, signed }))).toEqual(
      Array.from({ length: 2 }, () => ({
        method: 'PATCH',
        url: `/v3/brand/partner/card-member/user-cards/${code}?card_id=${asked.card_id}`,
        body: JSON.stringify({ brand_id: '1004', openid: asked.openid, level: '钻石会员' }),
        signed: true,
      })),
    )
  })

  it('does not repeat a call that could take effect twice', async () => {
    await using server = await startServer(resetConnection)
    const error = await failureOf(server.client().activities.terminate('482913', { brand_id: '1004' }))
    expect(error).toMatchObject({ code: 'CONNECTION_LOST', outcome: 'unknown', attempts: 1 })
  })

  it('repeats a numbered request with the same number', async () => {
    const points = { out_request_no: 'p-1', ...asked, user_card_code: code, point_balance: 1280 }
    await using server = await startServer(resetConnection, signed(200, points))
    expect(await server.client().points.sync(points)).toEqual(points)
    expect(server.requests.map(({ body }) => JSON.parse(body))).toEqual([points, points])
  })

  it('iterates over the pages of activities', async () => {
    const page = (ids: readonly string[], offset: number) =>
      signed(200, { data: ids.map((activity_id) => ({ ...activity, activity_id })), total_count: 3, offset, limit: 2 })
    await using server = await startServer(page(['1', '2'], 0), page(['3'], 2))
    const found: Activity['activity_id'][] = []
    for await (const { activity_id } of server.client().activities.list({ brand_id: '1004', limit: 2 })) found.push(activity_id)
    expect(found).toEqual(['1', '2', '3'])
  })

  it('seals the fields of the member when an opening is confirmed', async () => {
    await using server = await startServer(signed(200, userCard))
    await server.client().userCards.confirm(code, {
      ...asked,
      user_card_confirm_state: 'CREATE_CARD_SUCCESS',
      phone_number: '13800138000',
      user_information: { custom_field_list: [{ name: '爱好', user_chosen_values: ['阅读'] }] },
    })
    const [received] = server.requests
    expect(received?.body).not.toContain('13800138000')
    expect(JSON.parse(received?.body ?? '').phone_number).toMatch(/^[A-Za-z0-9+/]{342}==$/)
  })

  it('returns tokens unchanged', async () => {
    const token = { token: 'abc', expire_time: '2026-07-14T11:00:00+08:00' }
    await using server = await startServer(signed(200, token))
    expect(await server.client().tokens.createPreAuth(asked)).toEqual(token)
    expect(server.requests.map(({ body }) => JSON.parse(body))).toEqual([asked])
  })
})
