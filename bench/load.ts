import { connect, type Socket } from 'node:net'

/** What came of a load. */
export interface Load {
  readonly per_second: number
  readonly p50_ms: number
  readonly p99_ms: number
  readonly statuses: Readonly<Record<string, number>>
}

/**
 * Sends prepared requests over keep-alive connections, one in flight on each, and waits for every answer. With `per_second`
 * they leave at that pace, and times count from when they should have left.
 */
export async function runLoad(url: string, requests: readonly Buffer[], connections: number, per_second?: number): Promise<Load> {
  const times: number[] = []
  const statuses: Record<string, number> = {}
  const began = performance.now()
  let next = 0
  const lane = async () => {
    const client = new Connection(url)
    for (let index = next++; index < requests.length; index = next++) {
      const request = requests[index]
      if (request === undefined) break
      const due = per_second === undefined ? performance.now() : began + (index * 1000) / per_second
      const wait = due - performance.now()
      if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait))
      const status = await client.send(request)
      times.push(performance.now() - due)
      statuses[status] = (statuses[status] ?? 0) + 1
    }
    client.close()
  }
  await Promise.all(Array.from({ length: connections }, lane))
  const seconds = (performance.now() - began) / 1000
  times.sort((a, b) => a - b)
  return { per_second: requests.length / seconds, p50_ms: quantile(times, 0.5), p99_ms: quantile(times, 0.99), statuses }
}

/** A value of a sorted list. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** One connection; answers must have a Content-Length. */
class Connection {
  readonly #socket: Socket
  #received: Buffer[] = []
  #size = 0
  #wanted = -1
  #status = ''
  #done: ((status: string) => void) | undefined

  constructor(url: string) {
    const { hostname, port } = new URL(url)
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true })
    this.#socket.on('data', (chunk) => this.#take(chunk))
    this.#socket.on('error', () => this.#finish('error'))
    this.#socket.on('close', () => this.#finish('closed'))
  }

  send(request: Buffer): Promise<string> {
    return new Promise((resolve) => {
      this.#done = resolve
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    this.#received.push(chunk)
    this.#size += chunk.length
    if (this.#wanted < 0) this.#readHead()
    if (this.#wanted >= 0 && this.#size >= this.#wanted) this.#finish(this.#status)
  }

  #readHead(): void {
    const text = Buffer.concat(this.#received).toString('latin1')
    const end = text.indexOf('\r\n\r\n')
    if (end < 0) return
    this.#status = text.slice(9, 12)
    this.#wanted = end + 4 + Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
  }

  #finish(status: string): void {
    const done = this.#done
    this.#done = undefined
    this.#received = []
    this.#size = 0
    this.#wanted = -1
    done?.(status)
  }
}
