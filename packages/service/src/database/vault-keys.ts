import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { text } from '@card-member/sdk/contract'
import { writeOnce } from '../kept-file.ts'
import { LocalizedError } from '../localized-error.ts'
import { type HeldKey, type KeyFile, type KeyWords, readKeyFile } from './key-file.ts'
import type { VaultKeys } from './vault.ts'

const form = '{ "current": "ID", "keys": { "ID": "base64 of 32 bytes" } }'
const formChinese = '{ "current": "编号", "keys": { "编号": "32 字节的 base64" } }'
const wanted: KeyWords = text({ zh: ` ${formChinese}`, en: form })
const parsed = (value: string) => parseVaultKeys(value, text({ zh: '文件', en: 'the file' }))

/** The vault's keys as a file that the database remembers. `made` tells whether the server makes it, or its owner. */
export function vaultKeyFile(file: string, words: KeyFile['words'], made: boolean): KeyFile {
  const make = () => writeOnce(file, `${JSON.stringify({ current: 'k1', keys: { k1: randomBytes(32).toString('base64') } }, null, 2)}\n`)
  const read = () => (existsSync(file) ? heldKeys(readKeyFile({ file, words }, wanted, parsed)) : undefined)
  return { purpose: 'storage', file, words, needs: 'all', read, ...(made ? { make } : {}) }
}

/** Reads the vault's keys from their file. @throws {VaultKeysError} */
export function keptVaultKeys(path: string): VaultKeys {
  return parseVaultKeys(readFileSync(path, 'utf8'), text({ zh: path, en: path }))
}

/**
 * Reads `{ "current": "ID", "keys": { "ID": "base64 of 32 bytes" } }`.
 *
 * @param subject what the text is, for the words of a mistake
 * @throws {VaultKeysError}
 */
export function parseVaultKeys(value: string, subject: KeyWords): VaultKeys {
  const message = text({ zh: `${subject['zh-CN']} 须为 ${formChinese}`, en: `${subject.en} must be ${form}` })
  try {
    const { current, keys }: { current: unknown; keys: unknown } = JSON.parse(value.replace(/^\ufeff/, ''))
    if (typeof current !== 'string' || typeof keys !== 'object' || keys === null) throw new VaultKeysError(message)
    const read = Object.entries(keys).map(([id, key]): [string, Uint8Array] => [id, Buffer.from(String(key), 'base64')])
    if (!Object.hasOwn(keys, current) || read.some(([id, key]) => key.length !== 32 || id.includes('.'))) throw new VaultKeysError(message)
    return { current, keys: Object.fromEntries(read) }
  } catch (error) {
    if (error instanceof VaultKeysError) throw error
    throw new VaultKeysError(message)
  }
}

// The first one is held twice: keyed hashes are made with it, so it must remain the first.
function heldKeys({ keys }: VaultKeys): HeldKey[] {
  const held = Object.entries(keys).map(([key_id, content]): HeldKey => ({ key_id, content }))
  return [...held, ...held.slice(0, 1).map(({ content }) => ({ key_id: 'first_key', content }))]
}

/** A storage key file that cannot be used; the message says what it must hold. */
export class VaultKeysError extends LocalizedError {
  override readonly name = 'VaultKeysError'
}
