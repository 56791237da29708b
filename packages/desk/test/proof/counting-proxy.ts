import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'

/** One invalidation that reached the way to the platform. */
export interface SeenCall {
  readonly user_card_code: string
  /** Milliseconds since 1970. */
  readonly time: number
  /** What the platform answered; undefined when it was not there. */
  status: number | undefined
}

/** Stands before a platform at an address that stays; counts every invalidation, and loses some answers. */
export class CountingProxy implements AsyncDisposable {
  readonly calls: SeenCall[] = []
  /** Where the platform is now. */
  target = 'http://127.0.0.1:1'
  readonly #server: Server
  readonly #loses: () => boolean
  #lost = 0

  constructor(loses: () => boolean) {
    this.#loses = loses
    this.#server = createServer((from, to) => this.#pass(from, to))
  }

  get lost(): number {
    return this.#lost
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    const address = this.#server.address()
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #pass(from: IncomingMessage, to: ServerResponse): void {
    const path = from.url ?? '/'
    const [, code] = /\/user-cards\/([^/?]+)\/invalidate/.exec(path) ?? []
    const call = code === undefined ? undefined : { user_card_code: decodeURIComponent(code), time: Date.now(), status: undefined }
    if (call !== undefined) this.calls.push(call)
    const passed = request(`${this.target}${path}`, { method: from.method, headers: from.headers }, (answer) => {
      if (call !== undefined) this.#note(call, answer.statusCode)
      if (call !== undefined && answer.statusCode === 200 && this.#loses()) {
        this.#lost++
        answer.resume()
        to.destroy()
        return
      }
      to.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.on('error', () => to.destroy())
      answer.pipe(to)
    })
    passed.on('error', () => to.destroy())
    from.on('error', () => passed.destroy())
    from.pipe(passed)
  }

  #note(call: SeenCall, status: number | undefined): void {
    call.status = status
  }
}
