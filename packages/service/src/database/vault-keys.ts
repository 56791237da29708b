import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { writeOnce } from '../kept-file.ts'
import type { VaultKeys } from './vault.ts'

/** The vault's keys in a file that is made when it is missing, and kept. */
export function keptVaultKeys(path: string): VaultKeys {
  if (!existsSync(path))
    writeOnce(path, `${JSON.stringify({ current: 'k1', keys: { k1: randomBytes(32).toString('base64') } }, null, 2)}\n`, 0o600)
  return parseVaultKeys(readFileSync(path, 'utf8'), path)
}

/**
 * Reads `{ "current": "ID", "keys": { "ID": "base64 of 32 bytes" } }`.
 *
 * @param subject what the text is, for the words of a mistake
 * @throws {VaultKeysError}
 */
export function parseVaultKeys(text: string, subject: string): VaultKeys {
  const wanted = `${subject} must be { "current": "ID", "keys": { "ID": "base64 of 32 bytes" } }`
  try {
    const { current, keys }: { current: unknown; keys: unknown } = JSON.parse(text)
    if (typeof current !== 'string' || typeof keys !== 'object' || keys === null) throw new VaultKeysError(wanted)
    const read = Object.entries(keys).map(([id, key]): [string, Uint8Array] => [id, Buffer.from(String(key), 'base64')])
    if (!Object.hasOwn(keys, current) || read.some(([id, key]) => key.length !== 32 || id.includes('.'))) throw new VaultKeysError(wanted)
    return { current, keys: Object.fromEntries(read) }
  } catch (error) {
    if (error instanceof VaultKeysError) throw error
    throw new VaultKeysError(wanted)
  }
}

/** A storage key file that cannot be used; the message says what it must hold. */
export class VaultKeysError extends Error {
  override readonly name = 'VaultKeysError'
}
