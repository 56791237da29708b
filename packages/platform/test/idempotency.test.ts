import { CardMember } from '@card-member/sdk'
import { describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { cardInput } from './fixtures/card-calls.ts'
import { startTestPlatform } from './fixtures/platform.ts'
import { appid, brand_id, makeTenants, mchid, merchantPrivateKey, serial_no } from './fixtures/tenants.ts'

const otherBrand = '2005'
const otherMerchant = '1900000002'

/** Two merchants that may act for two brands, on a running platform. */
async function start(kind: (typeof kinds)[number]) {
  const tenants = makeTenants(({ merchants, brands }) => ({
    merchants: merchants.flatMap((one) => [mchid, otherMerchant].map((id) => ({ ...one, mchid: id, brands: [brand_id, otherBrand] }))),
    brands: brands.map((brand) => ({ ...brand, appids: [appid] })),
  }))
  const running = await startTestPlatform({ kind, tenants })
  const { url, wechatpay_public_key_id, wechatpay_public_key } = running.platform
  const clientOf = (id: string) =>
    new CardMember(
      { base_url: url, mchid: id, serial_no, private_key: merchantPrivateKey, wechatpay_public_key_id, wechatpay_public_key },
      { clock: running.clock.read, rate_limit: false },
    )
  const count = async () => Number((await running.database.rows('select count(*) as n from cards'))[0]?.n)
  const dispose = async () => {
    await running[Symbol.asyncDispose]()
    tenants[Symbol.dispose]()
  }
  return { first: clientOf(mchid), second: clientOf(otherMerchant), count, [Symbol.asyncDispose]: dispose }
}

const reused = { code: 'INVALID_REQUEST', status: 400 }

describe.each(kinds)('out_request_no on %s', (kind) => {
  test('means one card for a merchant, a brand and an operation, however often it is sent', async () => {
    await using running = await start(kind)
    const { first, second, count } = running
    const answers = await Promise.all(Array.from({ length: 12 }, () => first.cards.create(cardInput())))
    expect(new Set(answers.map(({ card_id }) => card_id)).size).toBe(1)
    const backwards = Object.fromEntries(Object.entries(cardInput()).reverse())
    expect(await first.cards.create({ ...cardInput(), ...backwards })).toEqual(answers[0])
    expect(await count()).toBe(1)

    await expect(first.cards.create(cardInput({ card_title: '金卡' }))).rejects.toMatchObject(reused)
    expect(await count()).toBe(1)

    const ofAnother = await second.cards.create(cardInput())
    const ofAnotherBrand = await first.cards.create(cardInput({ brand_id: otherBrand }))
    expect(new Set([answers[0], ofAnother, ofAnotherBrand].map((card) => card?.card_id)).size).toBe(3)
    expect(await count()).toBe(3)
  })

  test('is another number for another operation, and stays free after a refusal', async () => {
    await using running = await start(kind)
    const { first } = running
    const { card_id } = await first.cards.create(cardInput({ out_request_no: 'n-1' }))
    const member = { brand_id, card_id, openid: 'openid-1', user_card_code: 'code-1' }
    const points = { ...member, out_request_no: 'n-1', point_balance: 10 }
    await expect(first.points.sync(points)).rejects.toMatchObject({ outcome: 'rejected' })

    await first.userCards.importByOpenid({ ...member, valid_date_information: { type: 'PERMANENT' } })
    expect(await first.points.sync({ ...points, point_balance: 20 })).toEqual({ ...points, point_balance: 20 })
    await expect(first.points.sync(points)).rejects.toMatchObject(reused)
    const { openid: _, ...fed } = { ...member, out_request_no: 'n-1', cell: '15_1200_1' }
    expect(await first.feeds.create({ ...member, out_request_no: 'n-1', cell: '15_1200_1' })).toEqual(fed)
  })

  test('brings back the first answer, whatever became of the card since', async () => {
    await using running = await start(kind)
    const { first } = running
    const created = await first.cards.create(cardInput())
    await first.cards.invalidate(created.card_id, { brand_id })
    expect(await first.cards.create(cardInput())).toEqual(created)
    expect((await first.cards.get(created.card_id, { brand_id })).state).toBe('CARD_INVALID')
  })
})
