import type { TextPart } from '../text.ts'
import { fileError } from './file-errors.ts'
import { classifyDer } from './key-structure.ts'
import { encodePem } from './pem.ts'

type Bytes = Uint8Array<ArrayBuffer>

const labels: Readonly<Record<string, string>> = {
  private_key: 'PRIVATE KEY',
  encrypted_key: 'ENCRYPTED PRIVATE KEY',
  public_key: 'PUBLIC KEY',
  certificate: 'CERTIFICATE',
}

/**
 * The text of a file: UTF-8 or UTF-16, with or without a byte order mark, which is dropped. Bytes that are not
 * text are decoded all the same.
 */
export function decodeText(bytes: Bytes): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes)
}

/**
 * The text of a file of keys or certificates: DER becomes PEM. A file that is neither is returned byte for byte (as Latin-1),
 * so that an error can say what it is.
 */
export function keyTextOf(bytes: Bytes): string {
  const found = bytes[0] === 0x30 ? classifyDer(bytes) : undefined
  if (found?.form === 'PKCS#1' && found.algorithm === 'RSA') return encodePem('RSA PRIVATE KEY', bytes)
  const label = found && labels[found.kind]
  const der = found?.kind === 'public_key' ? found.spki : found?.der
  if (label !== undefined && der !== undefined) return encodePem(label, der)
  return found !== undefined || isBinary(bytes) ? latin1(bytes) : decodeText(bytes)
}

/**
 * The secret of a file, such as an APIv3 key or a password: one line of text, without the byte order mark that some
 * editors put before it and the line break that they put after it. Blanks are part of it.
 *
 * @param subject how errors name it: the setting, and the file
 * @throws {CredentialError} SECRET_NOT_TEXT, SECRET_EMPTY, SECRET_LINES
 */
export function secretOf(bytes: Bytes, subject: TextPart): string {
  try {
    return secretLine(new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes), subject)
  } catch (error) {
    throw error instanceof TypeError ? fileError('SECRET_NOT_TEXT', subject) : error
  }
}

/**
 * The same from text, such as an environment variable.
 *
 * @throws {CredentialError} SECRET_NOT_TEXT, SECRET_EMPTY, SECRET_LINES
 */
export function secretLine(text: string, subject: TextPart): string {
  const secret = text.replace(/^\ufeff/, '').replace(/[\r\n]+$/, '')
  if (secret.includes('\0')) throw fileError('SECRET_NOT_TEXT', subject)
  if (secret === '') throw fileError('SECRET_EMPTY', subject)
  const lines = secret.split(/\r\n|\r|\n/).length
  if (lines > 1) throw fileError('SECRET_LINES', subject, String(lines))
  return secret
}

function encodingOf(bytes: Bytes): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  // Without a byte order mark: keys and settings are ASCII, so every other byte of UTF-16 is 0.
  const head = bytes.subarray(0, 200)
  const zeros = [0, 1].map((side) => head.filter((byte, index) => byte === 0 && index % 2 === side).length)
  const [even = 0, odd = 0] = zeros
  const many = Math.floor(head.length / 2) * 0.6
  if (head.length < 2 || (even > 0 && odd > 0)) return 'utf-8'
  if (odd > many) return 'utf-16le'
  return even > many ? 'utf-16be' : 'utf-8'
}

// Text has no control characters except white space.
function isBinary(bytes: Bytes): boolean {
  return encodingOf(bytes) === 'utf-8' && bytes.subarray(0, 200).some((byte) => byte < 9 || (byte > 13 && byte < 27))
}

function latin1(bytes: Bytes): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}
