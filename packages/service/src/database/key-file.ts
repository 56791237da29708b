import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { keyUnreadable } from './keys-error.ts'

/** Text in both languages. */
export interface KeyWords {
  readonly en: string
  readonly 'zh-CN': string
}

/** One key of a file. */
export interface HeldKey {
  readonly key_id: string
  /** What its fingerprint is made of: the key itself, or its public half. */
  readonly content: string | Uint8Array
}

/** A file of keys that a database cannot do without. */
export interface KeyFile {
  /** What its keys are for, as the database remembers it. */
  readonly purpose: string
  /** Where it is, or has to be. */
  readonly file: string
  /** The same for people. */
  readonly words: KeyWords
  /** Whether every key that was ever used must be there, or one of them is enough. */
  readonly needs: 'all' | 'some'
  /** Its keys; `undefined` when the file is not there. */
  read(): readonly HeldKey[] | undefined
  /** Makes the file, for an empty database; left out when people make it themselves. */
  make?(): void
}

/**
 * Reads a file of keys as text, without the byte order mark that editors put before it, and makes of it what it must hold.
 *
 * @param wanted what it must hold
 * @param parse `undefined` or an error when it does not
 * @throws {KeysError} naming the file
 */
export function readKeyFile<T>(file: Pick<KeyFile, 'file' | 'words'>, wanted: KeyWords, parse: (text: string) => T | undefined): T {
  let cause: unknown
  try {
    const found = parse(readFileSync(file.file, 'utf8').replace(/^\ufeff/, ''))
    if (found !== undefined) return found
  } catch (error) {
    cause = error
  }
  throw keyUnreadable(file, wanted, cause)
}

/** What a database remembers of a key: SHA-256 over purpose, id and key, which does not tell the key. */
export function fingerprintOf(purpose: string, { key_id, content }: HeldKey): string {
  const hash = createHash('sha256')
  for (const part of ['card-member database key', purpose, key_id, content]) hash.update(`${Buffer.byteLength(part)}:`).update(part)
  return hash.digest('hex')
}
