import { type Log, makeLog } from '@card-member/service'

/** A log whose lines stay in memory. */
export class CapturedLog {
  #text = ''
  readonly log: Log = makeLog({
    stream: {
      write: (line) => {
        this.#text += line
      },
    },
  })

  /** Everything logged, as written. */
  get text(): string {
    return this.#text
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
