import { children, type Element, sequence, tag } from './der.ts'
import { CredentialError } from './error.ts'
import { decodePem } from './pem.ts'

/** What is read of an X.509 certificate. Chains are not built: trust comes from where the file was downloaded. */
export interface Certificate {
  /** Upper-case hex, 40 digits for WeChat Pay's. */
  readonly serial_no: string
  /** SubjectPublicKeyInfo DER. */
  readonly spki: Uint8Array<ArrayBuffer>
  /** Milliseconds since 1970. */
  readonly effective_time: number
  /** Milliseconds since 1970. */
  readonly expire_time: number
}

/**
 * Reads an X.509 certificate from PEM.
 *
 * @param subject how errors name it, such as a field or a file
 * @throws {CredentialError} KEY_NOT_PEM, CERTIFICATE_MALFORMED
 * @example
 * readCertificate(pem, 'certificate').serial_no // '5157F09EFDC096DE15EBE81A47057A7232F1B8E1'
 */
export function readCertificate(text: string, subject: string): Certificate {
  const pem = decodePem(text)
  if (pem === undefined) throw new CredentialError('KEY_NOT_PEM', subject)
  if (pem.label !== 'CERTIFICATE') throw new CredentialError('CERTIFICATE_MALFORMED', subject, `it is a ${pem.label}`)
  return parseCertificate(pem.der, subject)
}

export function parseCertificate(der: Uint8Array<ArrayBuffer>, subject: string): Certificate {
  const body = sequence(der)?.[0]
  const fields = body?.tag === tag.sequence ? children(body.value) : undefined
  const [serial, , , validity, , spki] = fields?.[0]?.tag === tag.version ? fields.slice(1) : (fields ?? [])
  const [from, until] = validity ? (children(validity.value) ?? []) : []
  const effective_time = from && readTime(from)
  const expire_time = until && readTime(until)
  if (serial?.tag !== tag.integer || spki === undefined || effective_time === undefined || expire_time === undefined) {
    throw new CredentialError('CERTIFICATE_MALFORMED', subject, 'its structure is not that of a certificate')
  }
  return { serial_no: hexSerial(serial.value), spki: spki.whole, effective_time, expire_time }
}

function hexSerial(value: Uint8Array): string {
  const hex = Array.from(value, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()
  return value[0] === 0 && value.length > 1 ? hex.slice(2) : hex
}

function readTime(element: Element): number | undefined {
  const text = new TextDecoder().decode(element.value)
  // RFC 5280: two-digit years from 50 on are of the last century.
  const full = element.tag === tag.utcTime ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(full) ?? []
  if (year === undefined) return undefined
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(time) ? undefined : time
}
