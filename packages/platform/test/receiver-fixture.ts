import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createSecureServer, type ServerOptions } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { Envelope } from '@card-member/sdk/contract'

/** A notification as it arrived. */
export interface Arrived {
  readonly method: string
  readonly target: string
  readonly headers: IncomingHttpHeaders
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[]
  readonly body: Buffer
  readonly envelope: Envelope
}

/** How a receiver answers; 200 unless it is told otherwise. */
export type Answering = (response: ServerResponse, arrived: Arrived) => unknown

/** A merchant's server. */
export class Receiver implements AsyncDisposable {
  readonly arrived: Arrived[] = []
  answer: Answering = (response) => response.end()
  readonly #secure: boolean
  readonly #server: ReturnType<typeof createServer> | ReturnType<typeof createSecureServer>
  readonly #sockets = new Set<Socket>()
  readonly #waiting = new Set<() => void>()

  private constructor(tls: ServerOptions | undefined) {
    const listener: RequestListener = (request, response) => void this.#receive(request, response)
    this.#secure = tls !== undefined
    this.#server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener)
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
    })
  }

  static async start(tls?: ServerOptions): Promise<Receiver> {
    const receiver = new Receiver(tls)
    receiver.#server.listen(0, '127.0.0.1')
    await once(receiver.#server, 'listening')
    return receiver
  }

  /** Its address, under another name if one is given. */
  url(hostname = '127.0.0.1'): string {
    const { port } = this.#server.address() as AddressInfo
    return `${this.#secure ? 'https' : 'http'}://${hostname}:${port}/notify`
  }

  /** Ids in the order of their coming. */
  get ids(): string[] {
    return this.arrived.map(({ envelope }) => envelope.id)
  }

  /** Kinds and more of what came, in order. */
  get types(): string[] {
    return this.arrived.map(({ envelope }) => envelope.event_type)
  }

  /** Resolves when so many have come. */
  async count(wanted: number): Promise<void> {
    while (this.arrived.length < wanted) await new Promise<void>((resolve) => this.#waiting.add(resolve))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await once(this.#server, 'close')
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const envelope: Envelope = JSON.parse(body.toString())
    const { method = '', url: target = '', headers, rawHeaders } = request
    const arrived = { method, target, headers, rawHeaders, body, envelope }
    this.arrived.push(arrived)
    for (const wake of this.#waiting) wake()
    this.#waiting.clear()
    this.answer(response, arrived)
  }
}
