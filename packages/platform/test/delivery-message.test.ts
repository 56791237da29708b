import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { type EventKind, eventKind, events, formatTime } from '@card-member/sdk/contract'
import { Keyring, openResource, readApiv3Key, readPublicKey, verifyAnswer } from '@card-member/sdk/protocol'
import { afterAll, describe, expect, test } from 'vitest'
import { Aes } from 'wechatpay-axios-plugin'
import Pay from 'wechatpay-node-v3'
import type { CallerColumns } from '../src/store/schema.ts'
import { makeCertificate } from './fixtures/certificate.ts'
import { coupon, startTestDelivery, type TestDelivery } from './fixtures/delivery.ts'
import { DeliveryDatabases } from './fixtures/delivery-databases.ts'
import { type Arrived, type Receiver, startReceiver } from './fixtures/receiver.ts'
import {
  apiv3_key,
  appid,
  brand_id,
  makeTenants,
  mchid,
  merchant,
  merchantPrivateKey,
  merchantPublicKey,
  serial_no,
} from './fixtures/tenants.ts'

const databases = new DeliveryDatabases()
afterAll(() => databases.close())

/** A notification of each kind, by kind. */
async function deliverAll(delivery: TestDelivery, receiver: Receiver, caller?: CallerColumns): Promise<Map<EventKind, Arrived>> {
  const card_id = await delivery.template(receiver.url(), caller && { caller })
  delivery.dispatcher.start()
  const card = await delivery.join(card_id)
  await delivery.exchange(card)
  await delivery.askForPoints(card)
  await delivery.delete(card)
  await delivery.dispatcher.idle()
  return new Map(receiver.arrived.map((arrived) => [eventKind(arrived.envelope.event_type) ?? 'SYNC_USER_POINT', arrived]))
}

function keyringOf({ keys }: TestDelivery): Keyring {
  const { key_id, public_key } = keys.signing
  return new Keyring([{ id: key_id, spki: readPublicKey(public_key, 'platform') }])
}

async function open({ envelope }: Arrived): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode(await openResource(envelope.resource, readApiv3Key(apiv3_key))))
}

describe('a notification', () => {
  test('is verified and opened by the protocol code of the SDK', async () => {
    await using receiver = await startReceiver()
    await using delivery = await startTestDelivery({ databases })
    const arrived = await deliverAll(delivery, receiver)
    expect([...arrived.keys()]).toEqual(['USER_CARD.CREATE', 'POINT_EXCHANGE_COUPON', 'SYNC_USER_POINT', 'USER_CARD.DELETE'])
    const keyring = keyringOf(delivery)
    for (const [kind, { method, target, body, headers, envelope }] of arrived) {
      const header = (name: string) => String(headers[name] ?? '')
      await verifyAnswer(body, header, keyring, delivery.clock.read, 'the notification')
      expect(`${method} ${target}`).toBe('POST /notify')
      expect(headers).toMatchObject({
        'content-type': 'application/json',
        'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
        'request-id': expect.stringMatching(/^[0-9A-F]{22}-0$/),
      })
      const { original_type, summary } = events[kind]
      expect(envelope).toEqual({
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        create_time: formatTime(delivery.clock.seconds),
        event_type: `BRAND_MEMBER_CARD_SP.${kind}`,
        resource_type: 'encrypt-resource',
        summary,
        resource: {
          original_type,
          algorithm: 'AEAD_AES_256_GCM',
          ciphertext: expect.any(String),
          associated_data: original_type,
          nonce: expect.stringMatching(/^[0-9A-Za-z_-]{12}$/),
        },
      })
    }
    expect(new Set(receiver.arrived.map(({ envelope }) => envelope.resource.nonce)).size).toBe(4)
  })

  test('says what its kind says', async () => {
    await using receiver = await startReceiver()
    await using delivery = await startTestDelivery({ databases })
    const arrived = await deliverAll(delivery, receiver)
    const opened = new Map(await Promise.all(Array.from(arrived, async ([kind, one]) => [kind, await open(one)] as const)))
    const card_id = expect.any(String)
    const member = { brand_id, card_id, openid: 'openid-1' }
    const user_card_code = expect.stringMatching(/^\d{24}$/)
    expect(opened.get('USER_CARD.CREATE')).toMatchObject({
      ...member,
      user_card_code,
      user_card_state: 'UNACTIVATED',
      phone_number: '13800001234',
    })
    expect(opened.get('USER_CARD.DELETE')).toMatchObject({ ...member, user_card_code, user_card_state: 'INVALID' })
    const { issue: _, ...told } = coupon
    const record_id = expect.stringMatching(/^[0-9a-f]{32}$/)
    expect(opened.get('POINT_EXCHANGE_COUPON')).toEqual({ ...member, user_card_code, record_id, appid, ...told })
    expect(opened.get('SYNC_USER_POINT')).toEqual({ ...member, user_card_code })
  })

  test('is opened by the helpers of others', async () => {
    await using receiver = await startReceiver()
    await using delivery = await startTestDelivery({ databases })
    const { resource } = (await deliverAll(delivery, receiver)).get('USER_CARD.CREATE')?.envelope ?? {}
    if (resource === undefined) throw new Error('no event came')
    const { ciphertext, associated_data = '', nonce } = resource
    const pay = new Pay({
      appid,
      mchid,
      serial_no,
      publicKey: Buffer.from(merchantPublicKey),
      privateKey: Buffer.from(merchantPrivateKey),
      key: apiv3_key,
    })
    const card = { openid: 'openid-1', phone_number: '13800001234', user_card_state: 'UNACTIVATED' }
    expect(pay.decipher_gcm(ciphertext, associated_data, nonce, apiv3_key)).toMatchObject(card)
    expect(JSON.parse(Aes.AesGcm.decrypt(ciphertext, apiv3_key, nonce, associated_data))).toMatchObject(card)
  })

  test('of a brand that calls for itself has the prefix of its dialect', async () => {
    await using receiver = await startReceiver()
    using tenants = makeTenants(({ merchants, brands }) => {
      const keys = [{ serial_no: 'AB', public_key_file: 'merchant_pub.pem' }]
      return { merchants, brands: brands.map((brand) => ({ ...brand, keys, apiv3_key_file: 'apiv3.key' })) }
    })
    await using delivery = await startTestDelivery({ databases, tenants })
    await deliverAll(delivery, receiver, { caller_kind: 'brand', caller_id: brand_id })
    expect(receiver.types).toEqual(
      ['USER_CARD.CREATE', 'POINT_EXCHANGE_COUPON', 'SYNC_USER_POINT', 'USER_CARD.DELETE'].map((kind) => `BRAND_MEMBER_CARD.${kind}`),
    )
  })

  test('of a card that waits for its code has none', async () => {
    await using receiver = await startReceiver()
    await using delivery = await startTestDelivery({ databases })
    delivery.dispatcher.start()
    await delivery.join(await delivery.template(receiver.url(), { code_mode: 'MERCHANT_ALLOCATE' }))
    await delivery.dispatcher.idle()
    const [arrived] = receiver.arrived
    expect(arrived && (await open(arrived))).toEqual(expect.not.objectContaining({ user_card_code: expect.anything() }))
  })
})

describe('over https', () => {
  const day = 86_400_000
  const validity = { effective_time: new Date(Date.now() - day), expire_time: new Date(Date.now() + day) }
  const cert = makeCertificate({ serial_no: '0A', ...validity }, merchant)
  const resolve = async () => [{ address: '127.0.0.1', family: 4 }]

  test('a certificate that nobody vouches for is not sent to; one that is trusted, under its name, is', async () => {
    await using receiver = await startReceiver({ cert, key: merchantPrivateKey })
    await using delivery = await startTestDelivery({ databases, resolve })
    // The certificate says "test".
    const card_id = await delivery.template(receiver.url('test'))
    delivery.dispatcher.start()
    await delivery.join(card_id)
    await delivery.dispatcher.idle()
    expect(await delivery.outbox()).toMatchObject([{ last_result: 'unreachable', last_detail: 'DEPTH_ZERO_SELF_SIGNED_CERT' }])
    const before = getCACertificates('default')
    setDefaultCACertificates([...before, cert])
    try {
      await delivery.after(15)
      expect(receiver.arrived.map(({ headers }) => headers.host)).toEqual([new URL(receiver.url('test')).host])
      await delivery.join(await delivery.template(receiver.url('other')))
      await delivery.dispatcher.idle()
      expect(await delivery.outbox()).toMatchObject([
        { state: 'delivered' },
        { last_result: 'unreachable', last_detail: 'ERR_TLS_CERT_ALTNAME_INVALID' },
      ])
    } finally {
      setDefaultCACertificates(before)
    }
  })
})
