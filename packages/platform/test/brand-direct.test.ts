import { constants, publicEncrypt, randomBytes, sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CardMember } from '@card-member/sdk'
import type { Card } from '@card-member/sdk/contract'
import { describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { authorization, type Received } from './fixtures/caller.ts'
import { answerOf, base, cardInput, createCard, importMember, succeeded } from './fixtures/card-calls.ts'
import { readKeyPair } from './fixtures/keys.ts'
import { startTestPlatform, type TestPlatform } from './fixtures/platform.ts'
import { brand_id, makeTenants, type TenantsFolder } from './fixtures/tenants.ts'

const brandSerial = '7A11C9D5E2B8046A1C3D5E7F90B2D4F6A8C0E124'
const brandKey = readKeyPair('stranger')
const privateKey = brandKey.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const brandBase = '/brand/card-member'

function tenantsWithBrandKey(): TenantsFolder {
  const made = makeTenants((file) => ({
    ...file,
    brands: file.brands.map((brand, index) =>
      index === 0 ? { ...brand, keys: [{ serial_no: brandSerial, public_key_file: 'brand_pub.pem' }], rate_limit_per_second: 0 } : brand,
    ),
  }))
  writeFileSync(join(made.folder, 'brand_pub.pem'), brandKey.publicKey.export({ type: 'spki', format: 'pem' }))
  return made
}

interface Raw {
  readonly scheme?: string
  readonly brand?: string
  readonly headers?: Readonly<Record<string, string | undefined>>
}

/** Calls as a brand does, made with node:crypto alone. */
function callAsBrand({ caller, clock }: TestPlatform, method: string, target: string, value?: object, raw: Raw = {}): Promise<Received> {
  const body = value === undefined ? '' : JSON.stringify(value)
  const timestamp = String(clock.seconds)
  const nonce_str = randomBytes(16).toString('hex')
  const signature = sign('sha256', Buffer.from(`${method}\n${target}\n${timestamp}\n${nonce_str}\n${body}\n`), brandKey.privateKey)
  const pairs = {
    brand_id: raw.brand ?? brand_id,
    serial_no: brandSerial,
    timestamp,
    nonce_str,
    signature: signature.toString('base64'),
  }
  return caller.send(method, target, body, {
    authorization: authorization(pairs, raw.scheme ?? 'WECHATPAY-BRAND-SHA256-RSA2048'),
    'wechatpay-serial': caller.wechatpay_serial,
    ...raw.headers,
  })
}

describe.each(kinds)('a brand that calls for itself, on %s', (kind) => {
  test('reaches what its service provider made, by the same methods without brand_id, and the other way round', async () => {
    using tenants = tenantsWithBrandKey()
    await using running = await startTestPlatform({ kind, tenants })
    const { caller, platform, clock } = running
    const { url, wechatpay_public_key_id, wechatpay_public_key } = platform
    await using api = new CardMember(
      { base_url: url, brand_id, serial_no: brandSerial, private_key: privateKey, wechatpay_public_key_id, wechatpay_public_key },
      { clock: clock.read, rate_limit: false },
    )

    const made = await createCard(caller)
    const { card_id } = made
    expect(await api.cards.get(card_id)).toEqual(made)
    expect((await api.cards.list({ offset: 0, limit: 20 })).data).toEqual([made])

    const { brand_id: _, ...content } = cardInput({ out_request_no: 'of-the-brand' })
    const own = await api.cards.create(content)
    expect(own.brand_id).toBe(brand_id)
    expect(succeeded(await caller.call('GET', `${base}/cards/${own.card_id}?brand_id=${brand_id}`))).toEqual(own)

    await importMember(caller, card_id)
    const changed = await api.userCards.update('code-1', { card_id, openid: 'openid-1', level: '金', phone_number: '13800000000' })
    expect([changed.level, changed.phone_number]).toEqual(['金', '13800000000'])
    const invalidated = await api.userCards.invalidateSafely('code-1', {
      card_id,
      openid: 'openid-1',
      invalid_reason: '用户申请退会',
    })
    expect([invalidated.outcome, invalidated.card?.user_card_state]).toEqual(['done', 'INVALID'])
    const [row] = await running.database.rows('select user_card_state, invalid_reason from user_cards')
    expect(row).toEqual({ user_card_state: 'INVALID', invalid_reason: '用户申请退会' })
    expect((await api.cards.invalidate(own.card_id)).state).toBe('CARD_INVALID')
  })
})

describe('a brand is refused', () => {
  test.each<[string, string, Raw, number, string]>([
    ['with the scheme of partners', `${brandBase}/cards?offset=0&limit=20`, { scheme: 'WECHATPAY2-SHA256-RSA2048' }, 401, 'SIGN_ERROR'],
    ['on the path of partners', `${base}/cards?brand_id=${brand_id}&offset=0&limit=20`, {}, 401, 'SIGN_ERROR'],
    ['under the name of another brand', `${brandBase}/cards?offset=0&limit=20`, { brand: '2005' }, 401, 'SIGN_ERROR'],
    [
      'without saying which key shall sign the answer',
      `${brandBase}/cards?offset=0&limit=20`,
      { headers: { 'wechatpay-serial': undefined } },
      400,
      'PARAM_ERROR',
    ],
  ])('%s', async (_, target, raw, status, code) => {
    using tenants = tenantsWithBrandKey()
    await using running = await startTestPlatform({ tenants })
    const [received, body] = answerOf(await callAsBrand(running, 'GET', target, undefined, raw))
    expect([received, body]).toEqual([status, expect.objectContaining({ code })])
  })

  test('a merchant on the path of brands, and a field sealed for nobody', async () => {
    using tenants = tenantsWithBrandKey()
    await using running = await startTestPlatform({ tenants })
    const { caller, platform } = running
    expect((await caller.call('GET', `${brandBase}/cards?offset=0&limit=20`)).status).toBe(401)

    const { card_id } = await createCard(caller)
    await importMember(caller, card_id)
    const target = `${brandBase}/user-cards/code-1?card_id=${card_id}`
    const asked = { openid: 'openid-1', phone_number: randomBytes(256).toString('base64') }
    expect((await callAsBrand(running, 'PATCH', target, asked)).status).toBe(400)
    const key = { key: platform.wechatpay_public_key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }
    const sealed = publicEncrypt(key, Buffer.from('13800000000')).toString('base64')
    expect((await callAsBrand(running, 'PATCH', target, { ...asked, phone_number: sealed })).status).toBe(200)

    // Whatever a query says, the brand is the one that signs.
    const listed = await callAsBrand(running, 'GET', `${brandBase}/cards?offset=0&limit=20&brand_id=2005`)
    expect(succeeded<{ data: Card[] }>(listed).data.map((card) => card.card_id)).toEqual([card_id])
  })
})
