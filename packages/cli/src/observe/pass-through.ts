import { type ClientRequest, createServer, Agent as HttpAgent, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import type { Socket } from 'node:net'
import { type Listening, listen } from '../listen.ts'
import { BodyCopy, type Exchange, type Headers, pairsOf } from './exchange.ts'

/** How calls are passed on. */
export interface PassThroughOptions {
  /** Scheme, host and port that the calls go to. */
  readonly upstream: URL
  readonly host: string
  /** 0 is any free one. */
  readonly port: number
  /** Told of every call once it is over; the caller has its answer by then. */
  readonly onExchange: (exchange: Exchange) => void
}

const largestHead = 64 * 1024

/**
 * Passes every call on as it is: method, target, headers and body both ways, as they arrive. Host alone becomes that of the
 * upstream. Each connection of a caller has one of its own to the upstream, which ends when that ends: a call meets the same
 * connections as without the proxy. Nothing is sent twice, nothing waits, and no answer is invented: where the upstream gives none,
 * the caller's connection ends.
 */
export async function passThrough({ upstream, host, port, onExchange }: PassThroughOptions): Promise<Listening> {
  const links = new WeakMap<Socket, Link>()
  // The limits of time are those of caller and upstream.
  const server = createServer(
    { requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0, maxHeaderSize: largestHead, requireHostHeader: false },
    (asked, answer) => {
      const link = links.get(asked.socket) ?? new Link(asked.socket, upstream)
      links.set(asked.socket, link)
      link.pass(asked, answer, onExchange)
    },
  )
  server.on('clientError', (_error, socket) => socket.destroy())
  return listen(server, { host, port })
}

/** A connection of a caller, with the one that it has to the upstream. */
class Link {
  readonly #caller: Socket
  readonly #upstream: URL
  readonly #agent: HttpAgent
  readonly #known = new WeakSet<Socket>()
  #inFlight = 0

  constructor(caller: Socket, upstream: URL) {
    this.#caller = caller
    this.#upstream = upstream
    const options = { keepAlive: true, maxSockets: 1 }
    this.#agent = upstream.protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options)
    caller.once('close', () => this.#release())
  }

  pass(asked: IncomingMessage, answer: ServerResponse, onExchange: (exchange: Exchange) => void): void {
    const [time, began] = [new Date(), performance.now()]
    const { method = '', url: target = '' } = asked
    const headers = pairsOf(asked.rawHeaders)
    const body = new BodyCopy()
    this.#inFlight++
    const sent = this.#send(method, target, headers)
    const over = (outcome: Pick<Exchange, 'answer' | 'failure'>) => {
      this.#inFlight--
      onExchange({ time, ms: performance.now() - began, method, target, headers, body: body.passed, ...outcome })
      if (this.#caller.destroyed) this.#release()
    }
    asked.on('data', (chunk: Buffer) => body.add(chunk))
    asked.pipe(sent)
    // A call that was not sent whole ends as it would without the proxy; a whole one goes on, whoever waits for its answer.
    asked.once('close', () => {
      if (!asked.complete) sent.destroy()
    })
    sent.once('socket', (socket) => this.#follow(socket))
    let answered = false
    sent.once('response', (received) => {
      answered = true
      passAnswer(received, answer, over)
    })
    sent.on('error', (error) => {
      if (answered) return
      answered = true
      this.#caller.destroy()
      over({ answer: undefined, failure: 'code' in error ? String(error.code) : error.message })
    })
  }

  #send(method: string, path: string, headers: Headers): ClientRequest {
    const { protocol, hostname, port, host } = this.#upstream
    const others = headers.map(([name, value]): [string, string] => [name, name.toLowerCase() === 'host' ? host : value])
    const ask = protocol === 'https:' ? requestHttps : request
    return ask({
      agent: this.#agent,
      protocol,
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port,
      method,
      path,
      headers: [...others, ...framing(method, headers)].flat(),
      maxHeaderSize: largestHead,
    })
  }

  #follow(socket: Socket): void {
    if (this.#known.has(socket)) return
    this.#known.add(socket)
    socket.setNoDelay(true)
    socket.once('close', () => {
      if (this.#inFlight === 0) this.#caller.end()
    })
  }

  #release(): void {
    if (this.#inFlight === 0) this.#agent.destroy()
  }
}

// Node.js frames a body of unknown length as chunks; a request that names neither length nor chunks has no body.
function framing(method: string, headers: Headers): [string, string][] {
  const framed = headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name))
  return framed || method === 'GET' || method === 'HEAD' ? [] : [['Content-Length', '0']]
}

function passAnswer(
  received: IncomingMessage,
  answer: ServerResponse,
  over: (outcome: Pick<Exchange, 'answer' | 'failure'>) => void,
): void {
  const { statusCode: status = 0, statusMessage } = received
  const body = new BodyCopy()
  answer.sendDate = false
  answer.removeHeader('connection')
  answer.writeHead(status, statusMessage ?? '', received.rawHeaders)
  // The head leaves at once, as bytes: Node.js writes a head that is flushed alone as UTF-8.
  answer.write(new Uint8Array(0))
  received.on('data', (chunk: Buffer) => body.add(chunk))
  received.pipe(answer)
  // Nobody waits for it any more; it is still read to its end.
  answer.once('close', () => {
    received.unpipe(answer)
    received.resume()
  })
  received.on('error', () => {})
  received.once('close', () => {
    if (!received.complete) answer.destroy()
    over({
      answer: { status, headers: pairsOf(received.rawHeaders), body: body.passed, complete: received.complete },
      failure: received.complete ? undefined : 'ECONNRESET',
    })
  })
}
