import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { VaultKeys } from '../store/vault.ts'
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
  if (named !== undefined) return parseStorageKeys(read(named, 'platform.storage_key_file'), 'platform.storage_key_file')
  const path = join(folder, 'storage_keys.json')
  if (!existsSync(path))
    writeOnce(path, `${JSON.stringify({ current: 'k1', keys: { k1: randomBytes(32).toString('base64') } }, null, 2)}\n`, 0o600)
  return parseStorageKeys(readFileSync(path, 'utf8'), path)
}

function parseStorageKeys(text: string, subject: string): VaultKeys {
  const wanted = `${subject} must be { "current": "ID", "keys": { "ID": "base64 of 32 bytes" } }`
  try {
    const { current, keys }: { current: unknown; keys: unknown } = JSON.parse(text)
    if (typeof current !== 'string' || typeof keys !== 'object' || keys === null) throw new TenantsError(wanted)
    const read = Object.entries(keys).map(([id, key]): [string, Uint8Array] => [id, Buffer.from(String(key), 'base64')])
    if (!Object.hasOwn(keys, current) || read.some(([id, key]) => key.length !== 32 || id.includes('.'))) throw new TenantsError(wanted)
    return { current, keys: Object.fromEntries(read) }
  } catch (error) {
    if (error instanceof TenantsError) throw error
    throw new TenantsError(wanted)
  }
}

// Written beside and then linked: a crash leaves either no file or the whole one, and of processes that start together on one
// folder the first one wins, so that all of them read the same.
function writeOnce(path: string, text: string, mode: number): void {
  if (existsSync(path)) return
  mkdirSync(join(path, '..'), { recursive: true })
  const beside = `${path}.${process.pid}.new`
  writeFileSync(beside, text, { mode, flush: true })
  try {
    linkSync(beside, path)
  } catch (error) {
    if (!existsSync(path)) throw error
  } finally {
    unlinkSync(beside)
  }
}
