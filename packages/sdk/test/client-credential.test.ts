import { generateKeyPairSync } from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { CardMember, type Credential, CredentialError, defaultBaseUrl, prepareCredential } from '../src/index.ts'
import { readPublicKey } from '../src/protocol/index.ts'
import { signed } from './fixtures/answers.ts'
import { makeCertificate } from './fixtures/certificate.ts'
import { failureOf } from './fixtures/failure.ts'
import { credentialFor, makeKeyPair, merchant, platform, platformKey, platformKeyId, serial_no, stranger } from './fixtures/keys.ts'
import { asked, userCard } from './fixtures/member.ts'
import { startServer } from './fixtures/server.ts'

const base = credentialFor('https://api.mch.weixin.qq.com')
const platformSerial = '7132D72A03E93CDDF8C03BBD1F37EEDF00000001'
const platformCertificate = makeCertificate({ public_key: platform.public_key, serial_no: platformSerial })
const ownCertificate = makeCertificate({ public_key: merchant.public_key, serial_no })
const ec = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const short = makeKeyPair(1024)
const locked = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const noPlatform = { wechatpay_public_key_id: undefined, wechatpay_public_key: undefined }

// Each mix-up: what is wrong, the code, the message word for word.
const mixUps: readonly (readonly [string, Partial<Record<keyof Credential, unknown>>, string, string])[] = [
  ['a malformed mchid', { mchid: 'wx1900' }, 'MCHID_MALFORMED', 'mchid must be the merchant number: 8 to 32 digits.'],
  [
    "WeChat Pay's key id for the serial",
    { serial_no: platformKeyId },
    'SERIAL_IS_WECHATPAY',
    `serial_no must be the serial of the merchant API certificate (40 hex digits); received "${platformKeyId}", the id of WeChat Pay's public key, which belongs in wechatpay_public_key_id.`,
  ],
  [
    'a serial with colons',
    { serial_no: '51:57:F0' },
    'SERIAL_MALFORMED',
    'serial_no must be the serial of the merchant API certificate (40 hex digits, see openssl x509 -serial); received "51:57:F0".',
  ],
  [
    'no private key',
    { private_key: undefined },
    'KEY_MISSING',
    'private_key is missing. Give the text of the PEM file; a path belongs in the setting that ends with _file (in the environment: _FILE).',
  ],
  [
    'an empty private key',
    { private_key: ' ' },
    'KEY_MISSING',
    'private_key is missing. Give the text of the PEM file; a path belongs in the setting that ends with _file (in the environment: _FILE).',
  ],
  [
    'the certificate for the private key',
    { private_key: ownCertificate },
    'KEY_IS_CERTIFICATE',
    "private_key is a certificate, not a private key. Use the merchant's apiclient_key.pem.",
  ],
  [
    'the public half for the private key',
    { private_key: merchant.public_key },
    'KEY_IS_PUBLIC',
    "private_key is a public key, not a private key. Use the merchant's apiclient_key.pem.",
  ],
  [
    'a path for the private key',
    { private_key: './apiclient_key.pem' },
    'KEY_IS_PATH',
    'private_key is the path of a file. Give the text of the PEM file; a path belongs in the setting that ends with _file (in the environment: _FILE).',
  ],
  [
    'a locked private key',
    { private_key: locked.privateKey },
    'KEY_ENCRYPTED',
    'private_key is a private key protected by a password. Remove the password: openssl pkey -in FILE -out key_without_password.pem',
  ],
  [
    'an EC private key',
    { private_key: ec.privateKey },
    'KEY_NOT_RSA',
    'private_key is a key of the kind EC; it must be RSA with 2048 bits. Use the key from the merchant platform.',
  ],
  ['a short private key', { private_key: short.private_key }, 'KEY_TOO_SHORT', 'private_key has 1024 bits; it must have at least 2048.'],
  [
    'a P12 for the private key',
    { private_key: '0\u0082\n\u0015\u0002\u0001\u0003' },
    'KEY_IS_P12',
    'private_key is a PKCS#12 file (.p12). Export the key: openssl pkcs12 -legacy -in FILE -nodes -nocerts -out apiclient_key.pem; export the certificate: openssl pkcs12 -legacy -in FILE -clcerts -nokeys -out apiclient_cert.pem (the password is the mchid; leave out -legacy if it is not known).',
  ],
  [
    "another certificate's serial",
    { certificate: makeCertificate({ public_key: merchant.public_key, serial_no: platformSerial }) },
    'SERIAL_NOT_OF_CERTIFICATE',
    `serial_no differs from the serial of the certificate, ${platformSerial}. Use the certificate's.`,
  ],
  [
    "another certificate's key",
    { certificate: makeCertificate({ public_key: stranger.public_key, serial_no }) },
    'KEY_NOT_OF_CERTIFICATE',
    'private_key does not belong to the certificate. Use both from the same download.',
  ],
  [
    'a key for the certificate',
    { certificate: merchant.public_key },
    'CERTIFICATE_IS_KEY',
    "certificate is a key, not a certificate (-----BEGIN CERTIFICATE-----). The merchant's is apiclient_cert.pem.",
  ],
  [
    "the merchant's serial for WeChat Pay's key id",
    { wechatpay_public_key_id: serial_no.toLowerCase() },
    'WECHATPAY_ID_IS_MERCHANT_SERIAL',
    "wechatpay_public_key_id is the serial of the merchant API certificate; it must be the id of WeChat Pay's public key: PUB_KEY_ID_ and digits.",
  ],
  [
    'a key id without its prefix',
    { wechatpay_public_key_id: '0119000000012026' },
    'WECHATPAY_ID_MALFORMED',
    'wechatpay_public_key_id must be the id of WeChat Pay\'s public key: PUB_KEY_ID_ and digits; received "0119000000012026". A platform certificate belongs in wechatpay_certificates.',
  ],
  [
    'a public key without its id',
    { wechatpay_public_key_id: undefined },
    'WECHATPAY_ID_MALFORMED',
    'wechatpay_public_key_id must be the id of WeChat Pay\'s public key: PUB_KEY_ID_ and digits; received "". A platform certificate belongs in wechatpay_certificates.',
  ],
  [
    'a key id without its key',
    { wechatpay_public_key: undefined },
    'KEY_MISSING',
    'wechatpay_public_key is missing. Give the text of the PEM file; a path belongs in the setting that ends with _file (in the environment: _FILE).',
  ],
  [
    "the merchant's public key for WeChat Pay's",
    { wechatpay_public_key: merchant.public_key },
    'WECHATPAY_KEY_IS_MERCHANT_KEY',
    "wechatpay_public_key is the merchant's own public key. Use WeChat Pay's pub_key.pem, downloaded from the merchant platform.",
  ],
  [
    "the merchant's certificate for WeChat Pay's key",
    { wechatpay_public_key: ownCertificate },
    'WECHATPAY_KEY_IS_MERCHANT_KEY',
    "wechatpay_public_key is the merchant's own public key. Use WeChat Pay's pub_key.pem, downloaded from the merchant platform.",
  ],
  [
    "a private key for WeChat Pay's",
    { wechatpay_public_key: merchant.private_key },
    'KEY_IS_PRIVATE',
    "wechatpay_public_key is a private key, not a public key. Use WeChat Pay's pub_key.pem, downloaded from the merchant platform.",
  ],
  [
    "a platform certificate for WeChat Pay's key",
    { wechatpay_public_key: platformCertificate },
    'WECHATPAY_KEY_IS_CERTIFICATE',
    'wechatpay_public_key is a certificate, not the public key pub_key.pem. A platform certificate belongs in wechatpay_certificates.',
  ],
  [
    "the merchant's certificate for a platform certificate",
    { wechatpay_certificates: [platformCertificate, ownCertificate] },
    'WECHATPAY_KEY_IS_MERCHANT_KEY',
    "wechatpay_certificates[1] is the merchant's own public key. Use WeChat Pay's pub_key.pem, downloaded from the merchant platform.",
  ],
  [
    'a public key for a platform certificate',
    { wechatpay_certificates: [platform.public_key] },
    'CERTIFICATE_IS_KEY',
    "wechatpay_certificates[0] is a key, not a certificate (-----BEGIN CERTIFICATE-----). The merchant's is apiclient_cert.pem.",
  ],
  [
    'no key of WeChat Pay',
    noPlatform,
    'WECHATPAY_KEY_MISSING',
    'No key of WeChat Pay is known, so no answer can be verified. Give wechatpay_public_key_id and wechatpay_public_key, or wechatpay_certificates.',
  ],
  [
    'an APIv3 key with a line break',
    { apiv3_key: `${'k'.repeat(32)}\n` },
    'APIV3_KEY_LENGTH',
    'apiv3_key must be 32 bytes; received 33. Use the APIv3 key set in the merchant platform, not the older API key; look for invisible characters at its beginning and end.',
  ],
  [
    'plain http',
    { base_url: 'http://api.mch.weixin.qq.com' },
    'BASE_URL_INSECURE',
    'base_url is "http://api.mch.weixin.qq.com"; it must begin with https:// (http:// is for loopback addresses only).',
  ],
  [
    'a base_url with a path',
    { base_url: 'https://api.mch.weixin.qq.com/v3' },
    'BASE_URL_MALFORMED',
    'base_url has the path "/v3"; it must be scheme and host only, such as https://api.mch.weixin.qq.com.',
  ],
]

describe('a credential', () => {
  it.each(mixUps)('with %s is rejected at construction', (_what, change, code, message) => {
    const construct = () => new CardMember({ ...base, ...change } as Credential)
    expect(construct).toThrow(CredentialError)
    expect(construct).toThrow(expect.objectContaining({ code, message }))
  })

  it('is rejected in Chinese too, and without the key', async () => {
    const private_key = merchant.private_key.replaceAll('END', 'FIN')
    const error = await failureOf(Promise.resolve().then(() => prepareCredential({ ...base, private_key })))
    expect(error).toBeInstanceOf(CredentialError)
    expect(error instanceof CredentialError && error.in('zh-CN')).toContain('无法读取 private_key："PRIVATE KEY" 段不完整')
    expect(inspect(error)).not.toContain(merchant.private_key.slice(100, 140))
  })

  it.each(['', 'not a url', 'ftp://127.0.0.1', 'https://user:secret@api.mch.weixin.qq.com', 'https://a.b/?x=1'])(
    'may not be for "%s"',
    (base_url) => {
      expect(() => prepareCredential({ ...base, base_url })).toThrow(expect.objectContaining({ code: 'BASE_URL_MALFORMED' }))
    },
  )

  it('is for WeChat Pay by default', () => {
    expect(prepareCredential({ ...base, base_url: undefined }).base_url).toBe(defaultBaseUrl)
  })

  it.each(['http://127.0.0.1:8080', 'http://localhost:3000', 'http://[::1]:1', 'http://127.8.9.10', 'http://mch.localhost'])(
    'may be for %s',
    (base_url) => {
      expect(prepareCredential({ ...base, base_url }).base_url).toBe(base_url)
    },
  )

  it.each(['http://127.0.0.1.example.com', 'http://localhost.example.com', 'http://10.0.0.1', 'http://0.0.0.0'])(
    'may not be for %s',
    (base_url) => {
      expect(() => prepareCredential({ ...base, base_url })).toThrow(expect.objectContaining({ code: 'BASE_URL_INSECURE' }))
    },
  )

  it('accepts literal line breaks, PKCS#1, and the certificate of its key', () => {
    const escaped = merchant.private_key.replaceAll('\n', '\\n')
    expect(prepareCredential({ ...base, private_key: escaped, certificate: ownCertificate }).principal).toMatchObject({
      mchid: base.mchid,
      serial_no,
    })
    const pkcs1 = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
    })
    expect(prepareCredential({ ...base, private_key: pkcs1.privateKey }).keyring.ids()).toEqual([platformKeyId])
  })

  it('verifies with public key and certificates, and seals with the public key', () => {
    const { keyring } = prepareCredential({ ...base, wechatpay_certificates: [platformCertificate] })
    expect(keyring.ids()).toEqual([platformKeyId, platformSerial])
    expect(keyring.current).toBe(platformKeyId)
  })

  it('seals with the newest certificate in force', () => {
    const certificate = (serial: string, from: string, until: string) =>
      makeCertificate({ public_key: platform.public_key, serial_no: serial.repeat(40), from, until })
    const wechatpay_certificates = [
      certificate('A', '200101000000Z', '300101000000Z'),
      certificate('B', '250101000000Z', '350101000000Z'),
      certificate('C', '290101000000Z', '390101000000Z'),
      certificate('D', '150101000000Z', '200101000000Z'),
    ]
    const { keyring } = prepareCredential({ ...base, ...noPlatform, wechatpay_certificates }, () => Date.parse('2026-07-14T00:00:00Z'))
    expect(keyring.current).toBe('B'.repeat(40))
    expect(keyring.ids().map((id) => id[0])).toEqual(['B', 'A', 'C', 'D'])
  })

  it('works with a platform certificate alone', async () => {
    await using server = await startServer(signed(200, userCard, { key: platformKey, serial: platformSerial }))
    const api = server.client({}, { ...noPlatform, wechatpay_certificates: [platformCertificate] })
    expect(await api.userCards.get('1', asked)).toEqual(userCard)
    expect(server.requests[0]?.headers['wechatpay-serial']).toBe(platformSerial)
  })

  it('takes a new key at run time', async () => {
    await using server = await startServer(signed(200, userCard, { serial: 'PUB_KEY_ID_7' }))
    const api = server.client()
    await expect(api.userCards.get('1', asked)).rejects.toThrow(
      `the answer is signed with an unknown key: PUB_KEY_ID_7; known: ${platformKeyId}. Add that key to the credential, or correct its id.`,
    )
    api.keyring.add({ id: 'PUB_KEY_ID_7', spki: readPublicKey(platform.public_key, 'the new key') })
    expect(await api.userCards.get('1', asked)).toEqual(userCard)
  })
})
