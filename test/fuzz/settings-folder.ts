import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { apiv3_key } from '../../packages/sdk/test/fixtures/notification.ts'
import { vectorKey } from '../../vectors/read.ts'

/** What no error may tell of the files that settings name, and of settings that hold such a text themselves. */
export const secrets: readonly string[] = [apiv3_key, vectorKey('merchant.pem').split('\n')[8] ?? '']

/** Writes the files that settings name into a folder. */
export function writeKeys(folder: string): void {
  for (const name of ['merchant.pem', 'merchant_pub.pem', 'platform.pem', 'platform_pub.pem'])
    writeFileSync(join(folder, name), vectorKey(name), { mode: 0o600 })
  writeFileSync(join(folder, 'apiv3.key'), apiv3_key, { mode: 0o600 })
}

/** A credential as its file has it. */
export const credentialFields = {
  base_url: 'http://127.0.0.1:8080',
  mchid: '1900000001',
  serial_no: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
  private_key_file: 'merchant.pem',
  wechatpay_public_key_id: 'PUB_KEY_ID_0000000000000000000000000001',
  wechatpay_public_key_file: 'platform_pub.pem',
  apiv3_key_file: 'apiv3.key',
}
/** What people write in place of what is asked for. */
export const mistakes: readonly string[] = [
  ...secrets,
  'merchant.pem',
  'platform_pub.pem',
  'apiv3.key',
  '.',
  'none.pem',
  '/dev/null',
  'brand_id',
]
