import { appendFile } from 'node:fs/promises'
import { makePrivate, reservePrivateFile } from '@card-member/service/kept-file'

/** What a journal tells whoever runs it. */
export interface JournalEvents {
  /** Lines are lost from here on. */
  readonly onLost: (reason: string) => void
  /** Lines are written again; so many were lost. */
  readonly onFound: (lost: number) => void
}

const mostWaiting = 10_000

/** Appends lines to a file for its owner alone. A file that cannot be written loses lines, says so, and is tried again with the next one. */
export class Journal {
  readonly #path: string
  readonly #events: JournalEvents
  #waiting: string[] = []
  #writing: Promise<void> | undefined
  #lost = 0

  constructor(path: string, events: JournalEvents) {
    this.#path = path
    this.#events = events
  }

  add(line: string): void {
    if (this.#waiting.length < mostWaiting) this.#waiting.push(line)
    else this.#lose(1, 'EBUSY')
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined
    })
  }

  /** Resolves when every line is in the file or lost. */
  async idle(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing
  }

  async #write(): Promise<void> {
    // What is added meanwhile is written with the first of it.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const lines = this.#waiting
      this.#waiting = []
      try {
        reservePrivateFile(this.#path)
        makePrivate(this.#path)
        await appendFile(this.#path, lines.map((line) => `${line}\n`).join(''))
        if (this.#lost > 0) this.#events.onFound(this.#lost)
        this.#lost = 0
      } catch (error) {
        this.#lose(lines.length, error instanceof Error && 'code' in error ? String(error.code) : String(error))
      }
    }
  }

  #lose(count: number, reason: string): void {
    if (this.#lost === 0) this.#events.onLost(reason)
    this.#lost += count
  }
}
