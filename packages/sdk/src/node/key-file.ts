import { createReadStream, readFileSync, type Stats, statSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { CredentialError } from '../protocol/error.ts'
import { fileError } from '../protocol/file-errors.ts'
import { decodeText, keyTextOf, secretOf } from '../protocol/file-text.ts'
import { type TextPart, text } from '../text.ts'

/** Files of keys, secrets and settings are small. A larger file is the wrong file. */
const limit = 1_048_576

/**
 * Reads a file of keys or certificates: PEM or DER, text in UTF-8 or UTF-16. Give its text to `new CardMember`, or to
 * functions such as `readPrivateKey`.
 *
 * @param subject how errors name it: the setting, and the file
 * @throws {CredentialError} FILE_MISSING, FILE_IS_FOLDER, FILE_FORBIDDEN, FILE_EMPTY, FILE_TOO_LARGE, FILE_UNREADABLE
 * @example
 * const private_key = await readKeyFile('apiclient_key.pem')
 */
export async function readKeyFile(path: string, subject: TextPart = path): Promise<string> {
  return keyTextOf(await readSmallFile(path, subject))
}

/**
 * Reads a file that holds one secret on a line of its own, such as an APIv3 key or a password: without byte order mark and
 * line break.
 *
 * @throws {CredentialError} as `readKeyFile`, and SECRET_NOT_TEXT, SECRET_EMPTY, SECRET_LINES
 * @example
 * const apiv3_key = await readSecretFile('apiv3.key')
 */
export async function readSecretFile(path: string, subject: TextPart = path): Promise<string> {
  return secretOf(await readSmallFile(path, subject), subject)
}

/**
 * Reads a text file, such as a credential file: UTF-8 or UTF-16, without byte order mark.
 *
 * @throws {CredentialError} as `readKeyFile`
 * @example
 * const fields = JSON.parse(await readTextFile('connections.json'))
 */
export async function readTextFile(path: string, subject: TextPart = path): Promise<string> {
  return decodeText(await readSmallFile(path, subject))
}

/**
 * Reads the bytes of a small file.
 *
 * @throws {CredentialError} as `readKeyFile`
 */
export async function readSmallFile(path: string, subject: TextPart = path): Promise<Uint8Array<ArrayBuffer>> {
  try {
    expectFile(await stat(path), subject)
    const parts: Buffer[] = []
    // Pipes and devices have no size before they are read.
    for await (const part of createReadStream(path, { end: limit })) parts.push(part)
    return expectSize(Buffer.concat(parts), subject)
  } catch (error) {
    throw notRead(error, subject)
  }
}

/**
 * The same, for programs that read their settings before they start.
 *
 * @throws {CredentialError} as `readKeyFile`
 */
export function readSmallFileSync(path: string, subject: TextPart = path): Uint8Array<ArrayBuffer> {
  try {
    expectFile(statSync(path), subject)
    return expectSize(readFileSync(path), subject)
  } catch (error) {
    throw notRead(error, subject)
  }
}

/** Why a file cannot be read, as an error for people. */
export function notRead(error: unknown, subject: TextPart): CredentialError {
  if (error instanceof CredentialError) return error
  const reason = error instanceof Error && 'code' in error ? String(error.code) : text({ zh: '原因不明', en: 'unknown reason' })
  if (reason === 'ENOENT' || reason === 'ENOTDIR') return fileError('FILE_MISSING', subject, '', { cause: error })
  if (reason === 'EISDIR') return fileError('FILE_IS_FOLDER', subject, '', { cause: error })
  if (reason === 'EACCES' || reason === 'EPERM') return fileError('FILE_FORBIDDEN', subject, '', { cause: error })
  return fileError('FILE_UNREADABLE', subject, reason, { cause: error })
}

function expectFile(stats: Stats, subject: TextPart): void {
  if (stats.isDirectory()) throw fileError('FILE_IS_FOLDER', subject)
  if (stats.isFile() && stats.size > limit) throw fileError('FILE_TOO_LARGE', subject, String(stats.size))
}

function expectSize(buffer: Buffer, subject: TextPart): Uint8Array<ArrayBuffer> {
  if (buffer.length === 0) throw fileError('FILE_EMPTY', subject)
  if (buffer.length > limit) throw fileError('FILE_TOO_LARGE', subject, `>${limit}`)
  return new Uint8Array(buffer)
}
