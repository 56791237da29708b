import { hexOf } from './bytes.ts'
import { children, type Element, sequence, tag } from './der.ts'
import { encodePem } from './pem.ts'

/** The fields of an X.509 certificate. Chains are not built: a file is trusted because of where it was downloaded. */
export interface Certificate {
  /** Upper-case hex, 40 digits for WeChat Pay's. */
  readonly serial_no: string
  /** SubjectPublicKeyInfo DER. */
  readonly spki: Uint8Array<ArrayBuffer>
  /** Milliseconds since 1970. */
  readonly effective_time: number
  /** Milliseconds since 1970. */
  readonly expire_time: number
  /** The certificate alone, as PEM. */
  readonly pem: string
}

/** Reads the fields of a certificate; `undefined` when its structure is different. */
export function parseCertificate(der: Uint8Array<ArrayBuffer>): Certificate | undefined {
  const [serial, , , validity, , spki] = fieldsOf(der) ?? []
  const [from, until] = validity ? (children(validity.value) ?? []) : []
  const effective_time = from && readTime(from)
  const expire_time = until && readTime(until)
  if (serial?.tag !== tag.integer || spki === undefined || effective_time === undefined || expire_time === undefined) return undefined
  return { serial_no: hexSerial(serial.value), spki: spki.whole, effective_time, expire_time, pem: encodePem('CERTIFICATE', der) }
}

/** Issuer and subject of a certificate, for comparison only. */
export function namesOf(der: Uint8Array<ArrayBuffer>): { readonly issuer: string; readonly subject: string } {
  const [, , issuer, , subject] = fieldsOf(der) ?? []
  return { issuer: String(issuer?.value), subject: String(subject?.value) }
}

function fieldsOf(der: Uint8Array<ArrayBuffer>): Element[] | undefined {
  const body = sequence(der)?.[0]
  const fields = body?.tag === tag.sequence ? children(body.value) : undefined
  return fields?.[0]?.tag === tag.version ? fields.slice(1) : fields
}

function hexSerial(value: Uint8Array): string {
  const hex = hexOf(value).toUpperCase()
  return value[0] === 0 && value.length > 1 ? hex.slice(2) : hex
}

function readTime(element: Element): number | undefined {
  const text = new TextDecoder().decode(element.value)
  // RFC 5280: two-digit years from 50 on belong to the last century.
  const full = element.tag === tag.utcTime ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(full) ?? []
  if (year === undefined) return undefined
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(time) ? undefined : time
}
