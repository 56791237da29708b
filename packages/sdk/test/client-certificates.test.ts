import { describe, expect, it } from 'vitest'
import { CardMember, type Credential, CredentialError, type DownloadOptions, downloadCertificates } from '../src/index.ts'
import { makeNonce, readApiv3Key, sealResource } from '../src/protocol/index.ts'
import { type AnswerSigning, type Responder, signed, unsigned } from './fixtures/answers.ts'
import { makeCertificate } from './fixtures/certificate.ts'
import { failureOf } from './fixtures/failure.ts'
import { credentialFor, makeKeyPair, platform, platformKeyId, strangerKey } from './fixtures/keys.ts'
import { startServer, type TestServer } from './fixtures/server.ts'

const apiv3_key = '0123456789abcdefghijklmnopqrstuv'
const now = Date.parse('2026-07-14T02:00:00Z')
const current = '7132D72A03E93CDDF8C03BBD1F37EEDF00000001'
const coming = '7132D72A03E93CDDF8C03BBD1F37EEDF00000002'
const certificate = makeCertificate({ public_key: platform.public_key, serial_no: current, from: '250101000000Z', until: '300101000000Z' })
const next = makeCertificate({ public_key: makeKeyPair().public_key, serial_no: coming, from: '260801000000Z', until: '310101000000Z' })

async function sealed(pem: string, serial: string, key = apiv3_key) {
  const { algorithm, nonce, associated_data, ciphertext } = await sealResource(
    new TextEncoder().encode(pem),
    readApiv3Key(key),
    makeNonce(12),
    'certificate',
  )
  const encrypt_certificate = { algorithm, nonce, associated_data, ciphertext }
  return { serial_no: serial, effective_time: '2025-01-01T08:00:00+08:00', expire_time: '2030-01-01T08:00:00+08:00', encrypt_certificate }
}

async function answer(key = apiv3_key) {
  return { data: [await sealed(certificate, current, key), await sealed(next, coming, key)] }
}

function credential({ url }: TestServer): Credential {
  const { wechatpay_public_key_id: _, wechatpay_public_key: __, ...rest } = credentialFor(url)
  return { ...rest, apiv3_key }
}

const options: DownloadOptions = { clock: () => now, sleep: async () => undefined, random: () => 0 }

/** Signs by the clock of these tests. */
async function answered(value: unknown, signing: AnswerSigning = {}): Promise<Responder> {
  return (received, response) =>
    signed(200, value, { serial: current, ahead: Math.floor((now - Date.now()) / 1000), ...signing })(received, response)
}

describe('downloadCertificates', () => {
  it('needs no key of WeChat Pay, and returns certificates for a client', async () => {
    await using server = await startServer(await answered(await answer()))
    const certificates = await downloadCertificates(credential(server), options)
    expect(certificates).toEqual([
      {
        serial_no: current,
        effective_time: Date.parse('2025-01-01T00:00:00Z'),
        expire_time: Date.parse('2030-01-01T00:00:00Z'),
        certificate,
      },
      {
        serial_no: coming,
        effective_time: Date.parse('2026-08-01T00:00:00Z'),
        expire_time: Date.parse('2031-01-01T00:00:00Z'),
        certificate: next,
      },
    ])
    expect(server.requests.map(({ method, url, signed, headers }) => [method, url, signed, headers['wechatpay-serial']])).toEqual([
      ['GET', '/v3/certificates', true, undefined],
    ])
    const wechatpay_certificates = certificates.map(({ certificate: pem }) => pem)
    const api = new CardMember({ ...credential(server), wechatpay_certificates }, { clock: () => now })
    expect({ current: api.keyring.current, ids: api.keyring.ids() }).toEqual({ current, ids: [current, coming] })
  })

  it('adds the keys to a keyring in use, and seals with the newest in force', async () => {
    await using server = await startServer(await answered(await answer()))
    const old = '7132D72A03E93CDDF8C03BBD1F37EEDF00000000'
    const before = makeCertificate({ public_key: makeKeyPair().public_key, serial_no: old, from: '230101000000Z', until: '270101000000Z' })
    const given = { ...credential(server), wechatpay_certificates: [before] }
    const api = new CardMember(given, { clock: () => now })
    expect(api.keyring.current).toBe(old)
    await downloadCertificates(given, { ...options, keyring: api.keyring })
    expect({ current: api.keyring.current, ids: api.keyring.ids() }).toEqual({ current, ids: [old, current, coming] })
  })

  it('keeps a public key as the sealing key', async () => {
    await using server = await startServer(await answered(await answer()))
    const given = { ...credentialFor(server.url), apiv3_key }
    const api = server.client()
    await downloadCertificates(given, { ...options, keyring: api.keyring })
    expect({ current: api.keyring.current, ids: api.keyring.ids() }).toEqual({
      current: platformKeyId,
      ids: [platformKeyId, current, coming],
    })
  })

  it('reports a wrong APIv3 key', async () => {
    await using server = await startServer(await answered(await answer('w'.repeat(32))))
    const api = server.client()
    const error = await failureOf(downloadCertificates(credential(server), { ...options, keyring: api.keyring }))
    expect(error).toMatchObject({ name: 'SignatureError', code: 'APIV3_KEY_WRONG' })
    expect(api.keyring.ids()).toEqual([platformKeyId])
  })

  it('takes no certificate from an answer that none of them signed', async () => {
    await using server = await startServer(await answered(await answer(), { key: strangerKey }))
    const api = server.client()
    const error = await failureOf(downloadCertificates(credential(server), { ...options, keyring: api.keyring }))
    expect(error).toMatchObject({ name: 'AnswerError', code: 'SIGNATURE_WRONG' })
    expect(api.keyring.ids()).toEqual([platformKeyId])
  })

  it('rejects with an ApiError for a merchant in public-key mode', async () => {
    await using server = await startServer(
      unsigned(404, { code: 'RESOURCE_NOT_EXISTS', message: '无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥' }),
    )
    const error = await failureOf(downloadCertificates(credential(server), options))
    expect(error).toMatchObject({ name: 'ApiError', code: 'RESOURCE_NOT_EXISTS', status: 404, outcome: 'rejected' })
  })

  it('needs the APIv3 key', async () => {
    await using server = await startServer(unsigned(500, ''))
    const { apiv3_key: _, ...none } = credential(server)
    const error = await failureOf(downloadCertificates(none, options))
    expect(error).toMatchObject({ name: CredentialError.name, code: 'APIV3_KEY_MISSING' })
    expect(await failureOf(downloadCertificates({ ...none, apiv3_key: 'short' }, options))).toMatchObject({ code: 'APIV3_KEY_LENGTH' })
    expect(server.requests).toEqual([])
  })
})
