import { once } from 'node:events'
import { createServer as createSecureServer } from 'node:https'
import { connect, createServer as createTcpServer } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createTransport as createFetchTransport } from '../src/client/transport-fetch.ts'
import { CardMember, ProxyFailure, TransportError } from '../src/index.ts'
import { readProxies } from '../src/node/proxy.ts'
import { chooser } from '../src/node/proxy-agents.ts'
import { createTransport } from '../src/node/transport-node.ts'
import { signed } from './fixtures/answers.ts'
import { failureOf } from './fixtures/failure.ts'
import { makeServerCertificate, startForwardProxy } from './fixtures/forward-proxy.ts'
import { credentialFor } from './fixtures/keys.ts'
import { asked, userCard } from './fixtures/member.ts'
import { closedUrl, startServer, type TestServer } from './fixtures/server.ts'

const code = userCard.user_card_code
const tls = makeServerCertificate()
const before = getCACertificates('default')
beforeAll(() => setDefaultCACertificates([...before, tls.cert]))
afterAll(() => {
  setDefaultCACertificates([...before])
  vi.unstubAllEnvs()
})

/** TLS in front of an API. */
async function secured(api: TestServer): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createSecureServer(tls)
  // What comes out of TLS is passed on byte for byte.
  server.removeAllListeners('secureConnection')
  server.on('secureConnection', (socket) => {
    const onward = connect(Number(new URL(api.url).port), '127.0.0.1')
    socket.pipe(onward).pipe(socket)
    socket.on('error', () => onward.destroy())
    onward.on('error', () => socket.destroy())
  })
  const sockets = new Set<{ destroy(): unknown }>()
  server.on('connection', (socket) => sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening')
  const close = async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  }
  return { port: address.port, [Symbol.asyncDispose]: close }
}

describe('a client behind a proxy', () => {
  it('tunnels to an https API, keeps the tunnel, and leaves the password at the proxy', async () => {
    await using server = await startServer(signed(200, userCard))
    await using gate = await secured(server)
    await using proxy = await startForwardProxy()
    proxy.destination = `127.0.0.1:${gate.port}`
    const api = server.client({ proxy: `http://clerk:p%40ss%3A1@${proxy.name}` }, { base_url: 'https://pay.example' })
    for (let call = 0; call < 3; call++) expect(await api.userCards.get(code, asked)).toEqual(userCard)
    const authorization = `Basic ${Buffer.from('clerk:p@ss:1').toString('base64')}`
    expect(proxy.requests).toEqual([{ method: 'CONNECT', target: 'pay.example:443', authorization }])
    expect(server.requests.map(({ signed, headers }) => [signed, headers.host, headers['proxy-authorization']])).toEqual(
      Array.from({ length: 3 }, () => [true, 'pay.example', undefined]),
    )
  })

  it('sends the whole URL of an http API to the proxy, and signs the path', async () => {
    await using server = await startServer(signed(200, userCard))
    await using proxy = await startForwardProxy()
    expect(await server.client({ proxy: proxy.name }).userCards.get(code, asked)).toEqual(userCard)
    expect(proxy.requests).toEqual([{ method: 'GET', target: `${server.url}${server.requests[0]?.url}`, authorization: undefined }])
    expect(server.requests.map(({ signed, headers }) => [signed, headers.host])).toEqual([[true, new URL(server.url).host]])
  })

  it.each([407, 403])('knows that nothing was sent when the proxy answers %i, names it, and does not try again', async (status) => {
    await using server = await startServer(signed(200, userCard))
    await using proxy = await startForwardProxy()
    proxy.refuses = status
    const api = server.client({ proxy: `http://clerk:secret@${proxy.name}` }, { base_url: 'https://pay.example' })
    const error = await failureOf(api.userCards.invalidate(code, asked))
    expect(error).toBeInstanceOf(TransportError)
    expect(error).toMatchObject({
      code: 'PROXY_REFUSED',
      outcome: 'not_sent',
      attempts: 1,
      retryable: false,
      message: `invalidateUserCard was not sent: the proxy ${proxy.name} refused it (HTTP ${status}). Check the user name and password in the option proxy, or let the proxy allow the API.`,
    })
    expect(JSON.stringify(error) + String(error)).not.toContain('secret')
    expect(server.requests).toEqual([])
  })

  it('reports not_sent when the proxy of an http API answers 407', async () => {
    await using server = await startServer(signed(200, userCard))
    await using proxy = await startForwardProxy()
    proxy.refuses = 407
    const error = await failureOf(server.client({ proxy: proxy.name }).userCards.invalidate(code, asked))
    expect(error).toMatchObject({
      code: 'PROXY_REFUSED',
      outcome: 'not_sent',
      message: expect.stringContaining(`the proxy ${proxy.name} `),
    })
    expect(server.requests).toEqual([])
  })

  it.each(['https://pay.example', undefined])('knows that nothing was sent when the proxy is away: %s', async (base_url) => {
    await using server = await startServer(signed(200, userCard))
    const away = await closedUrl()
    const api = server.client({ proxy: away, max_attempts: 2 }, base_url === undefined ? {} : { base_url })
    const error = await failureOf(api.userCards.invalidate(code, asked))
    expect(error).toMatchObject({
      code: 'PROXY_UNREACHABLE',
      outcome: 'not_sent',
      attempts: 2,
      message: `invalidateUserCard was not sent: no connection through the proxy ${new URL(away).host} (ECONNREFUSED). Check the option proxy, or HTTPS_PROXY, HTTP_PROXY and NO_PROXY.`,
    })
  })

  it('reports not_sent when the proxy cannot reach the API, and when it does not answer', async () => {
    await using server = await startServer(signed(200, userCard))
    await using proxy = await startForwardProxy()
    proxy.destination = new URL(await closedUrl()).host
    const base_url = 'https://pay.example'
    const unreached = await failureOf(server.client({ proxy: proxy.name, max_attempts: 1 }, { base_url }).userCards.get(code, asked))
    expect(unreached).toMatchObject({ code: 'PROXY_UNREACHABLE', outcome: 'not_sent', message: expect.stringContaining('(HTTP 502)') })
    const silent = createTcpServer(() => undefined).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const address = silent.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const options = { proxy: `127.0.0.1:${port}`, max_attempts: 1, timeout_ms: 50 }
    expect(await failureOf(server.client(options, { base_url }).userCards.get(code, asked))).toMatchObject({
      code: 'TIMED_OUT',
      outcome: 'not_sent',
    })
    silent.close()
  })

  it('reports unknown when a tunnel breaks after the request was sent', async () => {
    await using server = await startServer((_request, response) => void response.destroy())
    await using gate = await secured(server)
    await using proxy = await startForwardProxy()
    proxy.destination = `127.0.0.1:${gate.port}`
    const api = server.client({ proxy: proxy.name }, { base_url: 'https://pay.example' })
    expect(await failureOf(api.userCards.invalidate(code, asked))).toMatchObject({ code: 'CONNECTION_LOST', outcome: 'unknown' })
  })

  it('uses the environment only with proxy: environment or NODE_USE_ENV_PROXY=1', async () => {
    await using server = await startServer(signed(200, userCard))
    await using proxy = await startForwardProxy()
    vi.stubEnv('NO_PROXY', '')
    vi.stubEnv('no_proxy', undefined)
    vi.stubEnv('http_proxy', undefined)
    vi.stubEnv('HTTP_PROXY', `http://${proxy.name}`)
    const passed = async (option?: 'environment' | false) => {
      const already = proxy.requests.length
      await server.client({ proxy: option }).userCards.get(code, asked)
      return proxy.requests.length > already
    }
    vi.stubEnv('NODE_USE_ENV_PROXY', '')
    expect([await passed('environment'), await passed(), await passed(false)]).toEqual([true, false, false])
    vi.stubEnv('NODE_USE_ENV_PROXY', '1')
    expect([await passed('environment'), await passed(), await passed(false)]).toEqual([true, true, false])
    vi.stubEnv('NO_PROXY', '127.0.0.0/8')
    expect(await passed('environment')).toBe(false)
  })
})

describe('the proxy variables of the environment', () => {
  const through = (environment: Record<string, string>, origin: string) => {
    const proxies = readProxies('environment', environment)
    return proxies && chooser(proxies)(new URL(origin))?.name
  }

  it.each([
    [{ HTTPS_PROXY: 'http://one:1' }, 'https://pay.example', 'one:1'],
    [{ HTTPS_PROXY: 'http://one:1' }, 'http://localhost', undefined],
    [{ HTTP_PROXY: 'one:1' }, 'http://localhost', 'one:1'],
    [{ https_proxy: 'http://small:1', HTTPS_PROXY: 'http://large:1' }, 'https://pay.example', 'small:1'],
    [{ https_proxy: '', HTTPS_PROXY: 'http://large:1' }, 'https://pay.example', undefined],
    [{ HTTPS_PROXY: 'https://one' }, 'https://pay.example', 'one:443'],
    [{ HTTPS_PROXY: 'http://[::1]:3128' }, 'https://pay.example', '[::1]:3128'],
    [{}, 'https://pay.example', undefined],
  ])('%j leads to %s by %s', (environment, origin, name) => {
    expect(through(environment, origin)).toBe(name)
  })

  it.each([
    ['*', 'https://pay.example', false],
    ['pay.example', 'https://pay.example', false],
    ['PAY.example', 'https://api.pay.EXAMPLE', false],
    ['.pay.example', 'https://api.pay.example', false],
    ['*.pay.example', 'https://api.pay.example', false],
    ['ay.example', 'https://pay.example', true],
    ['other.example pay.example', 'https://pay.example', false],
    ['pay.example:443', 'https://pay.example', false],
    ['pay.example:8443', 'https://pay.example', true],
    ['pay.example:8443', 'https://pay.example:8443', false],
    ['10.0.0.0/8', 'https://10.1.2.3', false],
    ['10.0.0.0/8', 'https://11.1.2.3', true],
    ['10.0.0.1-10.0.0.9', 'https://10.0.0.5', false],
    ['10.0.0.1-10.0.0.9', 'https://10.0.0.10', true],
    ['127.0.0.1', 'https://127.0.0.1:8443', false],
    ['::1', 'https://[::1]', false],
    ['[::1]', 'https://[::1]:8443', false],
    ['[::1]:8443', 'https://[::1]:8443', false],
    ['[::1]:8443', 'https://[::1]', true],
    ['0:0:0:0:0:0:0:1', 'https://[::1]', false],
    ['fd00::/8', 'https://[fd12::5]', false],
    ['fd00::/8', 'https://[fe80::5]', true],
    ['10.0.0.0/99, 10.0.0.9-10.0.0.1, :443, ,', 'https://10.0.0.1', true],
  ])('NO_PROXY=%s: the proxy to %s is asked: %s', (NO_PROXY, origin, asks) => {
    expect(through({ HTTPS_PROXY: 'http://one:1', NO_PROXY }, origin)).toBe(asks ? 'one:1' : undefined)
  })
})

describe('a proxy that cannot be used', () => {
  it.each([
    ['socks5://127.0.0.1:1080', "proxy must be the address of an http or https proxy, such as 'http://user:password@host:3128'."],
    ['http://', "proxy must be the address of an http or https proxy, such as 'http://user:password@host:3128'."],
    ['http://u:secret@host:3128/path', "proxy must be the address of an http or https proxy, such as 'http://user:password@host:3128'."],
    ['http://host:99999', "proxy must be the address of an http or https proxy, such as 'http://user:password@host:3128'."],
    ['', "proxy must be the address of an http or https proxy, such as 'http://user:password@host:3128'."],
  ])('%s is rejected by name', (proxy, message) => {
    expect(() => createTransport({ proxy })).toThrow(message)
  })

  it('of the environment is rejected with the name of its variable, without its password', () => {
    const environment = { HTTPS_PROXY: 'socks5://u:secret@host' }
    expect(() => readProxies('environment', environment)).toThrow(
      "HTTPS_PROXY must be the address of an http or https proxy, such as 'http://user:password@host:3128'.",
    )
  })

  it("is rejected where only fetch is, and beside a transport of one's own", () => {
    expect(() => createFetchTransport({ proxy: 'http://one:1' })).toThrow(
      'proxy works on Node only; Bun and Deno follow HTTPS_PROXY by themselves.',
    )
    const transport = createFetchTransport({ proxy: 'environment' })
    expect(() => new CardMember(credentialFor('http://127.0.0.1:1'), { transport, proxy: 'http://one:1' })).toThrow(
      'proxy cannot be given beside transport: a transport goes its own way.',
    )
  })

  it('has an error class of its own', () => {
    const failure = new ProxyFailure('proxy.example:3128', 407)
    expect({ ...failure }).toMatchObject({ proxy: 'proxy.example:3128', status: 407, reason: 'connection', sent: false })
  })
})
