import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { machineOperator, openDesk, startDesk } from '@card-member/desk'
import { makeLog } from '@card-member/service/log'
import { generateSync } from 'otplib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCaddy } from '../../../test/caddy.ts'
import { startNginx } from '../../../test/nginx.ts'
import type { TlsProxy } from '../../../test/tls-proxy.ts'
import { run } from './command-fixture.ts'
import { blocksOf, chinese, textOf } from './guide-page.ts'
import { freePorts } from './guide-reader.ts'
import { type Rehearsal, rehearse } from './rehearsal-fixture.ts'

const codes = blocksOf('docs/proxy.md').map(({ code }) => code)
const [platformServer = '', platformSite = '', deskServer = '', deskSite = ''] = codes

const proxies = [
  ['nginx', startNginx, platformServer, deskServer],
  ['Caddy', startCaddy, platformSite, deskSite],
] as const

/** Ends a card that is imported for it, by a command whose platform is behind a proxy; what the command said, and the state of the card. */
async function invalidateBehind(
  { certificate }: Pick<TlsProxy, 'certificate'>,
  port: number,
  { api, members, argumentsFor }: Rehearsal,
  { user_card_code, openid }: { user_card_code: string; openid: string },
) {
  const { brand_id, card_id } = members[0]
  await api.userCards.importByOpenid({ brand_id, card_id, user_card_code, openid, valid_date_information: { type: 'PERMANENT' } })
  const place = ['--base-url', `https://localhost:${port}`]
  const options = [...place, '--reason', '用户申请退会', '--yes', '--consent-reference', 'TOLD', '--json']
  const env = { NODE_EXTRA_CA_CERTS: certificate }
  const ran = await run(['invalidate', ...argumentsFor({ ...members[0], user_card_code, openid }), ...options], { env })
  const { user_card_state } = await api.userCards.get(user_card_code, { brand_id, card_id, openid })
  return { ...ran, user_card_state }
}

describe('docs/proxy.md', () => {
  it('has the same configuration in both languages', () => {
    expect(blocksOf(chinese('docs/proxy.md')).map(({ code }) => code)).toEqual(codes)
    expect(codes).toHaveLength(4)
    expect(textOf('docs/proxy.md')).toContain('(proxy.zh-CN.md)')
  })
})

describe('a platform behind nginx with TLS', () => {
  let rehearsal: Rehearsal
  let nginx: TlsProxy
  let ports: { readonly right: number; readonly wrong: number }
  beforeAll(async () => {
    rehearsal = await rehearse()
    const [right, wrong] = [...(await freePorts(['right', 'wrong'])).values()].map(Number)
    if (right === undefined || wrong === undefined) throw new Error('two ports were asked for')
    ports = { right, wrong }
    const passed = platformServer.replace('http://127.0.0.1:8080;', `${rehearsal.platform.url};`)
    nginx = await startNginx({ [right]: passed, [wrong]: passed.replace(`${rehearsal.platform.url};`, `${rehearsal.platform.url}/v3/;`) })
  })
  afterAll(async () => {
    await nginx?.[Symbol.asyncDispose]()
    await rehearsal[Symbol.asyncDispose]()
  })

  const invalidate = (port: number, user_card_code: string, openid: string) =>
    invalidateBehind(nginx, port, rehearsal, { user_card_code, openid })

  it.each(['4785', 'A:1', 'A/2', 'A%3A', 'A?b=c'])('ends the card %s when the target passes unchanged', async (code) => {
    const { stdout, user_card_state } = await invalidate(ports.right, code, `openid-right-${code.length}${code.codePointAt(1)}`)
    expect([JSON.parse(stdout), user_card_state]).toEqual([expect.objectContaining({ outcome: 'done', proof: 'answer' }), 'INVALID'])
  })

  it.each([
    ['B785', 'done', undefined, 'INVALID'],
    ['B:1', 'not_done', 'SIGN_ERROR', 'EFFECTIVE'],
    ['B/2', 'not_done', 'GATEWAY_ERROR', 'EFFECTIVE'],
  ])('tells the caller of %s behind a proxy that decodes paths: %s, %s', async (code, expected, error, state) => {
    const { stdout, user_card_state } = await invalidate(ports.wrong, code, `openid-wrong-${code.length}${code.codePointAt(1)}`)
    const { outcome, error: told } = JSON.parse(stdout)
    expect([outcome, told?.code, user_card_state]).toEqual([expected, error, state])
    if (error === 'SIGN_ERROR')
      expect(told.message).toMatch(/the platform received "\S+B:1\?\S+", we signed "\S+B%3A1\?\S+"\. The request was changed on its way/)
    if (error === 'GATEWAY_ERROR') expect(told.message).toContain('404, no content type, 0 bytes. Check base_url and any proxy.')
  })

  it.each(['/metrics', '/healthz', '/readyz', '/_sandbox/'])('keeps %s inside', async (path) => {
    expect((await get(ports.right, path)).status).toBe(404)
  })
})

// What an address may have in it as it is, what it may have encoded, and what a proxy could take for something to tidy up.
const targets = [
  ...['/v3/A:1', '/v3/A%3A1', '/v3/A%2F1', '/v3/A%2f1', '/v3/%41', '/v3/A%253A', '/v3/%E4%BC%9A', '/v3/%E4'],
  ...["/v3/!$&'()*+,;=:@~-._", '/v3//x', '/v3/x/', '/v3/a/../b', '/v3/x?', '/v3/x?a=b%20c&d=e+f&g', '/v3/x?a;b', '/v3/x?a=%3F/?&%e4'],
]

describe.each(proxies)('a server behind %s', (_name, startProxy, text) => {
  it('is sent each target byte for byte, and the body as it was', async () => {
    const arrived: string[] = []
    const echo = createServer(async (received, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of received) chunks.push(chunk)
      arrived.push(`${received.method} ${received.url} ${Buffer.concat(chunks)}`)
      response.writeHead(200, { 'Wechatpay-Signature': 'signed', 'content-type': 'application/json' }).end('{ "a":1 }')
    })
    const [echoPort, port] = [...(await freePorts(['echo', 'proxy'])).values()].map(Number)
    if (echoPort === undefined || port === undefined) throw new Error('two ports were asked for')
    await once(echo.listen(echoPort, '127.0.0.1'), 'listening')
    await using _proxy = await startProxy({ [port]: text.replace('127.0.0.1:8080', `127.0.0.1:${echoPort}`) })
    const sent: string[] = []
    for (const target of targets) {
      const headers = { 'content-type': 'application/json', 'accept-encoding': 'gzip' }
      const { status, body, signature } = await get(port, target, headers, '{"b": 2}')
      expect([target, status, body, signature]).toEqual([target, 200, '{ "a":1 }', 'signed'])
      sent.push(`POST ${target} {"b": 2}`)
    }
    expect(arrived).toEqual(sent)
    for (const path of ['/metrics', '/healthz', '/readyz', '/_sandbox/', '/v3/%2e%2e/metrics', '/v3/../metrics'])
      expect([path, (await get(port, path)).status]).toEqual([path, expect.toBeOneOf([400, 404])])
    expect(arrived).toHaveLength(targets.length)
    echo.close()
  })
})

describe('a caller behind Caddy with TLS', () => {
  it('ends a card whose code has to be encoded', async () => {
    await using rehearsal = await rehearse()
    const [port] = [...(await freePorts(['caddy'])).values()].map(Number)
    if (port === undefined) throw new Error('a port was asked for')
    await using caddy = await startCaddy({ [port]: platformSite.replace('127.0.0.1:8080', new URL(rehearsal.platform.url).host) })
    const member = { user_card_code: 'A/1:2%3A?b=c', openid: 'openid-behind-caddy' }
    const { stdout, user_card_state } = await invalidateBehind(caddy, port, rehearsal, member)
    expect([JSON.parse(stdout), user_card_state]).toEqual([expect.objectContaining({ outcome: 'done', proof: 'answer' }), 'INVALID'])
  })
})

describe.each(proxies)('a desk behind %s with TLS', (_name, startProxy, _platform, text) => {
  const folder = mkdtempSync(join(tmpdir(), 'card-member-proxy-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('serves its API, sets secure cookies, refuses pages of other addresses, and keeps what watches it inside', async () => {
    const [port] = [...(await freePorts(['desk'])).values()].map(Number)
    if (port === undefined) throw new Error('a port was asked for')
    const public_url = `https://localhost:${port}`
    const log = makeLog({ level: 'silent' })
    const database = `sqlite:${folder}/desk.db`
    const password = 'correct horse battery'
    await using first = await openDesk({ database, log })
    const { otpauth_uri } = await first.staff.add(machineOperator, { name: 'ann', password, grants: [{ brand_id: '*', role: 'clerk' }] })
    const totp = generateSync({ secret: new URL(otpauth_uri).searchParams.get('secret') ?? '' })
    await using desk = await startDesk({ database, public_url, log })
    await using _proxy = await startProxy({ [port]: text.replace('127.0.0.1:8090', new URL(desk.url).host) })
    for (const path of ['/metrics', '/healthz', '/readyz']) expect([path, (await get(port, path)).status]).toEqual([path, 404])
    const signIn = JSON.stringify({ name: 'ann', password, totp })
    const from = (origin: string) => get(port, '/api/session', { origin, 'content-type': 'application/json' }, signIn)
    expect(await from('https://evil.example')).toMatchObject({ status: 403, body: expect.stringContaining('FOREIGN_ORIGIN') })
    const { status, cookies } = await from(public_url)
    expect([status, cookies.length > 0, cookies.every((cookie) => /; Secure/.test(cookie))]).toEqual([200, true, true])
    const cookie = cookies.map((text) => text.split(';')[0]).join('; ')
    expect((await get(port, '/api/sample.csv', { cookie })).status).toBe(200)
  })
})

/** One request to a proxy, whose certificate is made for the test. */
function get(port: number, path: string, headers: Readonly<Record<string, string>> = {}, sentBody?: string) {
  return new Promise<{ status: number | undefined; body: string; cookies: string[]; signature: unknown }>((resolve, reject) => {
    const method = sentBody === undefined ? 'GET' : 'POST'
    const sent = request({ host: 'localhost', port, path, method, headers, rejectUnauthorized: false, agent: false }, async (answer) => {
      const chunks: Buffer[] = []
      for await (const chunk of answer) chunks.push(chunk)
      const body = Buffer.concat(chunks).toString()
      const { 'set-cookie': cookies = [], 'wechatpay-signature': signature } = answer.headers
      resolve({ status: answer.statusCode, body, cookies, signature })
    })
    sent.once('error', reject).end(sentBody)
  })
}
