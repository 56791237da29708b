import { createHash, X509Certificate } from 'node:crypto'
import {
  CredentialError,
  decodeText,
  findKeyMaterial,
  type KeyKind,
  type KeyMaterial,
  keyErrorOf,
  keyTextOf,
} from '@card-member/sdk/protocol'

/** What a file can hold. */
export type Kind = Exclude<KeyKind, 'unknown'> | 'apiv3_key' | 'serial' | 'wechatpay_id' | 'unknown'

/** What is known of one thing in a file; nothing in it is secret. */
export interface KeyFacts {
  readonly kind: Kind
  /** Such as `RSA`. */
  readonly algorithm?: string | undefined
  readonly bits?: number | undefined
  /** How a private key is written, such as `PKCS#8`. */
  readonly form?: string | undefined
  /** Upper-case hex. */
  readonly serial_no?: string | undefined
  readonly subject?: string | undefined
  readonly issuer?: string | undefined
  /** Milliseconds since 1970. */
  readonly effective_time?: number | undefined
  /** Milliseconds since 1970. */
  readonly expire_time?: number | undefined
  /** SHA-256 of the public key, the same for key and certificate of a pair. */
  readonly fingerprint?: string | undefined
  /** Why it cannot be used as it is, and what to do. */
  readonly issue?: CredentialError | undefined
}

/** Says what the bytes of a file are, whatever its name. One file may hold several things. */
export function identify(bytes: Uint8Array<ArrayBuffer>, file: string): KeyFacts[] {
  const found = findKeyMaterial(keyTextOf(bytes))
  return found.map((material) => (material.kind === 'unknown' ? identifyText(decodeText(bytes).trim()) : factsOf(material, file)))
}

function factsOf(material: KeyMaterial, file: string): KeyFacts {
  const { kind, algorithm, bits, form, der, spki } = material
  return {
    kind,
    algorithm,
    bits,
    form,
    ...(kind === 'certificate' && der !== undefined ? certificateFacts(der) : {}),
    fingerprint: spki && `sha256:${createHash('sha256').update(spki).digest('hex')}`,
    issue: issueIn(material, file),
  }
}

function issueIn(material: KeyMaterial, file: string): CredentialError | undefined {
  const { kind, algorithm, bits = 0 } = material
  if (kind !== 'private_key' && kind !== 'public_key' && kind !== 'certificate') return keyErrorOf([material], 'private_key', file, file)
  if (algorithm !== 'RSA') return new CredentialError('KEY_NOT_RSA', file, algorithm)
  return bits < 2048 ? new CredentialError('KEY_TOO_SHORT', file, String(bits)) : undefined
}

function identifyText(text: string): KeyFacts {
  if (/^PUB_KEY_ID_\d+$/.test(text)) return { kind: 'wechatpay_id' }
  if (/^[0-9A-Fa-f]{40}$/.test(text)) return { kind: 'serial', serial_no: text.toUpperCase() }
  return { kind: /^[!-~]{32}$/.test(text) ? 'apiv3_key' : 'unknown' }
}

function certificateFacts(der: Uint8Array) {
  const certificate = new X509Certificate(der)
  return {
    serial_no: certificate.serialNumber,
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    effective_time: Date.parse(certificate.validFrom),
    expire_time: Date.parse(certificate.validTo),
  }
}

function oneLine(name: string): string {
  return name.replaceAll('\n', ', ')
}
