import { hexOf } from './bytes.ts'
import { parseCertificate } from './certificate-fields.ts'
import { children, type Element, encodeElement, firstElement, sequence, tag } from './der.ts'
import type { KeyMaterial } from './key-material.ts'

type Bytes = Uint8Array<ArrayBuffer>

const rsaOid = '2a864886f70d010101'
const rsaAlgorithm = encodeElement(tag.sequence, encodeElement(tag.oid, bytesOf(rsaOid)), encodeElement(tag.null))
const zero = encodeElement(tag.integer, Uint8Array.of(0))

/** Algorithms by object identifier, in hex. */
const algorithms: Readonly<Record<string, string>> = {
  [rsaOid]: 'RSA',
  '2a864886f70d01010a': 'RSA-PSS',
  '2a864886f70d010301': 'DH',
  '2a8648ce380401': 'DSA',
  '2a8648ce3d0201': 'EC',
  '2b656e': 'X25519',
  '2b656f': 'X448',
  '2b6570': 'Ed25519',
  '2b6571': 'Ed448',
}
// PKCS#5 and PKCS#12: ways of encrypting with a password.
const passwordOid = /^2a864886f70d01(05|0c01)/
const pkcs7Oid = /^2a864886f70d0107/

/** Finds the kind of DER by its structure; `undefined` when it is another. */
export function classifyDer(der: Bytes): KeyMaterial | undefined {
  if (isPkcs12(der)) return { kind: 'p12' }
  const outer = firstElement(der)
  const parts = outer?.tag === tag.sequence ? children(outer.value) : undefined
  if (outer === undefined || parts === undefined) return undefined
  const whole = outer.whole
  const shape = parts.map(({ tag: kind }) => names[kind] ?? '?').join(' ')
  const [first, second] = parts
  if (first === undefined) return undefined
  if (shape.startsWith('integer sequence octets')) return classifyPkcs8(whole, parts)
  if (shape.startsWith('integer octets')) return { kind: 'private_key', algorithm: 'EC', form: 'SEC1' }
  if (/^integer( integer){8,}/.test(shape)) return readRsa(wrapPkcs1(whole), 'PKCS#1')
  if (/^integer( integer){5}$/.test(shape)) return { kind: 'private_key', algorithm: 'DSA', form: 'PKCS#1' }
  if (shape === 'sequence octets' && passwordOid.test(oidOf(first))) return { kind: 'encrypted_key', der: whole }
  if (shape === 'sequence bits') return classifySpki(whole, first, second)
  if (shape === 'integer integer') return classifySpki(encodeSpki(whole), undefined, undefined)
  if (shape === 'sequence sequence bits') return classifySigned(whole, first)
  if (shape.startsWith('oid') && pkcs7Oid.test(hexOf(first.value))) return { kind: 'pkcs7' }
  return undefined
}

const names: Readonly<Record<number, string>> = {
  [tag.integer]: 'integer',
  [tag.bitString]: 'bits',
  [tag.octetString]: 'octets',
  [tag.oid]: 'oid',
  [tag.sequence]: 'sequence',
}

// It may have indefinite length, which is not DER: the number 3, then a content of PKCS#7.
function isPkcs12(bytes: Bytes): boolean {
  return /^30(80|[0-7][\da-f]|81..|82.{4}|83.{6})020103(30|$)/.test(hexOf(bytes.subarray(0, 32)))
}

function classifyPkcs8(whole: Bytes, [, algorithm, inner]: readonly Element[]): KeyMaterial | undefined {
  const name = algorithm && algorithms[oidOf(algorithm)]
  if (name === 'RSA') return sequence(inner?.value ?? new Uint8Array())?.[1] === undefined ? undefined : readRsa(whole, 'PKCS#8')
  return { kind: 'private_key', algorithm: name ?? 'unknown', form: 'PKCS#8' }
}

function readRsa(pkcs8: Bytes, form: 'PKCS#1' | 'PKCS#8'): KeyMaterial | undefined {
  const inner = sequence(pkcs8)?.[2]
  const [, modulus, exponent, secret] = inner === undefined ? [] : (sequence(inner.value) ?? [])
  if (modulus?.tag !== tag.integer || exponent?.tag !== tag.integer || secret?.tag !== tag.integer) return undefined
  const spki = encodeSpki(encodeElement(tag.sequence, modulus.whole, exponent.whole))
  return { kind: 'private_key', algorithm: 'RSA', form, der: pkcs8, spki, bits: bitsOf(modulus.value) }
}

function classifySpki(whole: Bytes, algorithm: Element | undefined, key: Element | undefined): KeyMaterial | undefined {
  if (algorithm === undefined || key === undefined) {
    const [first, second] = sequence(whole) ?? []
    return first === undefined || second === undefined ? undefined : classifySpki(whole, first, second)
  }
  const name = algorithms[oidOf(algorithm)]
  if (name !== 'RSA') return name === undefined ? undefined : { kind: 'public_key', algorithm: name, spki: whole }
  const [modulus, exponent] = sequence(key.value.slice(1)) ?? []
  if (modulus?.tag !== tag.integer || exponent?.tag !== tag.integer) return undefined
  return { kind: 'public_key', algorithm: name, spki: whole, bits: bitsOf(modulus.value) }
}

function classifySigned(whole: Bytes, body: Element): KeyMaterial | undefined {
  const certificate = parseCertificate(whole)
  if (certificate !== undefined) {
    const key = classifyDer(certificate.spki)
    return { kind: 'certificate', der: whole, algorithm: key?.algorithm, spki: certificate.spki, bits: key?.bits }
  }
  const [version, subject, spki] = children(body.value) ?? []
  return version?.tag === tag.integer && subject?.tag === tag.sequence && classifyDer(spki?.whole ?? new Uint8Array())
    ? { kind: 'request' }
    : undefined
}

/** Writes the numbers of an RSA public key as SubjectPublicKeyInfo. */
function encodeSpki(numbers: Bytes): Bytes {
  return encodeElement(tag.sequence, rsaAlgorithm, encodeElement(tag.bitString, Uint8Array.of(0), numbers))
}

function wrapPkcs1(key: Bytes): Bytes {
  return encodeElement(tag.sequence, zero, rsaAlgorithm, encodeElement(tag.octetString, key))
}

function bitsOf(modulus: Uint8Array): number {
  return (modulus[0] === 0 ? modulus.length - 1 : modulus.length) * 8
}

function oidOf({ value }: Element): string {
  const oid = children(new Uint8Array(value))?.[0]
  return oid?.tag === tag.oid ? hexOf(oid.value) : ''
}

function bytesOf(hex: string): Bytes {
  return Uint8Array.from(hex.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16))
}
