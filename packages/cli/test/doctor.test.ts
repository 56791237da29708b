import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer as createPlainServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type Server } from 'node:tls'
import { checkOnline } from '@card-member/desk/doctor'
import type { LocalizedText } from '@card-member/sdk/contract'
import { readCredential } from '@card-member/sdk/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDatabase } from '../../../test/database-fixture.ts'
import { startPostgresProxy } from '../../platform/test/fixtures/postgres-proxy.ts'
import { makeServerCertificate, startForwardProxy } from '../../sdk/test/fixtures/forward-proxy.ts'
import { run } from './command-fixture.ts'
import { startGateway } from './gateway-fixture.ts'
import { runHere } from './in-process.ts'
import { type Rehearsal, rehearse } from './rehearsal-fixture.ts'

interface Found {
  readonly check: string
  readonly level: string
  readonly code?: string
  readonly page?: string
  readonly words: LocalizedText
}

let rehearsal: Rehearsal
beforeAll(async () => {
  rehearsal = await rehearse()
})
afterAll(() => rehearsal[Symbol.asyncDispose]())

async function examine(...args: string[]) {
  const { code, stdout, stderr } = await runHere(['doctor', '--credential', rehearsal.credential, '--json', ...args])
  expect(stderr).toBe('')
  const { ok, findings }: { ok: boolean; findings: Found[] } = JSON.parse(stdout)
  expect(ok).toBe(code === 0)
  return { code, findings, wrong: findings.filter(({ level }) => level === 'failure') }
}

/** Writes a changed copy of the credential file beside it. */
function changed(change: Readonly<Record<string, string | undefined>>): string {
  const path = join(rehearsal.folder, `changed-${Object.keys(change).join('-')}.json`)
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(rehearsal.credential, 'utf8')), ...change }))
  return path
}

describe('card-member doctor with a good credential', () => {
  it('finds every field and the way to the platform in order', async () => {
    const { code, findings } = await examine('--brand', '1004')
    expect(code).toBe(0)
    expect(findings.map(({ check, level }) => `${check} ${level}`)).toEqual([
      'mchid ok',
      'serial_no ok',
      'wechatpay_public_key_id ok',
      'private_key_file ok',
      'wechatpay_public_key_file ok',
      'apiv3_key_file ok',
      'mode ok',
      'connection ok',
      'clock ok',
      'signature ok',
      'answer ok',
      'permission ok',
    ])
    const mode = findings.find(({ check }) => check === 'mode')
    expect(mode?.words.en).toBe(`public-key mode, ${rehearsal.platform.wechatpay_public_key_id}`)
  })

  it('proves key and signature without a brand, and is not good: the permission was not checked', async () => {
    const { code, findings, wrong } = await examine()
    expect({ code, wrong }).toEqual({ code: 1, wrong: [] })
    expect(findings.slice(-4).map(({ check, level }) => `${check} ${level}`)).toEqual([
      'clock ok',
      'signature ok',
      'answer ok',
      'permission unchecked',
    ])
    const { stdout } = await runHere(['doctor', '--credential', rehearsal.credential])
    expect(stdout.split('\n').slice(-4)).toEqual([
      '[ ?? ] permission: not checked: name the brand that you act for (in commands --brand)',
      '       未检查：请指定所代表的品牌（命令中为 --brand）',
      'Not checked: permission. It may be wrong.',
      '',
    ])
  })

  it('prints for people, what is wrong in both languages and with its page', async () => {
    const { code, stdout } = await run(['doctor', '--credential', rehearsal.credential, '--brand', '2005'])
    expect(code).toBe(1)
    expect(stdout.split('\n').slice(-5)).toEqual([
      '[FAIL] permission: may not act for brand 2005 (商户暂无权限使用此功能). The brand has to authorise this mchid for member cards. (NOT_PERMITTED)',
      '       无权代表品牌 2005（商户暂无权限使用此功能）。需由品牌为该商户号授权会员能力。',
      '       https://pay.weixin.qq.com/doc/v3/partner/4015274639',
      '1 to correct.',
      '',
    ])
  })
})

describe('card-member doctor names what is wrong with a field', () => {
  it.each([
    { change: { mchid: '19' }, wrong: ['mchid MCHID_MALFORMED'] },
    { change: { serial_no: 'PUB_KEY_ID_1' }, wrong: ['serial_no SERIAL_IS_WECHATPAY'] },
    { change: { private_key_file: 'merchant_pub.pem' }, wrong: ['private_key_file KEY_IS_PUBLIC'] },
    { change: { private_key_file: 'gone.pem' }, wrong: ['private_key_file FILE_MISSING'] },
    { change: { wechatpay_public_key_file: 'merchant_pub.pem' }, wrong: ['credential WECHATPAY_KEY_IS_MERCHANT_KEY'] },
    { change: { apiv3_key_file: 'merchant_pub.pem' }, wrong: ['apiv3_key_file SECRET_LINES'] },
    { change: { base_url: 'http://example.com' }, wrong: ['credential BASE_URL_INSECURE'] },
    { change: { base_url: 'https://api.mch.weixin.qq.com/v3' }, wrong: ['credential BASE_URL_MALFORMED'] },
    {
      change: { mchid: 'x', serial_no: '12', wechatpay_public_key_id: '7' },
      wrong: ['mchid MCHID_MALFORMED', 'serial_no SERIAL_MALFORMED', 'wechatpay_public_key_id WECHATPAY_ID_MALFORMED'],
    },
  ])('$wrong', async ({ change, wrong }) => {
    const found = await examine('--credential', changed(change))
    expect(found.code).toBe(1)
    expect(found.wrong.map(({ check, code }) => `${check} ${code}`)).toEqual(wrong)
  })

  it('a base_url with a path, exactly, in the file and on the command line', async () => {
    const told = (path: string) =>
      `base_url has the path "${path}"; it must be scheme and host only, such as https://api.mch.weixin.qq.com.`
    const path = changed({ base_url: 'https://api.mch.weixin.qq.com/pay/v3/' })
    expect((await examine('--credential', path)).wrong).toMatchObject([{ check: 'credential', words: { en: told('/pay/v3/') } }])
    const url = 'http://127.0.0.1:8080/x'
    const failed = await runHere(['doctor', '--credential', rehearsal.credential, '--base-url', url, '--json'])
    expect([failed.code, JSON.parse(failed.stdout)]).toEqual([1, { error: { code: 'BASE_URL_MALFORMED', message: told('/x') } }])
  })

  it('a file that is not there, one that is not JSON', async () => {
    const text = join(rehearsal.folder, 'text.json')
    writeFileSync(text, 'mchid: 1')
    const [missing, noJson] = [await examine('--credential', 'missing.json'), await examine('--credential', text)]
    expect(missing.wrong).toMatchObject([{ check: 'credential', code: 'FILE_MISSING' }])
    expect(noJson.wrong).toMatchObject([{ check: 'credential', code: 'CREDENTIAL_MALFORMED' }])
  })
})

describe('card-member doctor through a proxy of the environment', () => {
  const folder = mkdtempSync(join(tmpdir(), 'card-member-doctor-'))
  const tls = makeServerCertificate()
  const trusted = join(folder, 'cert.pem')
  writeFileSync(trusted, tls.cert)
  let secure: { readonly url: string; readonly server: Server }
  beforeAll(async () => {
    secure = await startSecure(tls, Number(new URL(rehearsal.platform.url).port))
  })
  afterAll(() => {
    secure.server.close()
    rmSync(folder, { recursive: true })
  })

  async function examineBy(proxy: string, ...args: string[]) {
    const env = { HTTPS_PROXY: `http://${proxy}`, NODE_EXTRA_CA_CERTS: trusted }
    const asked = ['doctor', '--credential', rehearsal.credential, '--base-url', secure.url, '--brand', '1004', ...args]
    return await run(asked, { env })
  }

  it('is good when the proxy leads to the platform, and goes by CONNECT as calls do', async () => {
    await using proxy = await startForwardProxy()
    const { code, stdout } = await examineBy(proxy.name)
    expect({ code, end: stdout.split('\n').at(-2) }).toEqual({ code: 0, end: 'All good.' })
    expect(proxy.requests).toEqual([{ method: 'CONNECT', target: new URL(secure.url).host, authorization: undefined }])
  })

  it('names the proxy that refuses, and is not good', async () => {
    await using proxy = await startForwardProxy()
    proxy.refuses = 407
    const { code, stdout } = await examineBy(proxy.name)
    expect(code).toBe(1)
    expect(stdout).toMatch(new RegExp(`\\[FAIL\\] connection: ${secure.url} cannot be reached: .*${proxy.name}.*407`))
  })

  it('names the proxy that nobody is at, and is not good', async () => {
    const { code, stdout } = await examineBy('127.0.0.1:9', '--json')
    const { ok, findings }: { ok: boolean; findings: Found[] } = JSON.parse(stdout)
    expect({ code, ok }).toEqual({ code: 1, ok: false })
    expect(findings.at(-1)).toMatchObject({ check: 'connection', level: 'failure' })
    expect(findings.at(-1)?.words.en).toContain('127.0.0.1:9')
    expect(findings.at(-1)?.words['zh-CN']).toContain('127.0.0.1:9')
  })

  it('does not go by the proxy where NO_PROXY names the host', async () => {
    const env = { HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1', NODE_EXTRA_CA_CERTS: trusted }
    const asked = ['doctor', '--credential', rehearsal.credential, '--base-url', secure.url, '--brand', '1004']
    expect(await run(asked, { env })).toMatchObject({ code: 0 })
  })
})

/** TLS before a port. */
async function startSecure(tls: { readonly key: string; readonly cert: string }, port: number) {
  const server = createServer(tls, (socket) => {
    const onward = connect(port, '127.0.0.1')
    for (const one of [socket, onward]) one.on('error', () => undefined)
    socket.pipe(onward).pipe(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return { server, url: `https://127.0.0.1:${typeof address === 'object' ? address?.port : address}` }
}

describe('card-member doctor before a platform that cannot answer', () => {
  it('whose database is gone: the signed 500 proves the keys, and what is left is not good', async () => {
    await using database = await makeDatabase('postgres')
    await using proxy = await startPostgresProxy(database.url)
    await using far = await rehearse({ database: proxy.url })
    proxy.cut()
    const { code, stdout } = await runHere(['doctor', '--credential', far.credential, '--brand', '1004'])
    expect(code).toBe(1)
    expect(stdout.split('\n').slice(-6)).toEqual([
      '[ ok ] signature: the platform accepts the signature of caller, serial_no and private key',
      expect.stringMatching(/^\[ ok \] answer: the answer is signed by PUB_KEY_ID_\d+, which is known$/),
      '[ ?? ] permission: not checked: the platform cannot answer now (500 SYSTEM_ERROR); try again later',
      '       未检查：平台暂时无法应答（500 SYSTEM_ERROR），请稍后重试',
      'Not checked: permission. It may be wrong.',
      '',
    ])
    proxy.restore()
    expect(await runHere(['doctor', '--credential', far.credential, '--brand', '1004'])).toMatchObject({ code: 0 })
  })

  it('and is silent: says so after its time, and is not good', async () => {
    const server = createPlainServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const base_url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`
    const credential = { ...(await readCredential(rehearsal.credential)), base_url }
    const findings = await checkOnline(credential, { brand_id: '1004', clock: Date.now, timeout_ms: 200 })
    server.close()
    expect(findings.map(({ check, level }) => `${check} ${level}`)).toEqual(['mode ok', 'connection failure'])
    expect(findings.at(-1)?.words.en).toMatch(new RegExp(`^${base_url} cannot be reached: .* got no answer .* within \\d+ ms`))
  })
})

describe('card-member doctor names what is wrong on the way', () => {
  it('nothing listens', async () => {
    const { code, wrong } = await examine('--base-url', 'http://127.0.0.1:9')
    expect(code).toBe(1)
    expect(wrong).toMatchObject([{ check: 'connection', words: { en: expect.stringContaining('cannot be reached') } }])
  })

  it('a serial that the platform does not know', async () => {
    const { wrong } = await examine('--credential', changed({ serial_no: 'A'.repeat(40) }))
    expect(wrong).toMatchObject([{ check: 'signature', code: 'SIGN_ERROR' }])
  })

  it('an answer signed by a key that the credential does not know', async () => {
    const { wrong } = await examine('--credential', changed({ wechatpay_public_key_id: 'PUB_KEY_ID_1' }))
    expect(wrong).toMatchObject([{ check: 'answer', code: 'SIGNATURE_SERIAL_UNKNOWN' }])
  })

  it('a clock that is off', async () => {
    const headers = { date: new Date(Date.now() - 3_600_000).toUTCString() }
    await using gateway = await startGateway(rehearsal.platform.url, { headers })
    const { wrong } = await examine('--base-url', gateway.url, '--brand', '1004')
    expect(wrong).toMatchObject([{ check: 'clock', page: 'https://pay.weixin.qq.com/doc/v3/partner/4012081726' }])
    expect(wrong[0]?.words.en).toMatch(/^36\d\d s away/)
  })

  it('an answer changed on its way', async () => {
    const headers = { 'wechatpay-nonce': 'another' }
    await using gateway = await startGateway(rehearsal.platform.url, { headers })
    const { wrong } = await examine('--base-url', gateway.url, '--brand', '1004')
    expect(wrong).toMatchObject([{ check: 'answer', code: 'SIGNATURE_WRONG' }])
  })

  it('a gateway that answers in place of the API', async () => {
    await using gateway = await startGateway(rehearsal.platform.url, { answer: { status: 502, body: '<html>' } })
    const { wrong } = await examine('--base-url', gateway.url)
    expect(wrong).toMatchObject([{ check: 'connection', code: 'GATEWAY_ERROR' }])
  })

  it.each([429, 500, 503])('an unsigned answer %i in place of the read: what could not be checked is not good', async (status) => {
    const body = JSON.stringify({ code: 'SYSTEM_ERROR', message: '系统异常' })
    await using gateway = await startGateway(rehearsal.platform.url, { answer: { status, body } })
    const { code, findings } = await examine('--base-url', gateway.url, '--brand', '1004')
    expect(code).toBe(1)
    expect(findings.slice(-3).map(({ check, level }) => `${check} ${level}`)).toEqual([
      'signature unchecked',
      'answer unchecked',
      'permission unchecked',
    ])
  })

  it('nothing on the way, when the file cannot be used', async () => {
    const { findings } = await examine('--credential', changed({ mchid: '1' }))
    expect(findings.at(-1)).toMatchObject({ check: 'connection', level: 'unchecked' })
  })
})
