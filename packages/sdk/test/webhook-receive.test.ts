import { describe, expect, expectTypeOf, it } from 'vitest'
import { CredentialError, Keyring } from '../src/index.ts'
import { readPublicKey, seal } from '../src/protocol/index.ts'
import { type KeyringResolver, receive, type WebhookEvent, webhookKeyring } from '../src/webhook/index.ts'
import { failureOf } from './fixtures/failure.ts'
import { merchant, merchantKey, platform, platformKeyId, stranger, strangerKey } from './fixtures/keys.ts'
import { apiv3_key, clock, credential, keyring, notifiedCard, notify, sha256 } from './fixtures/notification.ts'

const exchange = {
  record_id: '1001',
  brand_id: '1004',
  card_id: notifiedCard.card_id,
  appid: 'wxea9c30890f48d5ae',
  openid: notifiedCard.openid,
  user_card_code: '478515832665',
  exchange_coupon_template_id: '2002',
  deduct_points: 300,
  product_coupon_id: '3003',
  product_coupon_stock_type: 'PRODUCT_COUPON_STOCK_TYPE_BUSI_FAVOR',
  stock_id: '4004',
}
const balance = { brand_id: '1004', card_id: notifiedCard.card_id, openid: notifiedCard.openid, user_card_code: '478515832665' }
const id = '9a1c1f6e-2f4e-5a0b-8d0c-3d1c6a5b7e11'

async function received(parts: Parameters<typeof notify>[0] = {}, keys = keyring()): Promise<WebhookEvent> {
  const { raw, headers } = await notify(parts)
  return receive(raw, headers, keys, { clock })
}

describe('receive', () => {
  it('returns the whole event of an opened card', async () => {
    const { card_id, openid, create_time } = notifiedCard
    expect(await received()).toEqual({
      kind: 'USER_CARD.CREATE',
      id,
      create_time: '2026-07-14T10:00:00+08:00',
      event_type: 'BRAND_MEMBER_CARD_SP.USER_CARD.CREATE',
      summary: '用户开通会员卡通知',
      original_type: 'user_card',
      request_id: '08F78BB5AF0610D302189F-0',
      serial: platformKeyId,
      tenant: undefined,
      dedupe_keys: [
        `id:${id}`,
        `USER_CARD.CREATE:${await sha256(JSON.stringify(['USER_CARD.CREATE', '1004', card_id, openid, '478515832665', create_time]))}`,
      ],
      resource: notifiedCard,
    })
  })

  it.each([
    ['BRAND_MEMBER_CARD_SP.USER_CARD.CREATE', 'USER_CARD.CREATE', notifiedCard],
    ['BRAND_MEMBER_CARD_SP.USER_CARD.DELETE', 'USER_CARD.DELETE', notifiedCard],
    ['BRAND_MEMBER_CARD_SP.POINT_EXCHANGE_COUPON', 'POINT_EXCHANGE_COUPON', exchange],
    ['BRAND_MEMBER_CARD_SP.SYNC_USER_POINT', 'SYNC_USER_POINT', balance],
    ['MEMBERCARDSP.USER_CARD.CREATE', 'USER_CARD.CREATE', notifiedCard],
    ['MEMBERCARDSP.USER_CARD.DELETE', 'USER_CARD.DELETE', notifiedCard],
    ['BRAND_MEMBER_CARD.USER_CARD.CREATE', 'USER_CARD.CREATE', notifiedCard],
    ['BRAND_MEMBER_CARD.USER_CARD.DELETE', 'USER_CARD.DELETE', notifiedCard],
    ['BRAND_MEMBER_CARD.POINT_EXCHANGE_COUPON', 'POINT_EXCHANGE_COUPON', exchange],
    ['BRAND_MEMBER_CARD.SYNC_USER_POINT', 'SYNC_USER_POINT', balance],
  ])('knows %s as %s', async (event_type, kind, resource) => {
    const event = await received({ event_type, resource })
    expect({ kind: event.kind, event_type: event.event_type, resource: event.resource }).toEqual({ kind, event_type, resource })
  })

  it('types the resource by its kind', async () => {
    const event = await received({ event_type: 'BRAND_MEMBER_CARD_SP.POINT_EXCHANGE_COUPON', resource: exchange })
    if (event.kind !== 'POINT_EXCHANGE_COUPON') throw new Error('another kind')
    expectTypeOf(event.resource.deduct_points).toEqualTypeOf<number>()
    expectTypeOf(event.resource.appid).toEqualTypeOf<string | undefined>()
    expect(event.resource.deduct_points).toBe(300)
  })

  it('keeps an event of an unknown type, opened', async () => {
    const event = await received({ event_type: 'BRAND_MEMBER_CARD_SP.NEW_THING', resource: { some: ['thing'] } })
    expect({ kind: event.kind, resource: event.resource, dedupe_keys: event.dedupe_keys }).toEqual({
      kind: 'unknown',
      resource: { some: ['thing'] },
      dedupe_keys: [`id:${id}`],
    })
  })

  it('accepts unknown states, new fields and missing optional fields', async () => {
    const { brand_id, card_id, openid } = notifiedCard
    const resource = { brand_id, card_id, openid, user_card_state: 'NOT_EFFECTIVE', new_field: { deep: true }, level: 7 }
    const event = await received({ resource, change: (envelope) => ({ ...envelope, summary: '😀', more: 1 }) })
    expect({ kind: event.kind, resource: event.resource, summary: event.summary }).toEqual({
      kind: 'USER_CARD.CREATE',
      resource,
      summary: '😀',
    })
  })

  it('names the fields that a known event lacks', async () => {
    const event = await received({ event_type: 'BRAND_MEMBER_CARD_SP.POINT_EXCHANGE_COUPON', resource: { ...balance, record_id: 12 } })
    expect({ kind: event.kind, missing: 'missing' in event ? event.missing : undefined }).toEqual({
      kind: 'unknown',
      missing: ['record_id', 'exchange_coupon_template_id', 'deduct_points'],
    })
  })

  it('accepts a string, a Buffer, and headers in every form', async () => {
    const { raw, headers } = await notify()
    const upper = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]))
    for (const body of [raw, Buffer.from(raw), new TextDecoder().decode(raw)])
      for (const given of [headers, upper, new Headers(headers)]) expect((await receive(body, given, keyring(), { clock })).id).toBe(id)
  })

  it('gives the same event the same second key under both names and any id', async () => {
    const one = await received()
    const other = await received({ id: 'another', event_type: 'MEMBERCARDSP.USER_CARD.CREATE' })
    expect(other.dedupe_keys).toEqual(['id:another', one.dedupe_keys[1]])
    const later = await received({ resource: { ...notifiedCard, create_time: '2026-07-15T09:59:58+08:00' } })
    expect(later.dedupe_keys[1]).not.toBe(one.dedupe_keys[1])
  })

  it('identifies an exchange by its record and a balance request by its id alone', async () => {
    const { dedupe_keys } = await received({ event_type: 'BRAND_MEMBER_CARD_SP.POINT_EXCHANGE_COUPON', resource: exchange })
    expect(dedupe_keys).toEqual([
      `id:${id}`,
      `POINT_EXCHANGE_COUPON:${await sha256(JSON.stringify(['POINT_EXCHANGE_COUPON', '1004', '1001']))}`,
    ])
    expect((await received({ event_type: 'BRAND_MEMBER_CARD_SP.SYNC_USER_POINT', resource: balance })).dedupe_keys).toEqual([`id:${id}`])
  })

  it('accepts a clock skew of 299 seconds and rejects 300', async () => {
    for (const seconds of [299, -299]) {
      const { raw, headers } = await notify()
      expect((await receive(raw, headers, keyring(), { clock: () => clock() + seconds * 1000 })).id).toBe(id)
    }
    for (const seconds of [300, -300]) {
      const { raw, headers } = await notify()
      const error = await failureOf(receive(raw, headers, keyring(), { clock: () => clock() + seconds * 1000 }))
      expect(error).toMatchObject({ code: 'SIGNATURE_CLOCK' })
    }
  })

  it('opens fields that are sealed twice and keeps plain text', async () => {
    const resource = {
      ...notifiedCard,
      phone_number: await seal('13800138000', merchantKey),
      user_information: {
        common_field_list: [{ name: 'USER_FORM_FLAG_SEX', value: '男' }],
        custom_field_list: [{ name: '爱好', user_chosen_values: [await seal('阅读', merchantKey)] }],
      },
      level: 'x'.repeat(344),
    }
    const opened = await received({ resource }, webhookKeyring({ ...credential, private_key: merchant.private_key }))
    expect(opened.resource).toEqual({
      ...resource,
      phone_number: '13800138000',
      user_information: {
        common_field_list: [{ name: 'USER_FORM_FLAG_SEX', value: '男' }],
        custom_field_list: [{ name: '爱好', user_chosen_values: ['阅读'] }],
      },
    })
    expect((await received({ resource })).resource).toEqual(resource)
    const foreign = await received({ resource }, webhookKeyring({ ...credential, private_key: stranger.private_key }))
    expect(foreign.resource).toEqual(resource)
  })
})

describe('a webhook keyring', () => {
  it('opens with the old and the new APIv3 key while it changes', async () => {
    const keys = webhookKeyring({ ...credential, apiv3_key: ['n'.repeat(32), apiv3_key] })
    expect((await received({}, keys)).id).toBe(id)
    expect((await received({ apiv3_key: 'n'.repeat(32) }, keys)).id).toBe(id)
    keys.addApiv3Key('z'.repeat(32))
    expect(keys.apiv3_keys).toBe(3)
    expect((await received({ apiv3_key: 'z'.repeat(32) }, keys)).id).toBe(id)
  })

  it('takes keys of WeChat Pay at run time, or shares a keyring with a client', async () => {
    const shared = new Keyring([{ id: platformKeyId, spki: readPublicKey(platform.public_key, 'a test key') }])
    const keys = webhookKeyring({ apiv3_key }, { keyring: shared })
    const serial = 'PUB_KEY_ID_0119000000012026071400000000000002'
    expect(await failureOf(received({ key: strangerKey, serial }, keys))).toMatchObject({ code: 'SIGNATURE_SERIAL_UNKNOWN' })
    shared.add({ id: serial, spki: readPublicKey(stranger.public_key, 'a test key') })
    expect((await received({ key: strangerKey, serial }, keys)).serial).toBe(serial)
  })

  it('is found by a resolver, which receives serial, tenant and request id', async () => {
    const { raw, headers } = await notify()
    const asked: unknown[] = []
    const resolver: KeyringResolver = async (facts) => {
      asked.push(facts)
      return keyring()
    }
    const event = await receive(raw, headers, resolver, { clock, tenant: 'shop-1' })
    expect(event.tenant).toBe('shop-1')
    expect(asked).toEqual([{ serial: platformKeyId, tenant: 'shop-1', request_id: '08F78BB5AF0610D302189F-0' }])
  })

  it.each([
    ['APIV3_KEY_MISSING', { ...credential, apiv3_key: undefined }],
    ['APIV3_KEY_MISSING', { ...credential, apiv3_key: [] }],
    ['APIV3_KEY_LENGTH', { ...credential, apiv3_key: 'short' }],
    ['WECHATPAY_KEY_MISSING', { apiv3_key }],
    ['KEY_IS_PUBLIC', { ...credential, private_key: platform.public_key }],
  ])('rejects %s at once', (code, given) => {
    expect(() => webhookKeyring(given)).toThrow(expect.objectContaining({ name: CredentialError.name, code }))
  })
})
