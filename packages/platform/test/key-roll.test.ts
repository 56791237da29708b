import { createPublicKey } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CardMember } from '@card-member/sdk'
import { expect, test } from 'vitest'
import { cardInput } from './fixtures/card-calls.ts'
import { makeCertificate } from './fixtures/certificate.ts'
import { readKeyPair } from './fixtures/keys.ts'
import { startTestPlatform } from './fixtures/platform.ts'
import { appid, brand_id, makeTenants, mchid, merchantPrivateKey, serial_no } from './fixtures/tenants.ts'

const nextSerial = '6A11C9D5E2B8046A1C3D5E7F90B2D4F6A8C0E125'
const [oldId, newId] = ['PUB_KEY_ID_0000000000000000000000000001', 'PUB_KEY_ID_0000000000000000000000000002']
const nextMerchant = readKeyPair('merchant')
const [oldKey, newKey] = [readKeyPair('platform'), readKeyPair('stranger')]
const pem = { type: 'pkcs8', format: 'pem' } as const
const spki = (key: typeof oldKey) => new Uint8Array(key.publicKey.export({ type: 'spki', format: 'der' }))

/** Calls without a pause until it is stopped, and keeps every failure. */
class Load {
  readonly failures: unknown[] = []
  calls = 0
  #stopped = false
  readonly #loops: Promise<void>[]

  constructor(call: (index: number) => Promise<unknown>, width: number) {
    this.#loops = Array.from({ length: width }, async () => {
      while (!this.#stopped) await call(this.calls++).catch((error: unknown) => this.failures.push(error))
    })
  }

  /** Waits until every call that began before is over, and so many more have begun. */
  async passes(count: number): Promise<void> {
    const target = this.calls + count + this.#loops.length
    while (this.calls < target) await new Promise((resolve) => setImmediate(resolve))
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await Promise.all(this.#loops)
  }
}

test('every key rolls under load without one failed call', async () => {
  using tenants = makeTenants()
  const write = (name: string, content: string) => writeFileSync(join(tenants.folder, name), content)
  write('old_platform.pem', oldKey.privateKey.export(pem).toString())
  write('new_platform.pem', newKey.privateKey.export(pem).toString())
  const until = new Date('2030-01-01T00:00:00Z')
  write('next.pem', makeCertificate({ serial_no: nextSerial, effective_time: new Date(0), expire_time: until }, nextMerchant))

  const former = { mchid, serial_no, public_key_file: 'merchant_pub.pem', brands: [brand_id], rate_limit_per_second: 0 }
  const next = { mchid, certificate_file: 'next.pem', brands: [brand_id], rate_limit_per_second: 0 }
  const oldPlatform = { key_id: oldId, private_key_file: 'old_platform.pem' }
  const newPlatform = { key_id: newId, private_key_file: 'new_platform.pem', effective_time: '2026-11-24T10:01:00+08:00' }
  const describeAs = (merchants: readonly object[], keys: readonly object[]) =>
    write('tenants.json', JSON.stringify({ platform: { keys }, merchants, brands: [{ brand_id, appids: [appid] }] }))

  describeAs([former], [oldPlatform])
  await using running = await startTestPlatform({ tenants })
  const { platform, clock } = running
  const common = { base_url: platform.url, mchid, wechatpay_public_key_id: oldId, wechatpay_public_key: platform.wechatpay_public_key }
  const options = { clock: clock.read, rate_limit: false } as const
  await using before = new CardMember({ ...common, serial_no, private_key: merchantPrivateKey }, options)
  await using after = new CardMember(
    { ...common, serial_no: nextSerial, private_key: nextMerchant.privateKey.export(pem).toString() },
    options,
  )
  const { card_id } = await before.cards.create(cardInput())
  const signedBy = new Map<string, number>()
  let api = before
  const load = new Load(async (index) => {
    const card = { brand_id, card_id, openid: `openid-${index}` }
    const used = api
    signedBy.set(used === before ? serial_no : nextSerial, index)
    // A sealed field each way: the request names the platform's key, the answer the merchant's.
    const made = await used.userCards.importByOpenid({
      ...card,
      user_card_code: `code-${index}`,
      phone_number: '13800000000',
      valid_date_information: { type: 'PERMANENT' },
    })
    if (made.phone_number !== '13800000000') throw new Error('the phone number came back changed')
  }, 4)

  await load.passes(20)
  describeAs([former, next], [oldPlatform])
  await platform.reload()
  await load.passes(20)
  api = after
  await load.passes(20)
  describeAs([next], [oldPlatform])
  await platform.reload()
  await load.passes(20)

  describeAs([next], [oldPlatform, newPlatform])
  await platform.reload()
  after.keyring.add({ id: newId, spki: spki(newKey) })
  await load.passes(20)
  expect(platform.wechatpay_public_key_id).toBe(oldId)
  clock.set('2026-11-24T10:01:00+08:00')
  expect(platform.wechatpay_public_key_id).toBe(newId)
  await load.passes(20)
  after.keyring.use(newId)
  await load.passes(20)
  describeAs([next], [newPlatform])
  await platform.reload()
  await load.passes(20)
  await load.stop()

  expect(load.failures).toEqual([])
  expect([...signedBy.keys()]).toEqual([serial_no, nextSerial])
  const [row] = await running.database.rows('select count(*) as n from user_cards')
  expect(Number(row?.n)).toBe(load.calls)
  expect(createPublicKey(platform.wechatpay_public_key).equals(newKey.publicKey)).toBe(true)

  const gone = before.cards.get(card_id, { brand_id })
  await expect(gone).rejects.toMatchObject({ status: 401, code: 'SIGN_ERROR' })
})
