import { runtime } from '#runtime'
import type { TextPart } from '../text.ts'
import { SignatureError } from './error.ts'
import type { PrivateKey, PublicKey } from './runtime.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })

/** The longest text that one sealed field can hold, in bytes of UTF-8 (OAEP with SHA-1 under a 2048-bit key). */
export const longestSealedBytes = 214

/** Encrypts one field for the holder of the private key; base64. */
export async function seal(plaintext: string, key: PublicKey): Promise<string> {
  return runtime.encodeBase64(await key.encrypt(encoder.encode(plaintext)))
}

/**
 * Decrypts one field.
 *
 * @param subject how the error names the field
 * @throws {SignatureError} SEALED_VALUE_UNREADABLE
 */
export async function open(ciphertext: string, key: PrivateKey, subject: TextPart): Promise<string> {
  const bytes = runtime.decodeBase64(ciphertext)
  const plaintext = bytes && (await key.decrypt(bytes))
  if (plaintext === undefined) throw new SignatureError('SEALED_VALUE_UNREADABLE', subject)
  try {
    return decoder.decode(plaintext)
  } catch (cause) {
    throw new SignatureError('SEALED_VALUE_UNREADABLE', subject, '', { cause })
  }
}
