import { sameBytes } from './bytes.ts'
import { namesOf } from './certificate-fields.ts'
import { classifyDer } from './key-structure.ts'
import { decodeLoose, pemBlocks } from './pem.ts'

/** Kinds of keys, certificates, and files that are taken for them. */
export type KeyKind =
  | 'private_key'
  | 'encrypted_key'
  | 'public_key'
  | 'certificate'
  | 'request'
  | 'p12'
  | 'pkcs7'
  | 'openssh_key'
  | 'openssh_public_key'
  | 'putty_key'
  | 'jwk'
  | 'keystore'
  | 'zip'
  | 'binary'
  | 'html'
  | 'json'
  | 'path'
  | 'damaged'
  | 'empty'
  | 'unknown'

/** One thing found in a text or a file. */
export interface KeyMaterial {
  readonly kind: KeyKind
  /** Such as `RSA` or `Ed25519`. */
  readonly algorithm?: string | undefined
  readonly bits?: number | undefined
  /** How a private key is written. */
  readonly form?: 'PKCS#1' | 'PKCS#8' | 'SEC1' | undefined
  /** An RSA private key as PKCS#8, an encrypted one as it is, a certificate. */
  readonly der?: Uint8Array<ArrayBuffer> | undefined
  /** SubjectPublicKeyInfo of a public key, or of the public half of what is found. */
  readonly spki?: Uint8Array<ArrayBuffer> | undefined
  /** Label of a PEM block whose contents cannot be read. */
  readonly label?: string | undefined
}

/**
 * Finds what a text contains, by its structure: every PEM block, base64 of DER, or another kind of file. Bytes that are not text
 * may be given as Latin-1. The result has at least one entry, which may be `empty` or `unknown`.
 *
 * @example
 * findKeyMaterial(pem).map(({ kind }) => kind) // ['certificate', 'private_key']
 */
export function findKeyMaterial(text: string): [KeyMaterial, ...KeyMaterial[]] {
  const binary = readBinary(text)
  if (binary !== undefined) return [binary]
  // UTF-16 that was read as if it were something else.
  const clean = text.replaceAll('\0', '').replace(/^[\ufeff\ufffd\s]+/, '')
  const [first, ...others] = pemBlocks(clean)
    .filter(({ label }) => !label.endsWith('PARAMETERS'))
    .map(readPem)
  if (first !== undefined) return [first, ...others]
  return [readBare(clean)]
}

/** The certificates that were found, without those that issued another of them. */
export function leavesOf(found: readonly KeyMaterial[]): KeyMaterial[] {
  const all = distinctKeys(found.filter(({ kind }) => kind === 'certificate'))
  const names = all.map(({ der }) => namesOf(der ?? new Uint8Array()))
  const issuers = new Set(names.flatMap(({ issuer, subject }) => (issuer === subject ? [] : [issuer])))
  const leaves = all.filter((_, index) => !issuers.has(names[index]?.subject ?? ''))
  return leaves.length > 0 ? leaves : all
}

/** The things that were found, each key once. */
export function distinctKeys(found: readonly KeyMaterial[]): KeyMaterial[] {
  return found.filter(
    ({ spki }, index) => spki === undefined || found.findIndex((other) => other.spki && sameBytes(other.spki, spki)) === index,
  )
}

function readPem({ label, der, encrypted }: ReturnType<typeof pemBlocks>[number]): KeyMaterial {
  if (encrypted) return { kind: 'encrypted_key' }
  if (label === 'OPENSSH PRIVATE KEY') return { kind: 'openssh_key' }
  const found = der && classifyDer(der)
  return found ?? { kind: 'damaged', label }
}

function readBinary(text: string): KeyMaterial | undefined {
  if (text.startsWith('PK\u0003') || text.startsWith('PK\u0005')) return { kind: 'zip' }
  if (text.startsWith('\u00fe\u00ed\u00fe\u00ed') || text.startsWith('\u00ce\u00ce\u00ce\u00ce')) return { kind: 'keystore' }
  // DER begins with a SEQUENCE, whose tag is the digit 0.
  if (!text.startsWith('0')) return undefined
  // Read as UTF-8, bytes are lost; only the first ones are reliable.
  if (text.slice(1, 4).includes('\ufffd')) return { kind: text.slice(2, 9).includes('\u0002\u0001\u00030') ? 'p12' : 'binary' }
  return isLatin1(text) ? classifyDer(Uint8Array.from(text, (character) => character.charCodeAt(0))) : undefined
}

function isLatin1(text: string): boolean {
  return /^[^\u0100-\uffff]*$/.test(text)
}

function readBare(text: string): KeyMaterial {
  const trimmed = text.trim()
  if (trimmed === '') return { kind: 'empty' }
  if (/^[A-Za-z0-9+/\s]+=*\s*$/.test(trimmed) && trimmed.length > 60) {
    const found = classifyDer(decodeLoose(trimmed) ?? new Uint8Array())
    if (found !== undefined) return found
  }
  if (/^<(!doctype|!--|\?xml|html|head|body|\w+>)/i.test(trimmed)) return { kind: 'html' }
  if (/^[[{]/.test(trimmed)) return readJson(trimmed)
  if (/^PuTTY-User-Key-File-/.test(trimmed)) return { kind: 'putty_key' }
  if (/^(ssh-|ecdsa-sha2-|sk-ssh-|---- BEGIN SSH2)/.test(trimmed)) return { kind: 'openssh_public_key' }
  return { kind: looksLikePath(trimmed) ? 'path' : 'unknown' }
}

function readJson(text: string): KeyMaterial {
  const [, algorithm] = /"kty"\s*:\s*"(\w+)"/.exec(text) ?? []
  return algorithm === undefined ? { kind: 'json' } : { kind: 'jwk', algorithm }
}

function looksLikePath(text: string): boolean {
  return (
    !/[\r\n]/.test(text) && (/^(\.{0,2}[\\/]|~[\\/]|[A-Za-z]:[\\/]|file:)/.test(text) || /\.(pem|key|p12|pfx|crt|cer|der|txt)$/i.test(text))
  )
}
