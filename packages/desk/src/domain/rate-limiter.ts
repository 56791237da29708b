import { setTimeout as sleep } from 'node:timers/promises'
import type { RateLimiter, RateLimitKey } from '@card-member/sdk'
import { type Database, GroupCommit, transact } from '@card-member/service/database'
import { takeSlots } from '../store/rate-limit-slots.ts'
import type { Schema } from '../store/schema.ts'

// A platform's seconds need not begin where ours do, and calls may bunch on their way: a hundredth of every second stays free.
const slack = 1.01

/**
 * Lets calls through at the allowed rate, evenly, over all processes that share a database. Calls that wait together take
 * their moments together, so that the database is asked once for all of them.
 */
export class SharedRateLimiter implements RateLimiter {
  readonly #database: Database<Schema>
  readonly #groups = new Map<string, GroupCommit<undefined, number>>()

  constructor(database: Database<Schema>) {
    this.#database = database
  }

  async take(
    { mchid, brand_id, operation }: RateLimitKey,
    per_second: number,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<void> {
    signal.throwIfAborted()
    const group = this.#group(mchid ?? `brand:${brand_id}`, operation, per_second)
    const moment = await group.submit(undefined)
    const wait = moment - performance.now()
    if (wait > 0) await sleep(wait, undefined, { signal })
    signal.throwIfAborted()
  }

  #group(mchid: string, operation: string, per_second: number): GroupCommit<undefined, number> {
    const name = `${mchid} ${operation} ${per_second}`
    const known = this.#groups.get(name)
    if (known) return known
    const made = new GroupCommit<undefined, number>((jobs) => this.#slots({ mchid, operation }, per_second, jobs.length), {
      concurrency: 1,
      limit: 256,
    })
    this.#groups.set(name, made)
    return made
  }

  /** The moments that were taken, on the clock of `performance.now`. */
  async #slots(key: { mchid: string; operation: string }, per_second: number, count: number): Promise<number[]> {
    const interval = Math.ceil((1_000_000 / per_second) * slack)
    const wait = await transact(this.#database, (store) => takeSlots(store, key, count, interval))
    const now = performance.now()
    return Array.from({ length: count }, (_, index) => now + (wait + index * interval) / 1000)
  }
}
