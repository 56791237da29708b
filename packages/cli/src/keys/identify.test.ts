import { afterAll, describe, expect, it } from 'vitest'
import { certificateSerial, KeyFiles } from '../../../sdk/test/fixtures/key-files.ts'
import { identify } from './identify.ts'

// Made by an independent program, so that the forms are those people have.
const files = new KeyFiles()
afterAll(() => files[Symbol.dispose]())
const look = (name: string) => identify(files.read(name), name)
const file = (name: string) => files.text(name)

const [{ fingerprint } = { fingerprint: '' }] = look('public.pem')

describe('identify', () => {
  it.each([
    ['pkcs8.pem', 'private_key', 'PKCS#8'],
    ['pkcs1.pem', 'private_key', 'PKCS#1'],
    ['pkcs8.der', 'private_key', 'PKCS#8'],
    ['pkcs1.der', 'private_key', 'PKCS#1'],
    ['public.pem', 'public_key', undefined],
    ['public.der', 'public_key', undefined],
    ['public-pkcs1.pem', 'public_key', undefined],
  ])('%s is a %s of the same pair', (name, kind, form) => {
    expect(fingerprint).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(look(name)).toEqual([{ kind, algorithm: 'RSA', bits: 2048, form, fingerprint, issue: undefined }])
  })

  it.each(['cert.pem', 'cert.der'])('%s is a certificate, with everything it says', (name) => {
    const [facts] = look(name)
    expect(facts).toMatchObject({
      kind: 'certificate',
      serial_no: certificateSerial,
      subject: 'O=Test, CN=1900000001',
      issuer: 'O=Authority, CN=Root',
      fingerprint,
    })
    expect((facts?.expire_time ?? 0) - (facts?.effective_time ?? 0)).toBe(1825 * 86_400_000)
  })

  it.each([
    ['pkcs1-encrypted.pem', 'encrypted_key', 'KEY_ENCRYPTED'],
    ['pkcs8-encrypted.pem', 'encrypted_key', 'KEY_ENCRYPTED'],
    ['pkcs8-encrypted.der', 'encrypted_key', 'KEY_ENCRYPTED'],
    ['request.pem', 'request', 'KEY_IS_REQUEST'],
    ['aes.p12', 'p12', 'KEY_IS_P12'],
    ['rc2.p12', 'p12', 'KEY_IS_P12'],
    ['ec.pem', 'private_key', 'KEY_NOT_RSA'],
    ['ed25519.pem', 'private_key', 'KEY_NOT_RSA'],
    ['ed25519.der', 'private_key', 'KEY_NOT_RSA'],
    ['ed25519-public.pem', 'public_key', 'KEY_NOT_RSA'],
    ['short.pem', 'private_key', 'KEY_TOO_SHORT'],
  ])('%s is a %s that cannot be used as it is', (name, kind, code) => {
    expect(look(name)).toMatchObject([{ kind, issue: { code } }])
  })

  it('everything in a file is named', () => {
    const bundle = Buffer.from(`${file('cert.pem')}${file('ca-cert.pem')}some text\n${file('pkcs1.pem')}`)
    expect(identify(new Uint8Array(bundle), 'bundle.pem').map(({ kind, fingerprint: own }) => [kind, own === fingerprint])).toEqual([
      ['certificate', true],
      ['certificate', false],
      ['private_key', true],
    ])
  })

  it.each([
    ['a key with literal \\n', () => file('pkcs8.pem').replaceAll('\n', '\\n'), 'private_key'],
    [
      'a cut key',
      () =>
        file('pkcs8.pem')
          .toString()
          .replace(/.{300}\n-----END/s, '\n-----END'),
      'damaged',
    ],
    ['an APIv3 key with a line break', () => '0123456789abcdef0123456789ABCDEF\n', 'apiv3_key'],
    ['an id of a public key', () => 'PUB_KEY_ID_0119000000012026071400000000000001\n', 'wechatpay_id'],
    ['a serial', () => '5157f09efdc096de15ebe81a47057a7232f1b8e1', 'serial'],
    ['white space', () => ' \n', 'empty'],
    ['something else', () => '{"mchid":"1900000001"}', 'json'],
    ['other DER', () => '0\u0003\u0002\u0001\u0005', 'unknown'],
  ])('%s', (_what, text, kind) => {
    expect(identify(new Uint8Array(Buffer.from(text(), 'latin1')), 'file').map((facts) => facts.kind)).toEqual([kind])
  })
})
