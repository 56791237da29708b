import { generateKeyPair, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'

/** A merchant's key material, as the merchant platform would hand it out. */
export interface MerchantKeys {
  /** PEM, PKCS#8. */
  readonly private_key: string
  /** PEM, SubjectPublicKeyInfo. */
  readonly public_key: string
  /** 40 hex digits. */
  readonly serial_no: string
}

const generate = promisify(generateKeyPair)

/** Makes an RSA-2048 key pair and a serial. */
export async function makeKeys(): Promise<MerchantKeys> {
  const { privateKey, publicKey } = await generate('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  return { private_key: privateKey, public_key: publicKey, serial_no: makeSerial() }
}

// A serial is a positive number: with the first bit set it would need a 21st byte in a certificate.
function makeSerial(): string {
  const bytes = randomBytes(20)
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return bytes.toString('hex').toUpperCase()
}
