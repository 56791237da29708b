import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { answerLimit, type Transport, type TransportAnswer, TransportFailure, type TransportRequest } from '../client/transport.ts'
import { decodeContent } from '../protocol/content-coding.ts'

// Below the 5 s after which Node's own servers drop an idle connection: a request written to one that is just being
// dropped would end with an unknown outcome. A shorter Keep-Alive hint of the server is kept by the agent itself.
const idle_ms = 4_000
const pool = { keepAlive: true, timeout: idle_ms }

/** A transport over node:http and node:https with kept connections, as many as there are calls in flight. */
export function createTransport(): Transport {
  const plain = new HttpAgent(pool)
  const secure = new HttpsAgent(pool)
  return {
    agent: `node/${process.versions.node}`,
    send: (request) => new Promise((resolve, reject) => exchange(request, plain, secure, resolve, reject)),
    close: () => {
      for (const agent of [plain, secure]) {
        agent.maxFreeSockets = 0
        for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy()
      }
    },
  }
}

function exchange(
  request: TransportRequest,
  plain: HttpAgent,
  secure: HttpsAgent,
  resolve: (answer: TransportAnswer) => void,
  reject: (failure: TransportFailure) => void,
): void {
  const { signal } = request
  if (signal?.aborted) {
    reject(new TransportFailure('aborted', false, signal.reason))
    return
  }
  let sent = false
  let settled = false
  const outgoing = open(request, plain, secure)
  const settle = () => {
    settled = true
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
  const fail = (failure: TransportFailure) => {
    if (settled) return
    settle()
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
  outgoing.on('error', (error) => fail(new TransportFailure('connection', sent, error)))
  outgoing.on('response', (incoming) => {
    collect(incoming, fail, (raw) => {
      void decodeContent(raw, incoming.headers['content-encoding'], answerLimit).then((decoded) => {
        if (decoded === 'too_large') fail(new TransportFailure('too_large', true))
        if (settled || decoded === 'too_large') return
        settle()
        resolve({ status: incoming.statusCode ?? 0, header: (name) => headerOf(incoming, name), ...decoded })
      })
    })
  })
  // As latin1 text the same bytes leave together with the headers, in one write instead of two.
  if (request.body)
    outgoing.end(Buffer.from(request.body.buffer, request.body.byteOffset, request.body.length).toString('latin1'), 'latin1')
  else outgoing.end()
}

function open({ url, method, headers, body }: TransportRequest, plain: HttpAgent, secure: HttpsAgent): ClientRequest {
  // The target is cut out of the text, not read from the parsed URL: it is signed byte for byte.
  const slash = url.indexOf('/', url.indexOf('//') + 2)
  const { protocol, hostname, port } = new URL(url.slice(0, slash))
  const host = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
  const all = body ? { ...headers, 'Content-Length': String(body.length) } : headers
  const options = { host, port, path: url.slice(slash), method, headers: all }
  return protocol === 'https:' ? httpsRequest({ ...options, agent: secure }) : httpRequest({ ...options, agent: plain })
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
