import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const cipher = 'aes-256-gcm'
const nonceLength = 12
const tagLength = 16

/** What a text is sealed with: the desk's secret, and the one purpose for which it opens. */
export interface SealKey {
  readonly secret: string
  readonly purpose: string
}

/** Encrypts a text by AES-256-GCM, with a key of its own for each purpose. */
export function seal(text: string, { secret, purpose }: SealKey): string {
  const nonce = randomBytes(nonceLength)
  const encryption = createCipheriv(cipher, deriveKey(secret, purpose), nonce)
  return Buffer.concat([nonce, encryption.update(text, 'utf8'), encryption.final(), encryption.getAuthTag()]).toString('base64url')
}

/** The text that was sealed; `undefined` when it was not sealed by this secret for this purpose. */
export function unseal(sealed: string, { secret, purpose }: SealKey): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < nonceLength + tagLength) return undefined
  const decryption = createDecipheriv(cipher, deriveKey(secret, purpose), bytes.subarray(0, nonceLength), { authTagLength: tagLength })
  decryption.setAuthTag(bytes.subarray(-tagLength))
  try {
    return Buffer.concat([decryption.update(bytes.subarray(nonceLength, -tagLength)), decryption.final()]).toString('utf8')
  } catch {
    return undefined
  }
}

/** A key of 32 bytes for one purpose, derived from the desk's secret by HKDF. */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `card-member desk ${purpose}`, 32))
}
