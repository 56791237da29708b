import type { Clock } from '../protocol/clock.ts'
import { text } from '../text.ts'
import { aFunction, checkOptions, oneOf } from './option-kind.ts'
import { sleep as realSleep, type Sleep } from './sleep.ts'

/** Whose calls are counted together. */
export interface RateLimitKey {
  /** The merchant number that signs. */
  readonly mchid?: string | undefined
  /** In its place, the brand that calls for itself. */
  readonly brand_id?: string | undefined
  /** Stable id of the operation, such as `invalidateUserCard`. */
  readonly operation: string
}

/**
 * Allows calls at a rate. Several clients that are given one limiter share its rate; a limiter over Redis or a database
 * shares it between processes.
 *
 * @example
 * const limiter = new LocalRateLimiter()
 * const one = new CardMember(credential, { rate_limit: { limiter } })
 * const two = new CardMember(credential, { rate_limit: { limiter } })
 */
export interface RateLimiter {
  /**
   * Resolves when one call may be made; rejects when it may not. `signal` ends the wait.
   *
   * @param per_second how many calls are allowed in any one second
   */
  take(key: RateLimitKey, per_second: number, wait: { readonly signal: AbortSignal }): Promise<void>
}

/** Options of a `LocalRateLimiter`. */
export interface LocalRateLimiterOptions {
  /** Wait in a queue (default), or refuse at once. */
  readonly when_full?: 'wait' | 'refuse' | undefined
  /** Milliseconds from any fixed moment; default `performance.now`. */
  readonly elapsed?: Clock | undefined
  readonly sleep?: Sleep | undefined
}

const ofLimiter = { when_full: oneOf('wait', 'refuse'), elapsed: aFunction, sleep: aFunction }

// The platform's seconds begin at another moment than ours, and calls may arrive closer together than they leave.
const margin_ms = 10

interface Waiter {
  readonly grant: () => void
}

interface Queue {
  /** When the latest calls were allowed, oldest first, at most as many as one window allows. */
  readonly granted: number[]
  readonly waiting: Waiter[]
  /** Set while the queue sleeps until the next call is allowed; aborted when the queue is empty. */
  sleeping: AbortController | undefined
}

/**
 * Counts calls within this process: never more than allowed in any window of one second, first come first served.
 *
 * @example
 * const api = new CardMember(credential, { rate_limit: { limiter: new LocalRateLimiter({ when_full: 'refuse' }) } })
 */
export class LocalRateLimiter implements RateLimiter {
  readonly #when_full: 'wait' | 'refuse'
  readonly #elapsed: Clock
  readonly #sleep: Sleep
  readonly #queues = new Map<string, Queue>()

  /** @throws {OptionError} */
  constructor(options: LocalRateLimiterOptions = {}) {
    checkOptions(options, ofLimiter, 'options', text({ zh: '限流器', en: 'a rate limiter' }))
    this.#when_full = options.when_full ?? 'wait'
    this.#elapsed = options.elapsed ?? (() => performance.now())
    this.#sleep = options.sleep ?? realSleep
  }

  async take(
    { mchid, brand_id, operation }: RateLimitKey,
    per_second: number,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<void> {
    signal.throwIfAborted()
    const queue = this.#queue(mchid === undefined ? `brand ${brand_id} ${operation}` : `${mchid} ${operation}`)
    const window = new Window(per_second)
    if (queue.waiting.length === 0 && window.delay(queue.granted, this.#elapsed()) === 0) return window.note(queue.granted, this.#elapsed())
    if (this.#when_full === 'refuse') throw new Error(`more than ${per_second} calls of ${operation} per second`)
    const turn = waitInQueue(queue, signal)
    void this.#drain(queue, window)
    await turn
  }

  #queue(key: string): Queue {
    const queue = this.#queues.get(key) ?? { granted: [], waiting: [], sleeping: undefined }
    this.#queues.set(key, queue)
    return queue
  }

  async #drain(queue: Queue, window: Window): Promise<void> {
    if (queue.sleeping) return
    while (queue.waiting.length > 0) {
      const delay = window.delay(queue.granted, this.#elapsed())
      if (delay > 0) {
        queue.sleeping = new AbortController()
        await this.#sleep(delay, queue.sleeping.signal).catch(() => undefined)
      } else {
        window.note(queue.granted, this.#elapsed())
        queue.waiting.shift()?.grant()
      }
    }
    queue.sleeping = undefined
  }
}

function waitInQueue(queue: Queue, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const waiter: Waiter = {
      grant: () => {
        signal.removeEventListener('abort', leave)
        resolve()
      },
    }
    const leave = () => {
      queue.waiting.splice(queue.waiting.indexOf(waiter), 1)
      // A sleep for an empty queue would keep the process alive.
      if (queue.waiting.length === 0) queue.sleeping?.abort()
      reject(signal.reason)
    }
    signal.addEventListener('abort', leave, { once: true })
    queue.waiting.push(waiter)
  })
}

/** A sliding log: `count` calls within any `ms`. */
class Window {
  readonly #count: number
  readonly #ms: number

  constructor(per_second: number) {
    this.#count = Math.max(1, Math.floor(per_second))
    this.#ms = (this.#count / per_second) * 1000 + margin_ms
  }

  /** How long until the next call is allowed, in milliseconds. */
  delay(granted: readonly number[], now: number): number {
    const oldest = granted[granted.length - this.#count]
    return oldest === undefined ? 0 : Math.max(0, Math.ceil(oldest + this.#ms - now))
  }

  note(granted: number[], now: number): void {
    granted.push(now)
    if (granted.length > this.#count) granted.shift()
  }
}
