import { type Log, makeLog } from '@card-member/service/log'

/** A log whose lines stay in memory. */
export class CapturedLog {
  #text = ''
  readonly #waiting = new Set<() => void>()
  readonly log: Log = makeLog({
    stream: {
      write: (line) => {
        this.#text += line
        for (const wake of this.#waiting) wake()
        this.#waiting.clear()
      },
    },
  })

  /** Everything logged, as written. */
  get text(): string {
    return this.#text
  }

  /** Resolves when there is a line with this message. */
  async written(message: string): Promise<void> {
    while (this.lines(message).length === 0) await new Promise<void>((resolve) => this.#waiting.add(resolve))
  }

  /** The lines with this message, without their time. */
  lines(message: string): Record<string, unknown>[] {
    return this.#text
      .split('\n')
      .filter((line) => line !== '')
      .map((line): Record<string, unknown> => JSON.parse(line))
      .filter((line) => line.msg === message)
      .map(({ time: _time, ...line }) => line)
  }
}
