import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { identify } from './identify.ts'

const folder = mkdtempSync(join(tmpdir(), 'card-member-identify-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// Made by an independent program, so that the forms are those people have.
function openssl(args: string): void {
  execFileSync('openssl', args.split(' '), { cwd: folder, stdio: 'pipe' })
}
const file = (name: string) => readFileSync(join(folder, name))

openssl('genrsa -out pkcs8.pem 2048')
openssl('rsa -in pkcs8.pem -traditional -out pkcs1.pem')
openssl('rsa -in pkcs8.pem -aes256 -traditional -passout pass:x -out old-encrypted.pem')
openssl('pkcs8 -topk8 -in pkcs8.pem -passout pass:x -out encrypted.pem')
openssl('rsa -in pkcs8.pem -pubout -out public.pem')
openssl('rsa -in pkcs8.pem -RSAPublicKey_out -out public-pkcs1.pem')
openssl('rsa -in pkcs8.pem -outform DER -out key.der')
openssl(
  'req -x509 -key pkcs8.pem -subj /O=Test/CN=1900000001 -set_serial 0x5157F09EFDC096DE15EBE81A47057A7232F1B8E1 -days 1825 -out cert.pem',
)
openssl('x509 -in cert.pem -outform DER -out cert.der')
openssl('req -new -key pkcs8.pem -subj /CN=1900000001 -out request.pem')
openssl('pkcs12 -export -inkey pkcs8.pem -in cert.pem -passout pass:1900000001 -out bundle.p12')
openssl('ecparam -genkey -name prime256v1 -noout -out ec.pem')

const { fingerprint } = identify(file('public.pem'))

describe('identify', () => {
  it.each([
    ['pkcs8.pem', 'private_key_pkcs8'],
    ['pkcs1.pem', 'private_key_pkcs1'],
    ['public.pem', 'public_key'],
    ['public-pkcs1.pem', 'public_key'],
    ['key.der', 'private_key_pkcs8'],
  ])('%s is a %s of the same pair', (name, kind) => {
    expect(identify(file(name))).toEqual({ kind, algorithm: 'RSA', bits: 2048, fingerprint })
  })

  it.each(['cert.pem', 'cert.der'])('%s is a certificate, with everything it says', (name) => {
    const facts = identify(file(name))
    expect(facts).toMatchObject({
      kind: 'certificate',
      serial_no: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
      subject: 'O=Test, CN=1900000001',
      issuer: 'O=Test, CN=1900000001',
      fingerprint,
    })
    expect((facts.expire_time ?? 0) - (facts.effective_time ?? 0)).toBe(1825 * 86_400_000)
  })

  it.each([
    ['old-encrypted.pem', 'private_key_encrypted'],
    ['encrypted.pem', 'private_key_encrypted'],
    ['request.pem', 'request'],
    ['bundle.p12', 'p12'],
  ])('%s is a %s', (name, kind) => {
    expect(identify(file(name))).toEqual({ kind })
  })

  it('a key of another algorithm is named as such', () => {
    expect(identify(file('ec.pem'))).toMatchObject({ kind: 'private_key_other', algorithm: 'EC' })
    const { privateKey } = generateKeyPairSync('ed25519', {
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    })
    expect(identify(Buffer.from(privateKey))).toMatchObject({ kind: 'private_key_other', algorithm: 'ED25519' })
  })

  it.each([
    ['a key with literal \\n', () => file('pkcs8.pem').toString().replaceAll('\n', '\\n'), 'private_key_pkcs8'],
    [
      'a cut key',
      () =>
        file('pkcs8.pem')
          .toString()
          .replace(/.{300}\n-----END/s, '\n-----END'),
      'unreadable',
    ],
    ['an APIv3 key with a line break', () => '0123456789abcdef0123456789ABCDEF\n', 'apiv3_key'],
    ['an id of a public key', () => 'PUB_KEY_ID_0119000000012026071400000000000001\n', 'wechatpay_id'],
    ['a serial', () => '5157f09efdc096de15ebe81a47057a7232f1b8e1', 'serial'],
    ['an empty file', () => '', 'unknown'],
    ['something else', () => '{"mchid":"1900000001"}', 'unknown'],
    ['other DER', () => '0\u0003\u0002\u0001\u0005', 'unknown'],
  ])('%s', (_what, text, kind) => {
    expect(identify(Buffer.from(text(), 'latin1')).kind).toBe(kind)
  })
})
