import { setTimeout as sleep } from 'node:timers/promises'

const first_ms = 250
const longest_ms = 30_000

/** Delays every worker of a batch while the platform is unavailable, twice as long after each failure. */
export class Backoff {
  #failures = 0
  #end = 0
  #delay: Promise<unknown> = Promise.resolve()

  /** Resolves when the next request may be made. */
  wait(): Promise<unknown> {
    return this.#delay
  }

  succeeded(): void {
    this.#failures = 0
  }

  /** Begins the next delay; `signal` ends it early. */
  failed(signal: AbortSignal): void {
    // Requests that were in flight together fail together, which is one failure.
    if (performance.now() < this.#end) return
    const ms = Math.min(longest_ms, first_ms * 2 ** Math.min(this.#failures++, 7))
    this.#end = performance.now() + ms
    this.#delay = sleep(ms, undefined, { signal }).catch(() => undefined)
  }
}
