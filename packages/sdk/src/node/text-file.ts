import { readFile } from 'node:fs/promises'
import { CredentialError } from '../protocol/error.ts'

/**
 * Reads a file byte for byte, so that one which is no text (a PKCS#12 bundle) is still recognised for what it is.
 *
 * @param subject how errors name it: the field, and the file
 * @throws {CredentialError} FILE_UNREADABLE
 */
export async function readBytesAsText(path: string, subject: string): Promise<string> {
  try {
    return await readFile(path, 'latin1')
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason'
    throw new CredentialError('FILE_UNREADABLE', subject, reason, { cause })
  }
}

/** A key on a line of its own: without the line break that editors add. */
export function withoutLineBreak(text: string): string {
  return text.replace(/[\r\n]+$/, '')
}
