import type { TextPart } from '../text.ts'
import { CredentialError } from './error.ts'
import { keyErrorOf } from './key-error.ts'
import { distinctKeys, findKeyMaterial, type KeyMaterial, leavesOf } from './key-material.ts'

/** An RSA private key, read. */
export interface RsaPrivateKey {
  /** PKCS#8 DER. */
  readonly pkcs8: Uint8Array<ArrayBuffer>
  /** SubjectPublicKeyInfo DER of its public half. */
  readonly spki: Uint8Array<ArrayBuffer>
}

/**
 * Reads an RSA private key from PEM (PKCS#8 or PKCS#1, anywhere among other blocks) or from base64 of its DER.
 *
 * @param subject how errors name it, such as a field or a file
 * @param file the path of its file, for the commands in error messages
 * @throws {CredentialError} that says what the text is instead
 */
export function readPrivateKey(text: string, subject: TextPart, file?: string): RsaPrivateKey {
  const found = findKeyMaterial(text)
  const keys = distinctKeys(found.filter(({ kind, algorithm }) => kind === 'private_key' && algorithm === 'RSA'))
  const [key] = keys
  if (key?.der === undefined || key.spki === undefined) throw keyErrorOf(found, 'private_key', subject, file)
  if (keys.length > 1) throw new CredentialError('KEY_SEVERAL', subject, String(keys.length))
  expectLength(key, subject)
  return { pkcs8: key.der, spki: key.spki }
}

/**
 * Reads an RSA public key from PEM (SubjectPublicKeyInfo, PKCS#1, or the key inside an X.509 certificate, anywhere
 * among other blocks) or from base64 of its DER.
 *
 * @param subject how errors name it, such as a field or a file
 * @param file the path of its file, for the commands in error messages
 * @returns SubjectPublicKeyInfo DER
 * @throws {CredentialError} that says what the text is instead
 */
export function readPublicKey(text: string, subject: TextPart, file?: string): Uint8Array<ArrayBuffer> {
  const found = findKeyMaterial(text)
  const bare = found.filter(({ kind }) => kind === 'public_key')
  const keys = distinctKeys(bare.length > 0 ? bare : leavesOf(found))
  const [key] = keys
  if (key?.spki === undefined) throw keyErrorOf(found, 'public_key', subject, file)
  if (keys.length > 1) throw new CredentialError('KEY_SEVERAL', subject, String(keys.length))
  if (key.algorithm !== 'RSA') throw new CredentialError('KEY_NOT_RSA', subject, key.algorithm)
  expectLength(key, subject)
  return key.spki
}

function expectLength({ bits = 0 }: KeyMaterial, subject: TextPart): void {
  if (bits < 2048) throw new CredentialError('KEY_TOO_SHORT', subject, String(bits))
}
