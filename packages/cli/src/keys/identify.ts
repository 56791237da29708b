import { createHash, createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { kinds } from '../words/keys.ts'

/** What a file can be. */
export type Kind = keyof typeof kinds

/** What is known of a file; nothing in it is secret. */
export interface KeyFacts {
  readonly kind: Kind
  /** Such as `RSA`. */
  readonly algorithm?: string | undefined
  readonly bits?: number | undefined
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
}

const pemBlock = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/
// PFX begins with the number 3 and a content of type pkcs7-data or pkcs7-signedData.
const pkcs7 = Buffer.from('2a864886f70d0107', 'hex')

/** Says what the bytes of a file are, whatever its name. */
export function identify(bytes: Uint8Array): KeyFacts {
  const buffer = Buffer.from(bytes)
  const text = buffer.toString('latin1').replaceAll('\\n', '\n')
  const [pem, label] = pemBlock.exec(text) ?? []
  if (pem !== undefined && label !== undefined) return identifyPem(pem, label)
  // A key of printable characters may begin with the digit 0, which is also how DER begins.
  if (buffer[0] === 0x30 && !/^[\t\r\n -~]*$/.test(text)) return identifyDer(buffer)
  return identifyText(text.replace(/^\u00ef\u00bb\u00bf/, '').trim())
}

function identifyPem(pem: string, label: string): KeyFacts {
  switch (label) {
    case 'CERTIFICATE':
      return read(() => certificateFacts(new X509Certificate(pem)))
    case 'PRIVATE KEY':
      return read(() => privateFacts(createPrivateKey(pem), 'private_key_pkcs8'))
    case 'RSA PRIVATE KEY':
      if (pem.includes('Proc-Type:')) return { kind: 'private_key_encrypted' }
      return read(() => privateFacts(createPrivateKey(pem), 'private_key_pkcs1'))
    case 'EC PRIVATE KEY':
      return read(() => privateFacts(createPrivateKey(pem), 'private_key_other'))
    case 'ENCRYPTED PRIVATE KEY':
      return { kind: 'private_key_encrypted' }
    case 'PUBLIC KEY':
    case 'RSA PUBLIC KEY':
      return read(() => keyFacts('public_key', createPublicKey(pem)))
    case 'CERTIFICATE REQUEST':
      return { kind: 'request' }
    default:
      return { kind: 'unknown' }
  }
}

function identifyDer(der: Buffer): KeyFacts {
  const attempts: readonly (() => KeyFacts)[] = [
    () => certificateFacts(new X509Certificate(der)),
    () => privateFacts(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }), 'private_key_pkcs8'),
    () => privateFacts(createPrivateKey({ key: der, format: 'der', type: 'pkcs1' }), 'private_key_pkcs1'),
    () => keyFacts('public_key', createPublicKey({ key: der, format: 'der', type: 'spki' })),
  ]
  if (der.subarray(0, 64).includes(pkcs7)) return { kind: 'p12' }
  for (const attempt of attempts) {
    const facts = read(attempt)
    if (facts.kind !== 'unreadable') return facts
  }
  return { kind: 'unknown' }
}

function identifyText(text: string): KeyFacts {
  if (/^PUB_KEY_ID_\d+$/.test(text)) return { kind: 'wechatpay_id' }
  if (/^[0-9A-Fa-f]{40}$/.test(text)) return { kind: 'serial', serial_no: text.toUpperCase() }
  return { kind: /^[!-~]{32}$/.test(text) ? 'apiv3_key' : 'unknown' }
}

function read(attempt: () => KeyFacts): KeyFacts {
  try {
    return attempt()
  } catch {
    return { kind: 'unreadable' }
  }
}

function certificateFacts(certificate: X509Certificate): KeyFacts {
  return {
    ...keyFacts('certificate', certificate.publicKey),
    serial_no: certificate.serialNumber,
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    effective_time: Date.parse(certificate.validFrom),
    expire_time: Date.parse(certificate.validTo),
  }
}

function privateFacts(key: KeyObject, kind: Kind): KeyFacts {
  return keyFacts(key.asymmetricKeyType === 'rsa' ? kind : 'private_key_other', key, createPublicKey(key))
}

function keyFacts(kind: Kind, key: KeyObject, publicKey = key): KeyFacts {
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  return {
    kind,
    algorithm: (key.asymmetricKeyType ?? '').toUpperCase(),
    bits: key.asymmetricKeyDetails?.modulusLength,
    fingerprint: `sha256:${createHash('sha256').update(spki).digest('hex')}`,
  }
}

function oneLine(name: string): string {
  return name.replaceAll('\n', ', ')
}
