import type { CardKey } from '../store/cards.ts'

/** Who receives a notification: the host that it is posted to, and the caller that created the template. */
export interface Receiver {
  readonly host: string
  readonly caller: string
}

/** How many notifications may be sent at once. */
export interface MaxConcurrent {
  readonly per_host: number
  readonly per_caller: number
}

const slowHostConcurrency = 1

/**
 * Limits how many notifications each host and each caller may have in flight, so that a receiver that does not answer
 * delays nobody else's. A host whose last attempt timed out gets one at a time until it answers.
 */
export class DeliveryLimits {
  readonly #limits: MaxConcurrent
  readonly #perHost = new Map<string, number>()
  readonly #perCaller = new Map<string, number>()
  readonly #slowHosts = new Set<string>()
  #paused: readonly (Receiver & { readonly card: CardKey })[] = []

  constructor(limits: MaxConcurrent) {
    this.#limits = limits
  }

  /** Templates whose notifications stay in the outbox, because their receiver is at its limit. */
  get paused(): CardKey[] {
    this.#paused = this.#paused.filter((receiver) => !this.#hasCapacity(receiver))
    return this.#paused.map(({ card }) => card)
  }

  /** Reserves a place in flight; without one, it pauses the template until there is one. */
  acquire(receiver: Receiver, card: CardKey): boolean {
    if (!this.#hasCapacity(receiver)) {
      this.#paused = [...this.#paused, { ...receiver, card }]
      return false
    }
    this.#change(receiver, 1)
    return true
  }

  /** Frees a place. */
  release(receiver: Receiver, timedOut: boolean): void {
    this.#change(receiver, -1)
    if (timedOut) this.#slowHosts.add(receiver.host)
    else this.#slowHosts.delete(receiver.host)
  }

  #hasCapacity({ host, caller }: Receiver): boolean {
    const { per_host, per_caller } = this.#limits
    const hostLimit = this.#slowHosts.has(host) ? slowHostConcurrency : per_host
    return (this.#perHost.get(host) ?? 0) < hostLimit && (this.#perCaller.get(caller) ?? 0) < per_caller
  }

  #change({ host, caller }: Receiver, by: number): void {
    changeCount(this.#perHost, host, by)
    changeCount(this.#perCaller, caller, by)
  }
}

function changeCount(counts: Map<string, number>, key: string, by: number): void {
  const count = (counts.get(key) ?? 0) + by
  if (count > 0) counts.set(key, count)
  else counts.delete(key)
}
