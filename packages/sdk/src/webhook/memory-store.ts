import type { Clock } from '../protocol/clock.ts'
import type { Claim, EventStore } from './store.ts'

interface Entry {
  readonly owner: string
  readonly state: 'busy' | 'done'
  /** Milliseconds since 1970. */
  readonly expires: number
}

const sweepEvery = 256

/**
 * Remembers handled events in this process until it ends. For a single process, and for tests.
 *
 * @example
 * const store = new MemoryEventStore()
 */
export class MemoryEventStore implements EventStore {
  readonly #entries = new Map<string, Entry>()
  readonly #clock: Clock
  #claims = 0

  constructor({ clock = Date.now }: { readonly clock?: Clock | undefined } = {}) {
    this.#clock = clock
  }

  async claim(key: string, owner: string, lease_ms: number): Promise<Claim> {
    const now = this.#clock()
    if (++this.#claims % sweepEvery === 0) this.#sweep(now)
    const entry = this.#entries.get(key)
    if (entry && entry.expires > now) return entry.state
    this.#entries.set(key, { owner, state: 'busy', expires: now + lease_ms })
    return 'taken'
  }

  async confirm(key: string, owner: string, keep_ms: number): Promise<void> {
    if (this.#entries.get(key)?.owner === owner) this.#entries.set(key, { owner, state: 'done', expires: this.#clock() + keep_ms })
  }

  async release(key: string, owner: string): Promise<void> {
    if (this.#entries.get(key)?.owner === owner) this.#entries.delete(key)
  }

  /** Number of keys. */
  get size(): number {
    return this.#entries.size
  }

  #sweep(now: number): void {
    for (const [key, { expires }] of this.#entries) if (expires <= now) this.#entries.delete(key)
  }
}
