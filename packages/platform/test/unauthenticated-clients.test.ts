import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CapturedLog } from '../../../test/captured-log.ts'
import { type Platform, type PlatformOptions, startPlatform } from '../src/index.ts'
import { authorization, Caller } from './fixtures/caller.ts'
import { base } from './fixtures/card-calls.ts'
import { parseRaw, sendRaw } from './fixtures/raw-http.ts'
import { brand_id, makeTenants, type TenantsFolder } from './fixtures/tenants.ts'

const list = `${base}/cards?brand_id=${brand_id}&offset=0&limit=20`

/** A platform whose patience is short. */
async function start(tenants: TenantsFolder, limits: PlatformOptions['limits'], log = new CapturedLog()): Promise<Platform> {
  const { folder } = tenants
  return startPlatform({ tenants: tenants.tenants, folder, database: `sqlite:${folder}/p.db`, log: log.log, ...(limits ? { limits } : {}) })
}

/** A connection that sends given bytes and keeps what comes back. */
class Stranger {
  readonly #socket: Socket
  #text = ''
  readonly closed: Promise<unknown>

  constructor(url: string) {
    const { hostname, port } = new URL(url)
    this.#socket = connect(Number(port), hostname)
    this.#socket.on('error', () => undefined)
    this.#socket.on('data', (chunk) => {
      this.#text += chunk
    })
    this.closed = once(this.#socket, 'close')
  }

  say(text: string | Buffer): void {
    this.#socket.write(text)
  }

  leave(): void {
    this.#socket.destroy()
  }

  get heard(): number {
    return parseRaw(this.#text).status
  }
}

/** The head of a request whose signature nobody has yet been able to check. */
function head(caller: Caller, length: number, target = `${base}/cards`): string {
  const signed = `Authorization: ${authorization(caller.pairs('POST', target))}`
  return `POST ${target} HTTP/1.1\r\nHost: a\r\nAccept: */*\r\nUser-Agent: raw\r\nContent-Type: application/json\r\n${signed}\r\nContent-Length: ${length}\r\n\r\n`
}

describe('who sends slowly or never is cut off', () => {
  test('a connection that says nothing, a head without its end, and one that comes in drops', async () => {
    using tenants = makeTenants()
    await using platform = await start(tenants, { headers_ms: 300 })
    const silent = new Stranger(platform.url)
    const half = new Stranger(platform.url)
    half.say('GET / HTTP/1.1\r\nHost: a\r\n')
    const dropping = new Stranger(platform.url)
    dropping.say('GET / HTTP/1.1\r\n')
    const drops = setInterval(() => dropping.say('X: a\r\n'), 20)
    await Promise.all([silent.closed, half.closed, dropping.closed])
    clearInterval(drops)
    expect([half.heard, dropping.heard]).toEqual([408, 408])
  })

  test('a body without its end, and one that comes in drops', async () => {
    using tenants = makeTenants()
    await using platform = await start(tenants, { headers_ms: 300, body_ms: 300 })
    using caller = new Caller(platform, Date.now)
    const half = new Stranger(platform.url)
    half.say(`${head(caller, 1000)}{`)
    const dropping = new Stranger(platform.url)
    dropping.say(head(caller, 1000))
    const drops = setInterval(() => dropping.say(' '), 20)
    await Promise.all([half.closed, dropping.closed])
    clearInterval(drops)
    expect([half.heard, dropping.heard]).toEqual([408, 408])
    expect((await caller.call('GET', list)).status).toBe(200)
  })

  test('a connection over the limit is closed, and one that ends makes room', async () => {
    using tenants = makeTenants()
    await using platform = await start(tenants, { connections: 3 })
    const held = Array.from({ length: 3 }, () => new Stranger(platform.url))
    for (const one of held) one.say('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n')
    await expect.poll(() => held.map(({ heard }) => heard)).toEqual([200, 200, 200])
    const further = new Stranger(platform.url)
    await further.closed
    held[0]?.leave()
    await held[0]?.closed
    await expect
      .poll(async () => parseRaw(await sendRaw(platform.url, 'GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).status)
      .toBe(200)
    for (const one of held) one.leave()
  })
})

test('of 200 bodies that never end only so many bytes are kept, and others get through', async () => {
  using tenants = makeTenants()
  await using platform = await start(tenants, { body_bytes: 4 * 1024 * 1024, body_ms: 60_000 })
  using caller = new Caller(platform, Date.now)
  const strangers = Array.from({ length: 200 }, () => new Stranger(platform.url))
  const part = Buffer.alloc(200 * 1024, ' ')
  for (const stranger of strangers) {
    stranger.say(head(caller, 1024 * 1024))
    stranger.say(part)
  }
  // 200 of 200 KiB are 39 MiB: at least 179 of them have to be given up before the last has come.
  await expect.poll(() => strangers.filter(({ heard }) => heard === 503).length, { timeout: 10_000 }).toBeGreaterThanOrEqual(179)
  const { status, text } = await caller.call('POST', `${base}/pre-auth-tokens`, { brand_id, card_id: 'p-card', openid: 'openid-1' })
  expect([status, JSON.parse(text).message]).toEqual([400, '会员卡模版ID不属于该品牌'])
  for (const stranger of strangers) stranger.leave()
})

describe('malformed HTTP gets no 500', () => {
  test.each<[name: string, request: string, status: number]>([
    ['nonsense', 'NONSENSE\r\n\r\n', 400],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00', 400],
    ['no Host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['a Host that is none', 'GET / HTTP/1.1\r\nHost: a b:c:d\r\nConnection: close\r\n\r\n', 404],
    ['a length that is none', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n', 400],
    ['a negative length', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n', 400],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', 400],
    ['a length beside chunks', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
    ['a chunk whose size is none', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 400],
    ['a header with a control character', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n', 400],
    ['a head that is too long', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ])('%s', async (_, request, status) => {
    using tenants = makeTenants()
    const log = new CapturedLog()
    await using platform = await start(tenants, { headers_ms: 500, keep_alive_ms: 500 }, log)
    const text = await sendRaw(platform.url, request)
    expect(parseRaw(text).status).toBe(status)
    expect(log.text).not.toContain('"level":"error"')
  })

  test('a body that is cut off before its end', async () => {
    using tenants = makeTenants()
    const log = new CapturedLog()
    await using platform = await start(tenants, undefined, log)
    using caller = new Caller(platform, Date.now)
    const stranger = new Stranger(platform.url)
    stranger.say(`${head(caller, 1000)}{"brand_id":`)
    await new Promise((resolve) => setTimeout(resolve, 50))
    stranger.leave()
    await log.written('answered')
    expect(log.lines('answered')).toMatchObject([{ operation: 'createCard', status: 400, code: 'INVALID_REQUEST' }])
    expect(log.text).not.toContain('"level":"error"')
  })

  test('whatever bytes come, nobody gets a 500 and nothing is logged as an error', async () => {
    using tenants = makeTenants()
    const log = new CapturedLog()
    await using platform = await start(tenants, { headers_ms: 200, body_ms: 200, keep_alive_ms: 100 }, log)
    using caller = new Caller(platform, Date.now)
    const paths = fc.oneof(
      fc.constantFrom(
        '/',
        '*',
        list,
        `${base}/user-cards/%00?x`,
        `${base}/user-cards/a%`,
        'http://h/v3',
        '//',
        '/docs',
        '/media/%2e',
        '/_sandbox/',
      ),
      fc.string({ unit: fc.constantFrom(...'/?#%&=.:;ab\u00e9'), maxLength: 20 }).map((text) => `/${text}`),
    )
    const lines = fc.constantFrom(
      'Accept: */*',
      'User-Agent: raw',
      'Accept-Language: \u00ff',
      'Content-Type: ;',
      'Content-Type: multipart/form-data; boundary=',
      'Transfer-Encoding: chunked',
      'Content-Length: 3',
      'Expect: 100-continue',
      'Upgrade: websocket\r\nConnection: Upgrade',
      `Authorization: ${authorization(caller.pairs('GET', list))}`,
      'Authorization: WECHATPAY2-SHA256-RSA2048 mchid=""',
      'Wechatpay-Serial: \u00ff',
      'Cookie: =;;',
    )
    const request = fc.tuple(
      fc.constantFrom('GET', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'HEAD', 'QUERY'),
      paths,
      fc.array(lines, { maxLength: 6 }),
      fc.constantFrom('', '{}', '{"a":"\\ud800"}', '0\r\n\r\n', '\0\0\0'),
    )
    await fc.assert(
      fc.asyncProperty(request, async ([method, path, headers, body]) => {
        const text = [`${method} ${path} HTTP/1.1`, 'Host: a', 'Connection: close', ...headers].join('\r\n')
        const answer = await sendRaw(platform.url, Buffer.from(`${text}\r\n\r\n${body}`, 'latin1'))
        expect(answer).not.toMatch(/^HTTP\/1\.1 5/)
      }),
      { numRuns: 150 },
    )
    expect(log.text).not.toContain('"level":"error"')
  })
})
