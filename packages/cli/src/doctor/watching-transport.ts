import { type Transport, type TransportAnswer, TransportFailure, type TransportRequest } from '@card-member/sdk'

/** What an answer showed beside what it says. */
export interface Sight {
  readonly status: number
  readonly date: string | undefined
  readonly serial: string | undefined
  /** From the request to the last byte of the answer, in milliseconds. */
  readonly ms: number
}

/** A transport that remembers the headers of the last answer, which calls do not show. */
export class WatchingTransport implements Transport {
  #last: Sight | undefined

  /** Of the last answer; `undefined` when none came. */
  get last(): Sight | undefined {
    return this.#last
  }

  async send({ url, method, headers, body, timeout_ms }: TransportRequest): Promise<TransportAnswer> {
    const started = performance.now()
    const answer = await fetch(url, {
      method,
      headers: { ...headers },
      body: body ?? null,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout_ms),
    }).catch((error: unknown) => {
      const late = error instanceof DOMException && error.name === 'TimeoutError'
      throw new TransportFailure(late ? 'timeout' : 'connection', late, error)
    })
    const bytes = new Uint8Array(await answer.arrayBuffer())
    this.#last = {
      status: answer.status,
      date: answer.headers.get('date') ?? undefined,
      serial: answer.headers.get('wechatpay-serial') ?? undefined,
      ms: Math.round(performance.now() - started),
    }
    return { status: answer.status, header: (name) => answer.headers.get(name), body: bytes }
  }
}
