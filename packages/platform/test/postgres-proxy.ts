import { once } from 'node:events'
import { createConnection, createServer, type Server, type Socket } from 'node:net'

/** Stands between a platform and its PostgreSQL server, and can be taken away. */
export class PostgresProxy implements AsyncDisposable {
  readonly #server: Server
  readonly #target: URL
  readonly #sockets = new Set<Socket>()
  readonly #frozen = new WeakSet<Socket>()
  #down = false
  #losesCommit = false

  private constructor(target: string) {
    this.#target = new URL(target)
    this.#server = createServer((client) => this.#join(client))
  }

  static async start(target: string): Promise<PostgresProxy> {
    const proxy = new PostgresProxy(target)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  /** The database as it is reached through the proxy. */
  get url(): string {
    const address = this.#server.address()
    const url = new URL(this.#target)
    url.host = `127.0.0.1:${typeof address === 'object' ? address?.port : address}`
    return url.href
  }

  /** Cuts every connection and accepts no new one until `restore`. */
  cut(): void {
    this.#down = true
    for (const socket of this.#sockets) socket.destroy()
  }

  restore(): void {
    this.#down = false
  }

  /** Lets no byte pass on the connections that there are, which stay open; new ones work. */
  freeze(): void {
    for (const socket of this.#sockets) this.#frozen.add(socket)
  }

  /** Lets the next commit happen and cuts the connection before its sender learns of it. */
  loseNextCommit(): void {
    this.#losesCommit = true
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #join(client: Socket): void {
    if (this.#down) {
      client.destroy()
      return
    }
    const server = createConnection(Number(this.#target.port), this.#target.hostname)
    for (const socket of [client, server]) {
      this.#sockets.add(socket)
      // What one side meets the other shall see as an end.
      socket.on('error', () => undefined)
      socket.on('close', () => {
        this.#sockets.delete(socket)
        client.destroy()
        server.destroy()
      })
    }
    client.on('data', (bytes) => {
      if (!this.#frozen.has(client)) server.write(bytes)
    })
    server.on('data', (bytes) => {
      if (this.#frozen.has(server)) return
      if (this.#losesCommit && bytes.includes('COMMIT\0')) {
        this.#losesCommit = false
        client.destroy()
      } else client.write(bytes)
    })
  }
}
