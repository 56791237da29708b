import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CredentialError, encodePem, type PrivateKey, readPrivateKey, runtime } from '@card-member/sdk/protocol'
import type { VaultKeys } from '../store/vault.ts'
import { type LoadedTenants, TenantsError } from './tenants-file.ts'

/** The key that the platform signs with and that callers seal fields for. */
export interface PlatformKey {
  readonly key_id: string
  readonly key: PrivateKey
  /** PEM of the public half. */
  readonly public_key: string
}

/**
 * The platform's key: the one the tenants file names, or one that is made once in `folder` and kept there, its public
 * half written beside it for callers.
 */
export function platformKey({ file, read }: LoadedTenants, folder: string): PlatformKey {
  if (file.platform !== undefined) {
    const { key_id, private_key_file } = file.platform
    return toPlatformKey(key_id, read(private_key_file, 'platform.private_key_file'), 'platform.private_key_file')
  }
  const keyFile = join(folder, 'platform_key.pem')
  const idFile = join(folder, 'wechatpay_pub.id')
  if (!existsSync(keyFile)) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    writeOnce(
      idFile,
      `PUB_KEY_ID_${BigInt(`0x${randomBytes(12).toString('hex')}`)
        .toString()
        .padStart(30, '0')}\n`,
      0o644,
    )
    writeOnce(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 0o600)
  }
  const made = toPlatformKey(readFileSync(idFile, 'utf8').trim(), readFileSync(keyFile, 'utf8'), keyFile)
  writeOnce(join(folder, 'wechatpay_pub.pem'), made.public_key, 0o644)
  return made
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

function toPlatformKey(key_id: string, pem: string, subject: string): PlatformKey {
  try {
    const { pkcs8, spki } = readPrivateKey(pem, subject)
    return { key_id, key: runtime.privateKey(pkcs8), public_key: encodePem('PUBLIC KEY', spki) }
  } catch (error) {
    if (error instanceof CredentialError) throw new TenantsError(error.message)
    throw error
  }
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

// Written beside and renamed, so that a crash leaves either no file or the whole one.
function writeOnce(path: string, text: string, mode: number): void {
  if (existsSync(path)) return
  mkdirSync(join(path, '..'), { recursive: true })
  const beside = `${path}.${process.pid}.new`
  writeFileSync(beside, text, { mode, flush: true })
  renameSync(beside, path)
}
