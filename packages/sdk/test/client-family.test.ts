import { describe, expect, it } from 'vitest'
import type { Activity } from '../src/index.ts'
import { asked, cut, failureOf, Stage, signed, userCard } from './client-stage.ts'

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
  it('sends a change of the same content again after a lost answer, because it leaves the same state', async () => {
    await using stage = await Stage.open(cut, signed(200, { ...userCard, level: '钻石会员' }))
    const card = await stage.client().userCards.update(code, { ...asked, level: '钻石会员' })
    expect(card.level).toBe('钻石会员')
    expect(stage.seen.map(({ method, url, body, signed }) => ({ method, url, body, signed }))).toEqual(
      Array.from({ length: 2 }, () => ({
        method: 'PATCH',
        url: `/v3/brand/partner/card-member/user-cards/${code}?card_id=${asked.card_id}`,
        body: JSON.stringify({ brand_id: '1004', openid: asked.openid, level: '钻石会员' }),
        signed: true,
      })),
    )
  })

  it('does not send again what could take effect twice', async () => {
    await using stage = await Stage.open(cut)
    const error = await failureOf(stage.client().activities.terminate('482913', { brand_id: '1004' }))
    expect(error).toMatchObject({ code: 'CONNECTION_LOST', outcome: 'unknown', attempts: 1 })
  })

  it('sends a request with a number of its own again with the same number', async () => {
    const points = { out_request_no: 'p-1', ...asked, user_card_code: code, point_balance: 1280 }
    await using stage = await Stage.open(cut, signed(200, points))
    expect(await stage.client().points.sync(points)).toEqual(points)
    expect(stage.seen.map(({ body }) => JSON.parse(body))).toEqual([points, points])
  })

  it('walks through the pages of activities', async () => {
    const page = (ids: readonly string[], offset: number) =>
      signed(200, { data: ids.map((activity_id) => ({ ...activity, activity_id })), total_count: 3, offset, limit: 2 })
    await using stage = await Stage.open(page(['1', '2'], 0), page(['3'], 2))
    const found: Activity['activity_id'][] = []
    for await (const { activity_id } of stage.client().activities.list({ brand_id: '1004', limit: 2 })) found.push(activity_id)
    expect(found).toEqual(['1', '2', '3'])
  })

  it('seals what a member filled in when an opening is confirmed', async () => {
    await using stage = await Stage.open(signed(200, userCard))
    await stage.client().userCards.confirm(code, {
      ...asked,
      user_card_confirm_state: 'CREATE_CARD_SUCCESS',
      phone_number: '13800138000',
      user_information: { custom_field_list: [{ name: '爱好', user_chosen_values: ['阅读'] }] },
    })
    const [seen] = stage.seen
    expect(seen?.body).not.toContain('13800138000')
    expect(JSON.parse(seen?.body ?? '').phone_number).toMatch(/^[A-Za-z0-9+/]{342}==$/)
  })

  it('gives tokens as they are', async () => {
    const token = { token: 'abc', expire_time: '2026-07-14T11:00:00+08:00' }
    await using stage = await Stage.open(signed(200, token))
    expect(await stage.client().tokens.createPreAuth(asked)).toEqual(token)
    expect(stage.seen.map(({ body }) => JSON.parse(body))).toEqual([asked])
  })
})
