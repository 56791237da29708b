import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import {
  answerLimit,
  ProxyFailure,
  type Transport,
  type TransportAnswer,
  TransportFailure,
  type TransportOptions,
  type TransportRequest,
} from '../client/transport.ts'
import { decodeContent } from '../protocol/content-coding.ts'
import { type ProxyFor, type ProxyServer, readProxy } from './proxy.ts'
import { TunnelAgent } from './tunnel.ts'

// Shorter than the 5 s after which Node's servers close an idle connection: a request on a connection that the server closes
// would have an unknown outcome. The agent itself obeys a shorter Keep-Alive hint of the server.
const idle_ms = 4_000
const pool = { keepAlive: true, timeout: idle_ms }

/**
 * A transport over node:http and node:https, with or without a proxy. It keeps connections, as many as there are calls at the
 * same time.
 *
 * @throws {OptionError} for a proxy that cannot be used
 * @example
 * const transport = createTransport({ proxy: 'environment' })
 */
export function createTransport({ proxy }: TransportOptions = {}): Transport {
  // biome-ignore lint/style/noProcessEnv: the client is told to read a proxy from the environment
  const agents = new Agents(readProxy(proxy, process.env))
  return {
    agent: `node/${process.versions.node}`,
    send: (request) => new Promise((resolve, reject) => sendRequest(request, agents, resolve, reject)),
    close: () => agents.close(),
  }
}

/** The agents of a transport: one for each proxy, so that their connections stay separate. */
class Agents {
  readonly #proxyFor: ProxyFor
  readonly #plain = new HttpAgent(pool)
  readonly #secure = new HttpsAgent(pool)
  readonly #tunnels = new Map<ProxyServer, HttpsAgent>()

  constructor(proxyFor: ProxyFor) {
    this.#proxyFor = proxyFor
  }

  open({ url, method, headers, body }: TransportRequest): { readonly outgoing: ClientRequest; readonly proxy: ProxyServer | undefined } {
    // The target is a part of the text, not of the parsed URL, because it is signed byte for byte.
    const slash = url.indexOf('/', url.indexOf('//') + 2)
    const origin = new URL(url.slice(0, slash))
    const { hostname, port } = origin
    const host = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
    const all = body ? { ...headers, 'Content-Length': String(body.length) } : headers
    const options = { host, port, path: url.slice(slash), method, headers: all }
    const proxy = this.#proxyFor(origin)
    if (origin.protocol === 'https:') return { outgoing: httpsRequest({ ...options, agent: this.#tunnel(proxy) }), proxy }
    if (proxy === undefined) return { outgoing: httpRequest({ ...options, agent: this.#plain }), proxy }
    // Without TLS a proxy receives the whole URL. It forwards the path, which is the part that is signed.
    const { authorization } = proxy
    const through = { ...all, Host: origin.host, ...(authorization === undefined ? {} : { 'Proxy-Authorization': authorization }) }
    const asked = { host: proxy.host, port: proxy.port, path: url, method, headers: through }
    const outgoing = proxy.secure ? httpsRequest({ ...asked, agent: this.#secure }) : httpRequest({ ...asked, agent: this.#plain })
    return { outgoing, proxy }
  }

  close(): void {
    for (const agent of [this.#plain, this.#secure, ...this.#tunnels.values()]) {
      agent.maxFreeSockets = 0
      for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy()
    }
  }

  #tunnel(proxy: ProxyServer | undefined): HttpsAgent {
    if (proxy === undefined) return this.#secure
    const agent = this.#tunnels.get(proxy) ?? new TunnelAgent(proxy, pool)
    this.#tunnels.set(proxy, agent)
    return agent
  }
}

function sendRequest(
  request: TransportRequest,
  agents: Agents,
  resolve: (answer: TransportAnswer) => void,
  reject: (failure: TransportFailure) => void,
): void {
  const { signal } = request
  if (signal?.aborted) {
    reject(new TransportFailure('aborted', false, signal.reason))
    return
  }
  let sent = false
  let ended = false
  const { outgoing, proxy } = agents.open(request)
  // In a tunnel the proxy reports its own failures. Without one, a failure before the connection is the proxy's.
  const forwarder = proxy !== undefined && request.url.startsWith('http:') ? proxy : undefined
  const end = () => {
    ended = true
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
  const fail = (failure: TransportFailure) => {
    if (ended) return
    end()
    outgoing.destroy()
    reject(failure)
  }
  const abort = () => fail(new TransportFailure('aborted', sent, signal?.reason))
  const timer = setTimeout(() => fail(new TransportFailure('timeout', sent)), request.timeout_ms)
  signal?.addEventListener('abort', abort)
  outgoing.on('socket', (socket) => {
    if (outgoing.reusedSocket) sent = true
    else socket.once(outgoing.protocol === 'https:' ? 'secureConnect' : 'connect', () => (sent = true))
  })
  outgoing.on('error', (error) => {
    if (error instanceof TransportFailure) fail(error)
    else fail(forwarder && !sent ? new ProxyFailure(forwarder.name, undefined, error) : new TransportFailure('connection', sent, error))
  })
  outgoing.on('response', (incoming) => {
    if (forwarder && incoming.statusCode === 407) {
      fail(new ProxyFailure(forwarder.name, 407))
      return
    }
    collect(incoming, fail, (raw) => {
      void decodeContent(raw, incoming.headers['content-encoding'], answerLimit).then((decoded) => {
        if (decoded === 'too_large') fail(new TransportFailure('too_large', true))
        if (ended || decoded === 'too_large') return
        end()
        resolve({ status: incoming.statusCode ?? 0, header: (name) => headerOf(incoming, name), ...decoded })
      })
    })
  })
  // As latin1 text the same bytes are written together with the headers, in one write instead of two.
  if (request.body)
    outgoing.end(Buffer.from(request.body.buffer, request.body.byteOffset, request.body.length).toString('latin1'), 'latin1')
  else outgoing.end()
}

function collect(incoming: IncomingMessage, fail: (failure: TransportFailure) => void, done: (body: Uint8Array) => void): void {
  const chunks: Buffer[] = []
  let length = 0
  incoming.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length > answerLimit) fail(new TransportFailure('too_large', true))
    else chunks.push(chunk)
  })
  incoming.on('end', () => done(chunks[0] && chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)))
  incoming.on('error', (error) => fail(new TransportFailure('connection', true, error)))
}

function headerOf(incoming: IncomingMessage, name: string): string | undefined {
  const value = incoming.headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}
