import { setTimeout as rest } from 'node:timers/promises'
import { type BatchRow, claimRows, countClaimed, countRows, hasRowIn } from '../../store/batch-rows.ts'
import { type Batch, lastEnds, lockBatch, releaseAllClaimed, updateBatch } from '../../store/batches.ts'
import type { AttemptResult } from '../attempt-result.ts'
import { demandClock } from '../clock.ts'
import type { Connection } from '../connection.ts'
import { type Context, longReading, reading, secondsOf, write } from '../context.ts'
import { untilOpen } from '../hours.ts'
import type { Processes } from '../processes.ts'
import { reconcileAll } from '../reconcile.ts'
import { settingsOf } from '../settings.ts'
import { connectionOf } from './batch-connection.ts'
import { CircuitBreaker } from './circuit-breaker.ts'
import { concurrencyFor } from './concurrency.ts'
import { recordStep } from './record-step.ts'
import { RowWriter } from './row-writer.ts'
import { sendRow } from './send-row.ts'
import { runWorkerPool } from './worker-pool.ts'

const poll_ms = 500
const longestHold_ms = 30_000
const open = ['pending', 'sending', 'unknown'] as const

/** Runs a batch as far as it may go, together with other processes that do the same. */
export class Run {
  readonly #context: Context
  readonly #batch: Batch
  readonly #processes: Processes
  readonly #connection: Connection
  readonly #rowWriter: RowWriter
  readonly #breaker: CircuitBreaker
  #stopped = false
  #away = 0
  #hold: Promise<unknown> = Promise.resolve()
  #holdEnd = 0
  #signal: AbortSignal | undefined

  private constructor(context: Context, batch: Batch, processes: Processes, breaker: CircuitBreaker) {
    this.#context = context
    this.#batch = batch
    this.#processes = processes
    this.#connection = connectionOf(context, batch)
    this.#rowWriter = new RowWriter(context, batch)
    this.#breaker = breaker
  }

  static async prepare(context: Context, batch: Batch, processes: Processes): Promise<Run> {
    const settings = await settingsOf(context, batch.brand_id)
    const past = await lastEnds(longReading(context), batch, batch.run_time ?? 0, settings.breaker_rows)
    return new Run(context, batch, processes, new CircuitBreaker(settings, past))
  }

  /** Resolves when the batch stands still or is done, or when it was told to stop; nothing is under way then. */
  async run(signal: AbortSignal): Promise<void> {
    this.#signal = signal
    const stopped = () => this.#stopped || signal.aborted
    try {
      while (!stopped()) {
        await runWorkerPool({
          take: (count) => this.#take(count),
          handle: (row) => this.#send(row),
          width: concurrencyFor(this.#connection.per_second),
          stopped,
        })
        if (stopped()) return
        // What is left is in doubt, rests, or is in the hands of others.
        await this.#lookAround()
        if (this.#stopped) return
        await rest(poll_ms, undefined, { signal }).catch(() => undefined)
      }
    } finally {
      await this.#rowWriter.drain()
      await write(this.#context, (store) => releaseAllClaimed(store, this.#batch, { by: this.#context.process_id }))
    }
  }

  async #take(count: number): Promise<readonly BatchRow[]> {
    const { process_id, clock } = this.#context
    await demandClock(this.#context)
    const now = secondsOf(clock)
    // As they are now: a batch that waits for hours of before would wait on when they are opened.
    const { allowed_hours } = await settingsOf(this.#context, this.#batch.brand_id)
    if (untilOpen(allowed_hours, now) > 0) return []
    return write(this.#context, async (store) => {
      const batch = await lockBatch(store, this.#batch, 'update')
      if (batch?.state !== 'running') {
        this.#stopped = true
        return []
      }
      const wanted = batch.canary_left === null ? count : Math.min(count, batch.canary_left)
      if (wanted === 0) return []
      const rows = await claimRows(store, batch, { process_id, now, count: wanted, unread: false })
      if (batch.canary_left !== null) await updateBatch(store, batch, { canary_left: batch.canary_left - rows.length })
      return rows
    })
  }

  async #send(row: BatchRow): Promise<void> {
    await this.#hold
    const result = await sendRow(this.#context, this.#batch, this.#connection, this.#rowWriter, row)
    if (result === undefined) return
    this.#holdIfAway(result)
    await this.#judge(result)
  }

  /** While the platform is away, rows would only come back: all of them wait longer and longer. */
  #holdIfAway({ again }: AttemptResult): void {
    if (again !== 'later') {
      this.#away = 0
      return
    }
    // Those that were under way together fail together, which is one failure.
    if (performance.now() < this.#holdEnd) return
    const ms = Math.min(longestHold_ms, 250 * 2 ** Math.min(this.#away++, 7))
    this.#holdEnd = performance.now() + ms
    this.#hold = rest(ms, undefined, { signal: this.#signal }).catch(() => undefined)
  }

  async #judge({ state, code, again }: AttemptResult): Promise<void> {
    if (again === 'later' || this.#stopped) return
    const reason = this.#breaker.note({ state, code, waits: again !== false || state === 'unknown' })
    if (reason === undefined) return
    this.#stopped = true
    await this.#stop('stopped_by_breaker', reason)
  }

  async #stop(state: 'stopped_by_breaker', stop_reason: string): Promise<void> {
    const now = secondsOf(this.#context.clock)
    await write(this.#context, async (store) => {
      const batch = await lockBatch(store, this.#batch, 'update')
      if (batch?.state !== 'running') return
      await updateBatch(store, batch, { state, stop_reason, run_time: now })
      await recordStep(this.#context, store, batch, { action: state, by: 'desk', reason: stop_reason, facts: { stop_reason } })
    })
  }

  /** Nothing can be taken now: what others left behind is taken over, what is in doubt is read back, and an end is an end. */
  async #lookAround(): Promise<void> {
    const living = await this.#processes.living()
    await write(this.#context, (store) => releaseAllClaimed(store, this.#batch, { notBy: living }))
    await reconcileAll(this.#context, living, this.#batch)
    const batch = await this.#finish()
    if (batch?.state !== 'running') this.#stopped = true
  }

  async #finish(): Promise<Batch | undefined> {
    // Rows that have ended stay as they are, so that they may be counted before the transaction, which everybody waits for.
    const before = reading(this.#context)
    const counts = (await hasRowIn(before, this.#batch, open)) ? undefined : await countRows(before, this.#batch)
    return write(this.#context, async (store) => {
      const batch = await lockBatch(store, this.#batch, 'update')
      if (batch?.state !== 'running') return batch
      const now = secondsOf(this.#context.clock)
      if (counts !== undefined && !(await hasRowIn(store, batch, open))) {
        await updateBatch(store, batch, { state: 'done', stop_reason: null, end_time: now })
        await recordStep(this.#context, store, batch, { action: 'done', by: 'desk', facts: { counts } })
        return { ...batch, state: 'done' as const }
      }
      if (batch.canary_left !== 0 || (await hasRowIn(store, batch, ['sending', 'unknown'])) || (await countClaimed(store, batch)) > 0)
        return batch
      await updateBatch(store, batch, { state: 'paused', stop_reason: 'canary', canary_left: null, run_time: now })
      await recordStep(this.#context, store, batch, { action: 'canary', by: 'desk' })
      return { ...batch, state: 'paused' as const }
    })
  }
}
