import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeOnce } from '@card-member/service'
import { keptVaultKeys, parseVaultKeys, type VaultKeys, VaultKeysError } from '@card-member/service/database'
import { type LoadedTenants, TenantsError } from './tenants-file.ts'

/** A platform key that was made here, as it is kept. */
export interface KeptKey {
  readonly key_id: string
  readonly file: string
  /** PEM. */
  readonly private_key: string
}

/** The platform's own key for a folder: made once, and kept there. */
export function keptPlatformKey(folder: string): KeptKey {
  const file = join(folder, 'platform_key.pem')
  const idFile = join(folder, 'wechatpay_pub.id')
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    writeOnce(
      idFile,
      `PUB_KEY_ID_${BigInt(`0x${randomBytes(12).toString('hex')}`)
        .toString()
        .padStart(30, '0')}\n`,
      0o644,
    )
    writeOnce(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 0o600)
  }
  return { key_id: readFileSync(idFile, 'utf8').trim(), file, private_key: readFileSync(file, 'utf8') }
}

/** Writes the public half of a kept key beside it, for callers. */
export function keepPublicKey(folder: string, public_key: string): void {
  writeOnce(join(folder, 'wechatpay_pub.pem'), public_key, 0o644)
}

/**
 * The keys that personal values are encrypted with at rest: the file that the tenants file names, or one that is made once
 * in `folder` and kept there. Its form: `{ "current": "ID", "keys": { "ID": "base64 of 32 bytes" } }`.
 */
export function storageKeys({ file, read }: LoadedTenants, folder: string): VaultKeys {
  const named = file.platform?.storage_key_file
  try {
    if (named === undefined) return keptVaultKeys(join(folder, 'storage_keys.json'))
    return parseVaultKeys(read(named, 'platform.storage_key_file'), 'platform.storage_key_file')
  } catch (error) {
    throw error instanceof VaultKeysError ? new TenantsError(error.message) : error
  }
}
