import { HttpError } from '@card-member/sdk/contract'
import type { Log } from '@card-member/service/log'
import type { Preparation } from './prepare.ts'
import { PreparingEnded } from './preparing-ended.ts'

/** The files that this process reads in the background. */
export class Preparations implements AsyncDisposable {
  readonly #log: Log
  readonly #running = new Map<string, { readonly stop: AbortController; readonly ended: Promise<void> }>()

  constructor(log: Log) {
    this.#log = log
  }

  /** Reads a file to its end; whatever the preparation needs besides is released then. */
  add(preparation: Preparation, release: () => void): void {
    const { batch_id } = preparation.batch
    const stop = new AbortController()
    const ended = this.#finish(preparation, stop.signal).finally(() => {
      this.#running.delete(batch_id)
      release()
    })
    this.#running.set(batch_id, { stop, ended })
  }

  /** Stops reading the file of a batch, if this process does. */
  stop(batch_id: string): void {
    this.#running.get(batch_id)?.stop.abort()
  }

  /** Stops all; their batches have failed then. */
  async [Symbol.asyncDispose](): Promise<void> {
    const all = [...this.#running.values()]
    for (const { stop } of all) stop.abort()
    await Promise.all(all.map(({ ended }) => ended))
  }

  async #finish(preparation: Preparation, signal: AbortSignal): Promise<void> {
    const { batch_id } = preparation.batch
    try {
      await preparation.finish(signal)
    } catch (error) {
      // What is wrong with the file is told by its batch.
      if (!(error instanceof PreparingEnded) && !(error instanceof HttpError))
        this.#log.error({ batch_id, error }, 'the file of a batch could not be read')
    } finally {
      await preparation[Symbol.asyncDispose]()
    }
  }
}
