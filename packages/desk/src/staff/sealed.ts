import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const cipher = 'aes-256-gcm'
const ivLength = 12
const tagLength = 16

/** Encrypts a text for one purpose: what was sealed for another does not open. AES-256-GCM under a key of its own. */
export function seal(text: string, { secret, purpose }: { readonly secret: string; readonly purpose: string }): string {
  const iv = randomBytes(ivLength)
  const sealing = createCipheriv(cipher, keyOf(secret, purpose), iv)
  return Buffer.concat([iv, sealing.update(text, 'utf8'), sealing.final(), sealing.getAuthTag()]).toString('base64url')
}

/** The text that was sealed; `undefined` when it was not sealed by this secret for this purpose. */
export function unseal(sealed: string, { secret, purpose }: { readonly secret: string; readonly purpose: string }): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < ivLength + tagLength) return undefined
  const opening = createDecipheriv(cipher, keyOf(secret, purpose), bytes.subarray(0, ivLength), { authTagLength: tagLength })
  opening.setAuthTag(bytes.subarray(-tagLength))
  try {
    return Buffer.concat([opening.update(bytes.subarray(ivLength, -tagLength)), opening.final()]).toString('utf8')
  } catch {
    return undefined
  }
}

function keyOf(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `card-member desk ${purpose}`, 32))
}
