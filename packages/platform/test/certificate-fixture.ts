import { type KeyObject, sign } from 'node:crypto'

/** What a test certificate says. */
export interface CertificateContent {
  /** Hex, an even number of digits. */
  readonly serial_no: string
  readonly effective_time: Date
  readonly expire_time: Date
}

const sha256WithRsa = element(0x30, Buffer.from('06092a864886f70d01010b0500', 'hex'))
const commonName = Buffer.from('0603550403', 'hex')

/** Makes a self-signed X.509 certificate in PEM, so that tests need neither openssl nor a file that expires one day. */
export function makeCertificate(content: CertificateContent, key: { publicKey: KeyObject; privateKey: KeyObject }): string {
  const name = element(0x30, element(0x31, element(0x30, commonName, element(0x0c, Buffer.from('test')))))
  const body = element(
    0x30,
    element(0xa0, integer('02')),
    integer(content.serial_no),
    sha256WithRsa,
    name,
    element(0x30, time(content.effective_time), time(content.expire_time)),
    name,
    key.publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = element(0x03, Buffer.of(0), sign('sha256', body, key.privateKey))
  const rows =
    element(0x30, body, sha256WithRsa, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${rows.join('\n')}\n-----END CERTIFICATE-----\n`
}

function element(tag: number, ...parts: readonly Buffer[]): Buffer {
  const value = Buffer.concat(parts)
  const length = value.length < 0x80 ? Buffer.of(value.length) : Buffer.of(0x82, value.length >> 8, value.length & 0xff)
  return Buffer.concat([Buffer.of(tag), length, value])
}

function integer(hex: string): Buffer {
  return element(0x02, Buffer.from(Number.parseInt(hex.slice(0, 2), 16) > 0x7f ? `00${hex}` : hex, 'hex'))
}

function time(date: Date): Buffer {
  return element(0x18, Buffer.from(date.toISOString().replaceAll(/[-:T]|\.\d+/g, '')))
}
