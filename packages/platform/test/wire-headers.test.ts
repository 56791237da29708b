import { createHash, createPrivateKey } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { authorization, Caller } from './fixtures/caller.ts'
import { base, importInput, invalidateTarget } from './fixtures/card-calls.ts'
import { makeCertificate } from './fixtures/certificate.ts'
import { readKeyPair } from './fixtures/keys.ts'
import { startTestPlatform } from './fixtures/platform.ts'
import { askRaw, parseRaw, type RawAnswer, sendRaw } from './fixtures/raw-http.ts'
import { startReceiver } from './fixtures/receiver.ts'
import { startSandbox } from './fixtures/sandbox.ts'
import { brand_id, makeTenants } from './fixtures/tenants.ts'

const shared = await startSandbox()
afterAll(async () => shared[Symbol.asyncDispose]())

const list = `${base}/cards?brand_id=${brand_id}&offset=0&limit=20`
const plain = ['Content-Type', 'Content-Language', 'Cache-Control', 'X-Content-Type-Options', 'Request-ID']
const signature = ['Wechatpay-Timestamp', 'Wechatpay-Nonce', 'Wechatpay-Serial', 'Wechatpay-Signature', 'Wechatpay-Signature-Type']
const transport = ['Content-Length', 'Date', 'Connection']
const upload = `${base}/media/image-upload`

const running = await startTestPlatform()
const { caller } = running
afterAll(async () => running[Symbol.asyncDispose]())

const usual = ['Host: 127.0.0.1', 'Accept: application/json', 'User-Agent: raw']

/** A signed request over a socket. */
function ask(method: string, target: string, body = '', more: readonly string[] = [], signed = body): Promise<RawAnswer> {
  const type = body === '' || more.some((line) => /^content-type:/i.test(line)) ? [] : ['Content-Type: application/json']
  const headers = [...usual, ...type, ...more, `Authorization: ${authorization(caller.pairs(method, target, signed))}`]
  return askRaw(running.platform.url, method, target, headers, body)
}

const sorted = (names: readonly string[]) => [...names].sort()

describe('the names of headers leave as they are documented, byte for byte', () => {
  test('of a success, a refusal after the signature check, and one before', async () => {
    const success = await ask('GET', list)
    expect([success.status, sorted(success.names)]).toEqual([200, sorted([...plain, ...signature, ...transport])])
    const refused = await ask('GET', `${base}/cards?brand_id=9999&offset=0&limit=20`)
    expect([refused.status, sorted(refused.names)]).toEqual([403, sorted([...plain, ...signature, ...transport])])
    const unsigned = await askRaw(running.platform.url, 'GET', list, usual)
    expect([unsigned.status, sorted(unsigned.names)]).toEqual([401, sorted([...plain, ...transport])])
  })

  test('of what is not served, and what is no proper HTTP', async () => {
    const names = (text: string) => sorted(parseRaw(text).names)
    const head = 'Host: a\r\nConnection: close\r\n\r\n'
    expect(names(await sendRaw(running.platform.url, `GET /nothing HTTP/1.1\r\n${head}`))).toEqual(sorted(transport))
    expect(names(await sendRaw(running.platform.url, `GET /%zz HTTP/1.1\r\n${head}`))).toEqual(sorted([...plain, ...transport]))
    expect(names(await sendRaw(running.platform.url, 'NONSENSE\r\n\r\n'))).toEqual(sorted([...plain, 'Content-Length', 'Connection']))
  })

  test('of an upload', async () => {
    const png = 'iVBORw0KGgo='
    const meta = JSON.stringify({ filename: 'card.png', sha256: createHash('sha256').update(png).digest('hex') })
    const part = (name: string, text: string) =>
      `--b\r\nContent-Disposition: form-data; name="${name}"; filename="a.png"\r\n\r\n${text}\r\n`
    const body = `${part('meta', meta)}${part('file', png)}--b--\r\n`
    const answer = await ask('POST', upload, body, ['Content-Type: multipart/form-data; boundary=b'], meta)
    expect(sorted(answer.names)).toEqual(sorted([...plain, ...signature, ...transport]))
  })

  test('of the download of certificates', async () => {
    using tenants = makeTenants((file) => ({
      ...file,
      platform: { keys: [{ certificate_file: 'platform_cert.pem', private_key_file: 'platform_key.pem' }] },
    }))
    const keys = readKeyPair('stranger')
    const valid = { serial_no: `7${'A1'.repeat(19)}B`, effective_time: new Date(0), expire_time: new Date('2030-01-01T00:00:00Z') }
    writeFileSync(join(tenants.folder, 'platform_cert.pem'), makeCertificate(valid, keys))
    writeFileSync(join(tenants.folder, 'platform_key.pem'), keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
    await using certified = await startTestPlatform({ tenants })
    const pairs = certified.caller.pairs('GET', '/v3/certificates')
    const headers = [...usual, `Authorization: ${authorization(pairs)}`]
    const answer = await askRaw(certified.platform.url, 'GET', '/v3/certificates', headers)
    expect([answer.status, sorted(answer.names)]).toEqual([200, sorted([...plain, ...signature, ...transport])])
  })

  test.each([
    ['system_error', 500, [...plain, ...signature]],
    ['rate_limited', 429, [...plain, ...signature]],
    ['wrong_signature', 200, [...plain, ...signature]],
    ['signature_probe', 200, [...plain, ...signature]],
    ['wrong_serial', 200, [...plain, ...signature]],
    ['skewed_clock', 200, [...plain, ...signature]],
    ['bad_gateway', 502, ['Content-Type']],
  ] as const)('of the fault %s', async (fault, status, names) => {
    await using prepared = await shared.prepare()
    const { sandbox, platform } = prepared
    await sandbox.faults.add({ fault })
    const signer = { mchid: platform.credential.mchid, serial_no: platform.credential.serial_no }
    using raw = new Caller({ ...platform.credential, url: platform.url }, Date.now, {
      ...signer,
      privateKey: createPrivateKey(platform.credential.private_key),
    })
    const headers = [...usual, `Authorization: ${authorization(raw.pairs('GET', list))}`]
    const answer = await askRaw(platform.url, 'GET', list, headers)
    expect([answer.status, sorted(answer.names)]).toEqual([status, sorted([...names, ...transport])])
  })

  test('of a notification, whose Request-ID ends with its result', async () => {
    await using receiver = await startReceiver()
    await using prepared = await shared.prepare(receiver.url())
    await prepared.sandbox.members.join({ brand_id, card_id: prepared.card_id, openid: 'openid-2' })
    await receiver.count(1)
    const [arrived] = receiver.arrived
    const names = arrived?.rawHeaders.filter((_, index) => index % 2 === 0) ?? []
    expect(sorted(names)).toEqual(
      sorted(['Accept', 'Content-Type', 'User-Agent', 'Request-ID', ...signature, 'Content-Length', 'Host', 'Connection']),
    )
    expect(arrived?.headers['request-id']).toMatch(/^[0-9A-F]{22}-0$/)
  })
})

describe('a header without a value counts as absent', () => {
  test.each(['Wechatpay-Serial:', 'Accept-Language:', 'Wechatpay-Serial:   ', 'Content-Type:', 'Origin:'])('%s', async (line) => {
    const { status, headers } = await ask('GET', list, '', [line])
    expect([status, new Map(headers).get('Content-Language')]).toEqual([200, 'zh-CN'])
  })

  test('Authorization, Accept, User-Agent and Content-Type are missed as if they were not there', async () => {
    const asked = async (changed: readonly string[], body = '') => {
      const signed = `Authorization: ${authorization(caller.pairs('POST', invalidateTarget('p-card'), body))}`
      const { status, body: text } = await askRaw(running.platform.url, 'POST', invalidateTarget('p-card'), [signed, ...changed], body)
      return [status, JSON.parse(text).message]
    }
    expect(await asked(['Host: a', 'Accept:', 'User-Agent: raw'])).toEqual([400, 'Http头缺少Accept或User-Agent'])
    expect(await asked(['Host: a', 'Accept: application/json', 'User-Agent:'])).toEqual([400, 'Http头缺少Accept或User-Agent'])
    expect(await asked([...usual, 'Content-Type:'], '{}')).toEqual([415, 'Content-Type须为application/json'])
    const without = await askRaw(running.platform.url, 'GET', list, [...usual, 'Authorization:'])
    expect([without.status, JSON.parse(without.body).code]).toEqual([401, 'SIGN_ERROR'])
  })

  test('a sealed field with an empty Wechatpay-Serial gets the error that the header is missing', async () => {
    const body = JSON.stringify({ ...importInput('p-card', { user_card_code: 'code-1', openid: 'openid-1' }), phone_number: 'c2VhbGVk' })
    const { status, body: text } = await ask('POST', `${base}/user-cards/import-by-openid`, body, ['Wechatpay-Serial:'])
    expect([status, JSON.parse(text).message]).toEqual([400, 'HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)'])
  })
})

test('a header that a request has once is refused when it comes twice', async () => {
  for (const line of ['Authorization: x', 'Host: b', 'Wechatpay-Serial: a\r\nWechatpay-Serial: b', 'Content-Type: a\r\nContent-Type: b']) {
    const { status, body } = await ask('GET', list, '', [line])
    const name = line.slice(0, line.indexOf(':'))
    expect([status, JSON.parse(body)]).toEqual([
      400,
      { code: 'INVALID_REQUEST', message: 'HTTP请求格式错误', detail: { issue: `the header ${name} is given twice` } },
    ])
  }
})
