import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'

/** One invalidation that reached the way to the platform. */
export interface SeenCall {
  readonly user_card_code: string
  /** Milliseconds since 1970. */
  readonly time: number
  /** What the platform answered; undefined when it was not there. */
  status: number | undefined
}

/** What is counted: reads that the platform answered, and invalidations that it accepted. */
export type Progress = 'read' | 'invalidated'

/** Stands before a platform at an address that stays; counts every invalidation, and loses some answers. */
export class CountingProxy implements AsyncDisposable {
  readonly calls: SeenCall[] = []
  /** Where the platform is now. */
  target = 'http://127.0.0.1:1'
  readonly #server: Server
  readonly #loses: () => boolean
  readonly #progress = { read: 0, invalidated: 0 }
  readonly #waiting = new Set<() => void>()
  #lost = 0

  constructor(loses: () => boolean) {
    this.#loses = loses
    this.#server = createServer((from, to) => this.#pass(from, to))
  }

  get lost(): number {
    return this.#lost
  }

  /** Resolves as soon as so many more have been counted. */
  reached(kind: Progress, more: number): Promise<void> {
    const goal = this.#progress[kind] + more
    const { promise, resolve } = Promise.withResolvers<void>()
    const look = () => {
      if (this.#progress[kind] < goal) return
      this.#waiting.delete(look)
      resolve()
    }
    this.#waiting.add(look)
    look()
    return promise
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
    const call: SeenCall | undefined =
      code === undefined ? undefined : { user_card_code: decodeURIComponent(code), time: Date.now(), status: undefined }
    if (call !== undefined) this.calls.push(call)
    const passed = request(`${this.target}${path}`, { method: from.method, headers: from.headers }, (answer) => {
      if (call !== undefined) call.status = answer.statusCode
      if (call === undefined || answer.statusCode === 200) this.#count(call === undefined ? 'read' : 'invalidated')
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

  #count(kind: Progress): void {
    this.#progress[kind]++
    for (const look of this.#waiting) look()
  }
}
