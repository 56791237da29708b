import { setTimeout as sleep } from 'node:timers/promises'
import type { RateLimiter, RateLimitKey } from '@card-member/sdk'
import { type Database, GroupCommit, transact } from '@card-member/service/database'
import { type SlotKey, takeSlots } from '../store/rate-limit-slots.ts'
import type { Schema } from '../store/schema.ts'

// The platform's seconds need not begin where ours do, and requests may arrive closer together than they left: one hundredth of every
// second stays free.
const slack = 1.01

/**
 * Limits calls to the allowed rate, evenly, over all processes that share a database. Calls that wait at the same time take their
 * slots with one statement.
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
    const caller =
      mchid === undefined
        ? ({ caller_kind: 'brand', caller_id: brand_id ?? '' } as const)
        : ({ caller_kind: 'merchant', caller_id: mchid } as const)
    const slot = await this.#group({ ...caller, operation }, per_second).submit(undefined)
    const wait = slot - performance.now()
    if (wait > 0) await sleep(wait, undefined, { signal })
    signal.throwIfAborted()
  }

  #group(key: SlotKey, per_second: number): GroupCommit<undefined, number> {
    const name = JSON.stringify([key.caller_kind, key.caller_id, key.operation, per_second])
    const known = this.#groups.get(name)
    if (known) return known
    const made = new GroupCommit<undefined, number>((jobs) => this.#slots(key, per_second, jobs.length), {
      concurrency: 1,
      limit: 256,
    })
    this.#groups.set(name, made)
    return made
  }

  /** Takes slots; returns their times on the clock of `performance.now`. */
  async #slots(key: SlotKey, per_second: number, count: number): Promise<number[]> {
    const interval = Math.ceil((1_000_000 / per_second) * slack)
    const wait = await transact(this.#database, (store) => takeSlots(store, key, count, interval))
    const now = performance.now()
    return Array.from({ length: count }, (_, index) => now + (wait + index * interval) / 1000)
  }
}
