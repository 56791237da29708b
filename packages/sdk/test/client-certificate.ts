import { encodeElement, tag } from '../src/protocol/der.ts'
import { encodePem } from '../src/protocol/index.ts'
import { readPublicKey } from '../src/protocol/rsa-key.ts'

const encoder = new TextEncoder()
const signing = encodeElement(tag.sequence, encodeElement(tag.oid, Uint8Array.of(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b)))
const nobody = encodeElement(tag.sequence)

/** What stands in a certificate. */
export interface CertificateParts {
  /** PEM. */
  readonly public_key: string
  /** 40 hex digits. */
  readonly serial_no: string
  /** `YYMMDDhhmmssZ`. */
  readonly from?: string
  readonly until?: string
}

/** Writes an X.509 certificate as PEM; its signature is no signature, because chains are not checked. */
export function makeCertificate({ public_key, serial_no, from = '250101000000Z', until = '400101000000Z' }: CertificateParts): string {
  const serial = encodeElement(tag.integer, Uint8Array.from(Buffer.from(serial_no, 'hex')))
  const times = [from, until].map((time) => encodeElement(tag.utcTime, encoder.encode(time)))
  const version = encodeElement(tag.version, encodeElement(tag.integer, Uint8Array.of(2)))
  const validity = encodeElement(tag.sequence, ...times)
  const body = encodeElement(tag.sequence, version, serial, signing, nobody, validity, nobody, readPublicKey(public_key, 'a test key'))
  return encodePem('CERTIFICATE', encodeElement(tag.sequence, body, signing, encodeElement(tag.bitString, Uint8Array.of(0, 1))))
}
