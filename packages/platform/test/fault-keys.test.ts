import { createPrivateKey, createPublicKey, verify } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CapturedLog } from '../../../test/captured-log.ts'
import { startPlatform } from '../src/index.ts'
import { connectSandbox } from '../src/testing/index.ts'
import { authorization, Caller } from './fixtures/caller.ts'
import { readKeyPair } from './fixtures/keys.ts'
import { askRaw } from './fixtures/raw-http.ts'
import { makeTenants, mchid, merchantPrivateKey, serial_no } from './fixtures/tenants.ts'

const ids = ['PUB_KEY_ID_0000000000000000000000000001', 'PUB_KEY_ID_0000000000000000000000000002'] as const
const keys = [readKeyPair('platform'), readKeyPair('stranger')]
const target = '/v3/brand/partner/card-member/cards?brand_id=1004&offset=0&limit=20'

test('a fault strikes under the key that its caller asked for, when the platform has several', async () => {
  using tenants = makeTenants((file) => ({
    ...file,
    platform: { keys: ids.map((key_id) => ({ key_id, private_key_file: `${key_id}.pem` })) },
  }))
  for (const [index, key_id] of ids.entries())
    writeFileSync(join(tenants.folder, `${key_id}.pem`), keys[index]?.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() ?? '')
  await using platform = await startPlatform({
    tenants: tenants.tenants,
    folder: tenants.folder,
    database: `sqlite:${tenants.folder}/p.db`,
    log: new CapturedLog().log,
    sandbox: { token: 'a-token' },
  })
  const sandbox = connectSandbox(platform.url, { token: 'a-token' })
  using caller = new Caller(platform, Date.now, { mchid, serial_no, privateKey: createPrivateKey(merchantPrivateKey) })
  for (const [fault, right] of [
    ['wrong_signature', false],
    ['skewed_clock', true],
    ['signature_probe', false],
    ['system_error', true],
    ['rate_limited', true],
    ['delay', true],
  ] as const) {
    for (const [index, key_id] of ids.entries()) {
      await sandbox.faults.add({ fault, delay_ms: 1 })
      const { headers, body } = await askRaw(platform.url, 'GET', target, [
        'Host: a',
        'Accept: */*',
        'User-Agent: raw',
        `Wechatpay-Serial: ${key_id}`,
        `Authorization: ${authorization(caller.pairs('GET', target))}`,
      ])
      const value = (name: string) => new Map(headers).get(`Wechatpay-${name}`) ?? ''
      const message = `${value('Timestamp')}\n${value('Nonce')}\n${body}\n`
      const key = keys[index]?.publicKey ?? createPublicKey(platform.wechatpay_public_key)
      const verified = verify('sha256', Buffer.from(message), key, Buffer.from(value('Signature'), 'base64'))
      expect([fault, value('Serial'), verified]).toEqual([fault, key_id, right])
    }
  }
})
