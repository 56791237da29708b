import type { Transport, TransportAnswer, TransportRequest } from '@card-member/sdk'
import { createTransport } from '@card-member/sdk/node'

/** What an answer showed beside what it says. */
export interface AnswerFacts {
  readonly status: number
  readonly date: string | undefined
  readonly serial: string | undefined
  /** From the request to the last byte of the answer, in milliseconds. */
  readonly ms: number
}

/** The transport that calls of the command go by, which remembers the headers of the last answer: calls do not show them. */
export class RecordingTransport implements Transport {
  readonly #way = createTransport({ proxy: 'environment' })
  #last: AnswerFacts | undefined

  /** Of the last answer; `undefined` when none came. */
  get last(): AnswerFacts | undefined {
    return this.#last
  }

  async send(request: TransportRequest): Promise<TransportAnswer> {
    const started = performance.now()
    const answer = await this.#way.send(request)
    this.#last = {
      status: answer.status,
      date: answer.header('date') ?? undefined,
      serial: answer.header('wechatpay-serial') ?? undefined,
      ms: Math.round(performance.now() - started),
    }
    return answer
  }

  async close(): Promise<void> {
    await this.#way.close?.()
  }
}
