import { createHash } from 'node:crypto'
import { CardMember } from '@card-member/sdk'
import { describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { cardInput } from './fixtures/card-calls.ts'
import { startTestPlatform } from './fixtures/platform.ts'
import { brand_id, mchid, merchantPrivateKey, serial_no } from './fixtures/tenants.ts'

// One pixel.
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const openid = 'openid-1'
const user_card_code = 'code-1'

/** A client of a running platform, with the platform's clock. */
async function start(kind: (typeof kinds)[number]) {
  const running = await startTestPlatform({ kind })
  const { url, wechatpay_public_key_id, wechatpay_public_key } = running.platform
  const credential = { base_url: url, mchid, serial_no, private_key: merchantPrivateKey, wechatpay_public_key_id, wechatpay_public_key }
  const api = new CardMember(credential, { clock: running.clock.read, rate_limit: false })
  const { card_id } = await api.cards.create(cardInput())
  const member = { brand_id, card_id, openid }
  await api.userCards.importByOpenid({
    ...member,
    user_card_code,
    valid_date_information: { type: 'PERMANENT' },
    phone_number: '13800001234',
  })
  return { ...running, api, card_id, member, [Symbol.asyncDispose]: () => running[Symbol.asyncDispose]() }
}

describe.each(kinds)('the rest of the family on %s', (kind) => {
  test('a template changes in what is given, and not after its end', async () => {
    await using running = await start(kind)
    const { api, card_id } = running
    const changed = await api.cards.update(card_id, { brand_id, card_title: '金卡', need_display_level: true, init_level: '金' })
    expect(changed).toMatchObject({ card_title: '金卡', init_level: '金', benefits: '全场九折' })
    expect(await api.cards.get(card_id, { brand_id })).toEqual(changed)
    await expect(api.cards.update(card_id, { brand_id, card_type: 'BALANCE' })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      status: 400,
    })
    await api.cards.invalidate(card_id, { brand_id })
    await expect(api.cards.update(card_id, { brand_id, card_title: '银卡' })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      status: 400,
    })
  })

  test("a member's card changes, keeps its personal values, and not after its end", async () => {
    await using running = await start(kind)
    const { api, member } = running
    const changed = await api.userCards.update(user_card_code, { ...member, level: '钻石会员', attach: 'a' })
    expect(changed).toMatchObject({ level: '钻石会员', attach: 'a', phone_number: '13800001234' })
    const confirmed = await api.userCards.confirm(user_card_code, { ...member, user_card_confirm_state: 'CREATE_CARD_SUCCESS' })
    expect(confirmed).toEqual(changed)
    const failed = api.userCards.confirm(user_card_code, { ...member, user_card_confirm_state: 'CREATE_CARD_FAIL' })
    await expect(failed).rejects.toMatchObject({ code: 'INVALID_REQUEST', status: 400 })
    await api.userCards.invalidate(user_card_code, member)
    await expect(api.userCards.update(user_card_code, { ...member, level: '无' })).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
  })

  test('points and feeds run once for a number', async () => {
    await using running = await start(kind)
    const { api, member } = running
    const points = { ...member, user_card_code, out_request_no: 'p-1', point_balance: 1280 }
    expect(await api.points.sync(points)).toEqual(points)
    expect(await api.points.sync(points)).toEqual(points)
    await expect(api.points.sync({ ...points, point_balance: 1 })).rejects.toMatchObject({ code: 'INVALID_REQUEST', status: 400 })
    const { openid: _, ...feed } = { ...member, user_card_code, out_request_no: 'f-1', cell: '15_1200_1' }
    expect(await api.feeds.create({ ...feed, openid })).toEqual(feed)
    expect(await api.feeds.create({ ...feed, openid })).toEqual(feed)
    const [row] = await running.database.rows('select count(*) as n, (select point_balance from user_cards) as balance from feeds')
    expect([Number(row?.n), Number(row?.balance)]).toEqual([1, 1280])
  })

  test('tokens are given for a template that still issues', async () => {
    await using running = await start(kind)
    const { api, member, card_id } = running
    expect((await api.tokens.createPreAuth(member)).expire_time).toBe('2026-11-24T11:00:00+08:00')
    expect((await api.tokens.createPayView(member)).expire_time).toBe('2026-11-24T10:10:00+08:00')
    await api.cards.invalidate(card_id, { brand_id })
    await expect(api.tokens.createPreAuth(member)).rejects.toMatchObject({ code: 'INVALID_REQUEST', status: 400 })
  })

  test('an activity follows the clock, and ends for good', async () => {
    await using running = await start(kind)
    const { api, card_id, clock } = running
    const words = { title: '入会礼', sub_title: '十元券', begin_time: '2026-11-25T00:00:00+08:00', end_time: '2026-11-26T00:00:00+08:00' }
    const product_coupon_stock_list = [{ product_coupon_id: 'c1', stock_id: 's1' }]
    const given = {
      out_request_no: 'a-1',
      brand_id,
      card_id,
      activity_channel: 'MECHANT_APP_COMPONENT',
      ...words,
      apply_total: 10,
    } as const
    const created = await api.activities.create({ ...given, product_coupon_stock_list })
    expect(created).toMatchObject({ activity_state: 'MEMBERSHIP_ACTIVITY_CREATED', apply_available: 10, ...words })
    const { activity_id } = created
    clock.set('2026-11-25T00:00:00+08:00')
    const state = async () => (await api.activities.get(activity_id, { brand_id })).activity_state
    expect(await state()).toBe('MEMBERSHIP_ACTIVITY_EFFECTIVE')
    expect((await api.activities.update(activity_id, { brand_id, ...words, title: '新' })).title).toBe('新')
    const listed = await api.activities.list({ brand_id, activity_state: 'MEMBERSHIP_ACTIVITY_EFFECTIVE' })
    expect(listed.data.map((activity) => activity.activity_id)).toEqual([activity_id])
    clock.set('2026-11-26T00:00:01+08:00')
    expect(await state()).toBe('MEMBERSHIP_ACTIVITY_EXPIRED')
    await expect(api.activities.update(activity_id, { brand_id, ...words })).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
    const ended = await api.activities.terminate(activity_id, { brand_id })
    expect(ended.activity_state).toBe('MEMBERSHIP_ACTIVITY_TERMINATED')
    expect(await api.activities.terminate(activity_id, { brand_id })).toEqual(ended)
  })

  test('an image is served where its URL says, and a card may show it', async () => {
    await using running = await start(kind)
    const { api, card_id } = running
    const { media_url } = await api.images.upload({ filename: 'face.png', file: png })
    expect(media_url).toBe(`${running.platform.url}/media/${createHash('sha256').update(png).digest('hex')}.png`)
    const served = await fetch(media_url)
    expect([served.headers.get('content-type'), Buffer.from(await served.arrayBuffer())]).toEqual(['image/png', png])
    expect((await api.cards.update(card_id, { brand_id, card_picture_url: media_url })).card_picture_url).toBe(media_url)
    const foreign = api.cards.update(card_id, { brand_id, card_picture_url: 'https://example.com/a.png' })
    await expect(foreign).rejects.toMatchObject({ code: 'PARAM_ERROR', status: 400 })
    await expect(api.images.upload({ filename: 'face.jpg', file: png })).rejects.toMatchObject({ code: 'PARAM_ERROR', status: 400 })
  })
})
