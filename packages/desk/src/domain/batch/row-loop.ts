import { setTimeout as sleep } from 'node:timers/promises'
import type { BatchState } from '../../contract/batch.ts'
import type { BatchRow } from '../../store/batch-rows.ts'
import type { StopColumns } from '../../store/batch-tables.ts'
import { type Batch, lockBatch } from '../../store/batches.ts'
import { releaseClaimed } from '../../store/row-claims.ts'
import type { Store } from '../../store/store.ts'
import { demandClock } from '../clock.ts'
import { type Context, secondsOf, write } from '../context.ts'
import type { Processes } from '../processes.ts'
import { settingsOf } from '../settings.ts'
import { Backoff } from './backoff.ts'
import { CircuitBreaker, type Observation } from './circuit-breaker.ts'
import { concurrencyFor } from './concurrency.ts'
import { runWorkerPool } from './worker-pool.ts'

const poll_ms = 500

/** How one row came out. */
export interface RowOutcome extends Observation {
  /** The platform was unreachable or busy, which says nothing about the row. */
  readonly unavailable: boolean
}

/** Which rows a process asks for. */
export interface RowClaim {
  readonly process_id: string
  readonly now: number
  readonly count: number
}

/** What is done with the rows of a batch while it is in one state. */
export interface RowTask {
  /** The state of the batch in which its rows are worked on. */
  readonly state: BatchState
  /** Calls a second. */
  readonly per_second: number
  /** Whether the rows failed that ended before this loop began, the newest first, at most `count`. */
  pastFailures(count: number): Promise<readonly boolean[]>
  /** Whether any row may be claimed now. */
  mayClaim(now: number): Promise<boolean>
  /** Claims rows in the transaction that holds the batch. */
  claim(store: Store, batch: Batch, claim: RowClaim): Promise<readonly BatchRow[]>
  /** Works on one claimed row and releases it; undefined when nothing could be learned about it. */
  work(row: BatchRow): Promise<RowOutcome | undefined>
  /** Writes why the breaker stops the batch, in the transaction that holds it. */
  stop(store: Store, batch: Batch, reason: StopColumns): Promise<void>
  /** Called when no row can be claimed. Returns whether the batch has left the state. */
  finish(living: readonly string[]): Promise<boolean>
  /** Resolves when everything that `work` began to write is durable. */
  drain(): Promise<void>
}

/**
 * Works on the rows of one batch, beside other processes that do the same: claims rows, works on several at once, backs off while the
 * platform is unavailable, stops the batch when its circuit breaker opens, and releases what it has claimed.
 */
export class RowLoop {
  readonly #context: Context
  readonly #batch: Batch
  readonly #processes: Processes
  readonly #task: RowTask
  readonly #breaker: CircuitBreaker
  readonly #backoff = new Backoff()
  #stopped = false

  private constructor(context: Context, batch: Batch, processes: Processes, task: RowTask, breaker: CircuitBreaker) {
    this.#context = context
    this.#batch = batch
    this.#processes = processes
    this.#task = task
    this.#breaker = breaker
  }

  /** Resolves when the batch has left the state of the task, or on abort. No work is in progress then, and no row is claimed. */
  static async run(context: Context, batch: Batch, processes: Processes, task: RowTask, signal: AbortSignal): Promise<void> {
    const settings = await settingsOf(context, batch.brand_id)
    const breaker = new CircuitBreaker(settings, await task.pastFailures(settings.breaker_rows))
    await new RowLoop(context, batch, processes, task, breaker).#run(signal)
  }

  async #run(signal: AbortSignal): Promise<void> {
    const stopped = () => this.#stopped || signal.aborted
    const pool = {
      claim: (count: number) => this.#claim(count),
      work: (row: BatchRow) => this.#work(row, signal),
      concurrency: concurrencyFor(this.#task.per_second),
      stopped,
    }
    try {
      while (!stopped()) {
        await runWorkerPool(pool)
        if (stopped()) return
        // What is left is delayed, has an unknown outcome, or is claimed by other processes, some of which may be gone.
        const living = await this.#processes.living()
        await write(this.#context, (store) => releaseClaimed(store, this.#batch, { notBy: living }))
        if (await this.#task.finish(living)) return
        await sleep(poll_ms, undefined, { signal }).catch(() => undefined)
      }
    } finally {
      await this.#task.drain()
      await write(this.#context, (store) => releaseClaimed(store, this.#batch, { by: this.#context.process_id }))
    }
  }

  async #claim(count: number): Promise<readonly BatchRow[]> {
    const { process_id, clock } = this.#context
    await demandClock(this.#context)
    const now = secondsOf(clock)
    if (!(await this.#task.mayClaim(now))) return []
    return write(this.#context, async (store) => {
      const batch = await lockBatch(store, this.#batch, 'update')
      if (batch?.state !== this.#task.state) {
        this.#stopped = true
        return []
      }
      return this.#task.claim(store, batch, { process_id, now, count })
    })
  }

  async #work(row: BatchRow, signal: AbortSignal): Promise<void> {
    await this.#backoff.wait()
    // The row is still claimed, and is released when the loop ends.
    if (signal.aborted) return
    const outcome = await this.#task.work(row)
    if (outcome === undefined) return
    if (outcome.unavailable) return this.#backoff.failed(signal)
    this.#backoff.succeeded()
    if (this.#stopped) return
    const reason = this.#breaker.record(outcome)
    if (reason === undefined) return
    this.#stopped = true
    await write(this.#context, async (store) => {
      const batch = await lockBatch(store, this.#batch, 'update')
      if (batch?.state === this.#task.state) await this.#task.stop(store, batch, reason)
    })
  }
}
