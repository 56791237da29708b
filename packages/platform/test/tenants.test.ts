import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeDatabase } from '../../../test/database-fixture.ts'
import { startPlatform, TenantsError } from '../src/index.ts'
import { Caller } from './fixtures/caller.ts'
import { base, createCard } from './fixtures/card-calls.ts'
import { makeCertificate } from './fixtures/certificate.ts'
import { readKeyPair } from './fixtures/keys.ts'
import { startTestPlatform } from './fixtures/platform.ts'
import {
  appid,
  brand_id,
  makeTenants,
  makeTenantsWithoutPlatformKey,
  mchid,
  merchant,
  merchantPrivateKey,
  merchantPublicKey,
  serial_no,
} from './fixtures/tenants.ts'

const list = `${base}/cards?brand_id=${brand_id}&offset=0&limit=20`
const wellFormed = { brands: [brand_id], mchid, serial_no, public_key_file: 'merchant_pub.pem' }
const brands = [{ brand_id, appids: [appid] }]
const files = {
  'key.pem': merchantPrivateKey,
  'short.key': 'short',
  'cut.pem': merchantPublicKey.replace(/.*\n(-----END)/, '$1'),
  'text.txt': 'no key',
  'storage.json': '{"current":"k1","keys":{"k1":"c2hvcnQ="}}',
  'cert.pem': makeCertificate({ serial_no: 'AB', effective_time: new Date(0), expire_time: new Date(1) }, merchant),
}

describe('a mistake in the tenants file stops the start with one line', () => {
  const file = (over: object) => ({ merchants: [wellFormed], brands, ...over })
  const merchantWith = (over: object) => file({ merchants: [{ ...wellFormed, ...over }] })
  test.each<[unknown, string]>([
    [[], 'FILE: the file must be of type object'],
    [{}, 'FILE: merchants is required; brands is required'],
    [file({ merchant: [] }), 'FILE: the file has unknown keys: merchant'],
    [merchantWith({ mchid: 'abc' }), 'FILE: merchants[0].mchid has a character or form that is not allowed; expected ^[0-9]{8,32}$'],
    [merchantWith({ mchid: 1900000001 }), 'FILE: merchants[0].mchid must be of type string'],
    [merchantWith({ rate_limit: 5 }), 'FILE: merchants[0] has unknown keys: rate_limit'],
    [merchantWith({ rate_limit_per_second: -1 }), 'FILE: merchants[0].rate_limit_per_second must be >= 0'],
    [merchantWith({ brands: ['9'] }), 'FILE: merchants[0].brands names the brand 9, which is not under brands'],
    [
      file({ merchants: [wellFormed, wellFormed] }),
      `FILE: merchants[1] repeats the mchid ${mchid} with the serial_no ${serial_no}; keep one entry`,
    ],
    [file({ brands: [...brands, ...brands] }), `FILE: brands[1] repeats the brand_id ${brand_id}; keep one entry`],
    [merchantWith({ certificate_file: 'cert.pem' }), 'FILE: merchants[0] has certificate_file and public_key_file; keep one of them'],
    [merchantWith({ serial_no: undefined }), 'FILE: merchants[0] needs certificate_file, or public_key_file and serial_no'],
    [merchantWith({ public_key_file: undefined }), 'FILE: merchants[0] needs certificate_file, or public_key_file and serial_no'],
    [
      merchantWith({ public_key_file: undefined, certificate_file: 'cert.pem' }),
      'FILE: merchants[0].serial_no differs from the serial number of the certificate, AB; remove this field',
    ],
    [merchantWith({ public_key_file: 'none.pem' }), 'FILE: merchants[0].public_key_file "none.pem" does not exist. Check the path.'],
    [
      merchantWith({ public_key_file: 'key.pem' }),
      "FILE: merchants[0].public_key_file is a private key, not a public key. Use WeChat Pay's pub_key.pem, downloaded from the merchant platform.",
    ],
    [
      merchantWith({ public_key_file: 'text.txt' }),
      'FILE: merchants[0].public_key_file is not PEM text: it has no matching -----BEGIN…----- and -----END…----- lines. Give the text of the PEM file.',
    ],
    [
      merchantWith({ public_key_file: 'cut.pem' }),
      'FILE: merchants[0].public_key_file cannot be read: its block "PUBLIC KEY" is incomplete or damaged. Download it again.',
    ],
    [
      merchantWith({ apiv3_key_file: 'short.key' }),
      'FILE: merchants[0].apiv3_key_file must be 32 bytes; received 5. Use the APIv3 key set in the merchant platform, not the older API key; look for invisible characters at its beginning and end.',
    ],
    [
      file({ platform: { key_id: 'PUB_KEY_ID_1', private_key_file: 'merchant_pub.pem' } }),
      "FILE: platform.private_key_file is a public key, not a private key. Use the merchant's apiclient_key.pem.",
    ],
    [
      file({ platform: { key_id: 'the key', private_key_file: 'key.pem' } }),
      'FILE: platform.key_id has a character or form that is not allowed; expected ^(PUB_KEY_ID_[0-9]{1,40}|[0-9A-Fa-f]{40})$',
    ],
    [
      file({ platform: { key_id: 'PUB_KEY_ID_1', private_key_file: 'key.pem', storage_key_file: 'storage.json' } }),
      'FILE: platform.storage_key_file must be { "current": "ID", "keys": { "ID": "base64 of 32 bytes" } }',
    ],
  ])('%o', async (content, message) => {
    using tenants = makeTenants(() => content)
    for (const [name, text] of Object.entries(files)) writeFileSync(join(tenants.folder, name), text)
    expect(await startWith(tenants.tenants)).toBe(message.replaceAll('FILE', tenants.tenants).replaceAll('FOLDER', tenants.folder))
  })

  test('when it is no JSON, whatever lines it has', async () => {
    using tenants = makeTenants()
    writeFileSync(tenants.tenants, '{\n  "merchants": [\n    oops\n  ],\n  "brands": []\n}\n')
    expect(await startWith(tenants.tenants)).toMatch(/^.*tenants\.json is not JSON: Unexpected token 'o', .*$/)
  })

  test('when it is not there', async () => {
    const path = '/nowhere/tenants.json'
    expect(await startWith(path)).toBe(`the tenants file ${path} does not exist. Check the path.`)
  })

  async function startWith(tenants: string): Promise<string> {
    await using database = await makeDatabase('sqlite')
    const started = startPlatform({ tenants, database: database.url })
    const error = await started.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(TenantsError)
    return error instanceof Error ? error.message : ''
  }
})

describe('reload', () => {
  test('takes the new file whole, or leaves the old one in force', async () => {
    await using running = await startTestPlatform()
    const { tenants, folder } = running.tenants
    const second = readKeyPair('stranger')
    const key = { mchid: '1900000002', serial_no: 'B'.repeat(40), privateKey: second.privateKey }
    using other = new Caller(running.platform, running.clock.read, key)
    expect((await other.call('GET', list)).status).toBe(401)

    const content = JSON.parse(readFileSync(tenants, 'utf8'))
    writeFileSync(join(folder, 'second.pem'), second.publicKey.export({ type: 'spki', format: 'pem' }))
    const merchants = [{ mchid: key.mchid, serial_no: key.serial_no, public_key_file: 'second.pem', brands: [brand_id] }]
    writeFileSync(tenants, JSON.stringify({ ...content, merchants }))
    await running.platform.reload()
    expect((await other.call('GET', list)).status).toBe(200)
    expect((await running.caller.call('GET', list)).status).toBe(401)

    // The second merchant is wrong: the first, which would be right, does not come back alone.
    writeFileSync(tenants, JSON.stringify({ ...content, merchants: [...content.merchants, { mchid: 'wrong' }] }))
    await expect(running.platform.reload()).rejects.toThrow(TenantsError)
    expect((await running.caller.call('GET', list)).status).toBe(401)
    expect((await other.call('GET', list)).status).toBe(200)
  })
})

describe('keys that the platform makes for itself', () => {
  test('are made once, kept, and readable by their owner only', async () => {
    using tenants = makeTenantsWithoutPlatformKey()
    await using database = await makeDatabase('sqlite')
    const start = () => startTestPlatform({ tenants, database })
    const [first, card_id] = await (async () => {
      await using running = await start()
      return [running.platform, (await createCard(running.caller)).card_id]
    })()
    const path = (name: string) => join(tenants.folder, name)
    const mode = (name: string) => (statSync(path(name)).mode & 0o777).toString(8)
    expect(['platform_key.pem', 'storage_keys.json', 'wechatpay_pub.pem', 'wechatpay_pub.id'].map(mode)).toEqual([
      '600',
      '600',
      '600',
      '600',
    ])
    expect(first.wechatpay_public_key_id).toMatch(/^PUB_KEY_ID_\d{30}$/)
    expect(readFileSync(path('wechatpay_pub.id'), 'utf8')).toBe(`${first.wechatpay_public_key_id}\n`)
    expect(readFileSync(path('wechatpay_pub.pem'), 'utf8')).toBe(first.wechatpay_public_key)

    await using again = await start()
    expect(again.platform.wechatpay_public_key_id).toBe(first.wechatpay_public_key_id)
    expect(again.platform.wechatpay_public_key).toBe(first.wechatpay_public_key)
    expect((await again.caller.call('GET', `${base}/cards/${card_id}?brand_id=${brand_id}`)).status).toBe(200)
  })

  test('are not made when the file names others', async () => {
    const platformKeys = readKeyPair('platform')
    using tenants = makeTenants((file) => ({
      ...file,
      platform: { key_id: 'PUB_KEY_ID_0000000000000000000000000001', private_key_file: 'named.pem', storage_key_file: 'named.json' },
    }))
    writeFileSync(join(tenants.folder, 'named.pem'), platformKeys.privateKey.export({ type: 'pkcs1', format: 'pem' }))
    writeFileSync(join(tenants.folder, 'named.json'), JSON.stringify({ current: 'a', keys: { a: Buffer.alloc(32, 1).toString('base64') } }))
    // Nothing may be written where everything is given.
    chmodSync(tenants.folder, 0o555)
    await using running = await startTestPlatform({ tenants })
    expect(running.platform.wechatpay_public_key_id).toBe('PUB_KEY_ID_0000000000000000000000000001')
    expect(running.platform.wechatpay_public_key).toBe(platformKeys.publicKey.export({ type: 'spki', format: 'pem' }))
    expect((await running.caller.call('GET', list)).signed).toBe(true)
    chmodSync(tenants.folder, 0o755)
  })
})
