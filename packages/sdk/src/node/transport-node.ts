import type { IncomingMessage } from 'node:http'
import {
  answerLimit,
  ProxyFailure,
  type Transport,
  type TransportAnswer,
  TransportFailure,
  type TransportOptions,
  type TransportRequest,
} from '../client/transport.ts'
import type { Content } from '../protocol/content-coding.ts'
import { type Agents, DirectAgents } from './agents.ts'
import { type Proxies, readProxies } from './proxy.ts'

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
  const proxies = readProxies(proxy, process.env)
  let agents: Promise<Agents> | undefined
  return {
    agent: `node/${process.versions.node}`,
    send: async (request) => {
      agents ??= loadAgents(proxies)
      const loaded = await agents
      return new Promise((resolve, reject) => sendRequest(request, loaded, resolve, reject))
    },
    close: async () => (await agents)?.close(),
  }
}

// Few programs have a proxy; the others do not load what a proxy needs.
async function loadAgents(proxies: Proxies | undefined): Promise<Agents> {
  if (proxies === undefined) return new DirectAgents()
  const { ProxyAgents } = await import('./proxy-agents.ts')
  return new ProxyAgents(proxies)
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
  // In a tunnel the proxy reports its own failures. Where a proxy forwards, a failure before the connection is the proxy's.
  const { outgoing, forwarder } = agents.open(request)
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
      const done = (decoded: Content | 'too_large') => {
        if (decoded === 'too_large') fail(new TransportFailure('too_large', true))
        if (ended || decoded === 'too_large') return
        end()
        resolve({ status: incoming.statusCode ?? 0, header: (name) => headerOf(incoming, name), ...decoded })
      }
      decode(raw, incoming.headers['content-encoding']).then(done, (error) => fail(new TransportFailure('connection', true, error)))
    })
  })
  // As latin1 text the same bytes are written together with the headers, in one write instead of two.
  if (request.body)
    outgoing.end(Buffer.from(request.body.buffer, request.body.byteOffset, request.body.length).toString('latin1'), 'latin1')
  else outgoing.end()
}

// Only a proxy compresses an answer, because requests ask for none; without one nothing more is loaded.
async function decode(body: Uint8Array, coding: string | undefined): Promise<Content | 'too_large'> {
  if (coding === undefined) return { body }
  const { decodeContent } = await import('../protocol/content-coding.ts')
  return decodeContent(body, coding, answerLimit)
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
