import { children, encodeElement, sequence, tag } from './der.ts'
import { CredentialError } from './error.ts'
import { decodePem, type Pem } from './pem.ts'
import type { ProblemCode } from './problems.ts'
import { parseCertificate } from './x509.ts'

const rsaOid = Uint8Array.of(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01)
const rsaAlgorithm = encodeElement(tag.sequence, encodeElement(tag.oid, rsaOid), encodeElement(tag.null))
const zero = encodeElement(tag.integer, Uint8Array.of(0))

/** An RSA private key, read. */
export interface RsaPrivateKey {
  /** PKCS#8 DER. */
  readonly pkcs8: Uint8Array<ArrayBuffer>
  /** SubjectPublicKeyInfo DER of its public half. */
  readonly spki: Uint8Array<ArrayBuffer>
}

/**
 * Reads an RSA private key from PEM, PKCS#8 or PKCS#1.
 *
 * @param subject how errors name it, such as a field or a file
 * @throws {CredentialError} naming what the text is instead
 */
export function readPrivateKey(text: string, subject: string): RsaPrivateKey {
  const { label, der } = expectPem(text, subject, {
    CERTIFICATE: 'KEY_IS_CERTIFICATE',
    'PUBLIC KEY': 'KEY_IS_PUBLIC',
    'RSA PUBLIC KEY': 'KEY_IS_PUBLIC',
    'EC PRIVATE KEY': 'KEY_NOT_RSA',
    'ENCRYPTED PRIVATE KEY': 'KEY_ENCRYPTED',
  })
  if (label !== 'PRIVATE KEY' && label !== 'RSA PRIVATE KEY') throw new CredentialError('KEY_NOT_PEM', subject)
  if (text.includes('Proc-Type:')) throw new CredentialError('KEY_ENCRYPTED', subject)
  const pkcs8 = label === 'PRIVATE KEY' ? der : encodeElement(tag.sequence, zero, rsaAlgorithm, encodeElement(tag.octetString, der))
  const [, algorithm, inner] = sequence(pkcs8) ?? []
  if (algorithm === undefined || inner?.tag !== tag.octetString) throw new CredentialError('KEY_MALFORMED', subject, 'not PKCS#8')
  expectRsa(algorithm.value, subject)
  const [, modulus, exponent, secret] = sequence(inner.value) ?? []
  if (modulus?.tag !== tag.integer || exponent?.tag !== tag.integer || secret === undefined) {
    throw new CredentialError('KEY_MALFORMED', subject, 'not an RSA private key')
  }
  expectLength(modulus.value, subject)
  const numbers = encodeElement(tag.sequence, modulus.whole, exponent.whole)
  return { pkcs8, spki: encodeSpki(numbers) }
}

/**
 * Reads an RSA public key from PEM: SubjectPublicKeyInfo, PKCS#1, or the key inside an X.509 certificate.
 *
 * @param subject how errors name it, such as a field or a file
 * @returns SubjectPublicKeyInfo DER
 * @throws {CredentialError} naming what the text is instead
 */
export function readPublicKey(text: string, subject: string): Uint8Array<ArrayBuffer> {
  const { label, der } = expectPem(text, subject, { 'PRIVATE KEY': 'KEY_IS_PRIVATE', 'RSA PRIVATE KEY': 'KEY_IS_PRIVATE' })
  if (label === 'CERTIFICATE') return checkedSpki(parseCertificate(der, subject).spki, subject)
  if (label === 'RSA PUBLIC KEY') return checkedSpki(encodeSpki(der), subject)
  if (label === 'PUBLIC KEY') return checkedSpki(der, subject)
  throw new CredentialError('KEY_NOT_PEM', subject)
}

function expectPem(text: string, subject: string, mistakes: Readonly<Record<string, ProblemCode>>): Pem {
  if (text.trim() === '') throw new CredentialError('KEY_MISSING', subject)
  const pem = decodePem(text)
  if (pem === undefined) throw new CredentialError(looksBinary(text) ? 'KEY_IS_P12' : 'KEY_NOT_PEM', subject)
  const mistake = Object.hasOwn(mistakes, pem.label) ? mistakes[pem.label] : undefined
  if (mistake !== undefined) throw new CredentialError(mistake, subject)
  return pem
}

function looksBinary(text: string): boolean {
  return /^0[\u0080\u0082\ufffd]/.test(text)
}

function checkedSpki(spki: Uint8Array<ArrayBuffer>, subject: string): Uint8Array<ArrayBuffer> {
  const [algorithm, key] = sequence(spki) ?? []
  if (algorithm === undefined || key?.tag !== tag.bitString)
    throw new CredentialError('KEY_MALFORMED', subject, 'not a SubjectPublicKeyInfo')
  expectRsa(algorithm.value, subject)
  const [modulus, exponent] = sequence(key.value.slice(1)) ?? []
  if (modulus?.tag !== tag.integer || exponent?.tag !== tag.integer)
    throw new CredentialError('KEY_MALFORMED', subject, 'not an RSA public key')
  expectLength(modulus.value, subject)
  return spki
}

function expectRsa(algorithm: Uint8Array<ArrayBuffer>, subject: string): void {
  const oid = children(algorithm)?.[0]
  if (oid?.tag !== tag.oid || oid.value.length !== rsaOid.length || !rsaOid.every((byte, index) => oid.value[index] === byte)) {
    throw new CredentialError('KEY_NOT_RSA', subject)
  }
}

function expectLength(modulus: Uint8Array, subject: string): void {
  const bits = (modulus[0] === 0 ? modulus.length - 1 : modulus.length) * 8
  if (bits < 2048) throw new CredentialError('KEY_TOO_SHORT', subject, String(bits))
}

function encodeSpki(numbers: Uint8Array): Uint8Array<ArrayBuffer> {
  return encodeElement(tag.sequence, rsaAlgorithm, encodeElement(tag.bitString, Uint8Array.of(0), numbers))
}
