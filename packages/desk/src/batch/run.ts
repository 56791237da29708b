import { setTimeout as rest } from 'node:timers/promises'
import { type BatchRow, countHeld, countRows, hasRowIn, takeRows } from '../store/batch-rows.ts'
import { type BatchRecord, lastEnds, letGoHeld, lockBatch, updateBatch } from '../store/batches.ts'
import { demandClock } from '../subject/clock.ts'
import type { Connection } from '../subject/connection.ts'
import type { Ending } from '../subject/ending.ts'
import { untilOpen } from '../subject/hours.ts'
import { longReading, type Means, reading, secondsOf, write } from '../subject/means.ts'
import type { Processes } from '../subject/processes.ts'
import { settingsOf } from '../subject/settings.ts'
import { settleAll } from '../subject/settle.ts'
import { connectionOf } from './batch-connection.ts'
import { Breaker } from './breaker.ts'
import { Ledger } from './ledger.ts'
import { pump } from './pump.ts'
import { recordStep } from './record-step.ts'
import { sendRow } from './send-row.ts'
import { widthFor } from './width.ts'

const poll_ms = 500
const longestHold_ms = 30_000
const open = ['pending', 'sending', 'unknown'] as const

/** Runs a batch as far as it may go, together with other processes that do the same. */
export class Run {
  readonly #means: Means
  readonly #batch: BatchRecord
  readonly #processes: Processes
  readonly #connection: Connection
  readonly #ledger: Ledger
  readonly #breaker: Breaker
  #stopped = false
  #away = 0
  #hold: Promise<unknown> = Promise.resolve()
  #holdEnd = 0
  #signal: AbortSignal | undefined

  private constructor(means: Means, batch: BatchRecord, processes: Processes, breaker: Breaker) {
    this.#means = means
    this.#batch = batch
    this.#processes = processes
    this.#connection = connectionOf(means, batch)
    this.#ledger = new Ledger(means, batch)
    this.#breaker = breaker
  }

  static async prepare(means: Means, batch: BatchRecord, processes: Processes): Promise<Run> {
    const settings = await settingsOf(means, batch.brand_id)
    const past = await lastEnds(longReading(means), batch, batch.run_time ?? 0, settings.breaker_rows)
    return new Run(means, batch, processes, new Breaker(settings, past))
  }

  /** Resolves when the batch stands still or is done, or when it was told to stop; nothing is under way then. */
  async run(signal: AbortSignal): Promise<void> {
    this.#signal = signal
    const stopped = () => this.#stopped || signal.aborted
    try {
      while (!stopped()) {
        await pump({
          take: (count) => this.#take(count),
          handle: (row) => this.#send(row),
          width: widthFor(this.#connection.per_second),
          stopped,
        })
        if (stopped()) return
        // What is left is in doubt, rests, or is in the hands of others.
        await this.#lookAround()
        if (this.#stopped) return
        await rest(poll_ms, undefined, { signal }).catch(() => undefined)
      }
    } finally {
      await this.#ledger.drain()
      await write(this.#means, (store) => letGoHeld(store, this.#batch, { by: this.#means.process_id }))
    }
  }

  async #take(count: number): Promise<readonly BatchRow[]> {
    const { process_id, clock } = this.#means
    await demandClock(this.#means)
    const now = secondsOf(clock)
    // As they are now: a batch that waits for hours of before would wait on when they are opened.
    const { allowed_hours } = await settingsOf(this.#means, this.#batch.brand_id)
    if (untilOpen(allowed_hours, now) > 0) return []
    return write(this.#means, async (store) => {
      const batch = await lockBatch(store, this.#batch, 'update')
      if (batch?.state !== 'running') {
        this.#stopped = true
        return []
      }
      const wanted = batch.canary_left === null ? count : Math.min(count, batch.canary_left)
      if (wanted === 0) return []
      const rows = await takeRows(store, batch, { process_id, now, count: wanted, unread: false })
      if (batch.canary_left !== null) await updateBatch(store, batch, { canary_left: batch.canary_left - rows.length })
      return rows
    })
  }

  async #send(row: BatchRow): Promise<void> {
    await this.#hold
    const ending = await sendRow(this.#means, this.#batch, this.#connection, this.#ledger, row)
    if (ending === undefined) return
    this.#holdIfAway(ending)
    await this.#judge(ending)
  }

  /** While the platform is away, rows would only come back: all of them wait longer and longer. */
  #holdIfAway({ again }: Ending): void {
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

  async #judge({ state, code, again }: Ending): Promise<void> {
    if (again === 'later' || this.#stopped) return
    const reason = this.#breaker.note({ state, code, waits: again !== false || state === 'unknown' })
    if (reason === undefined) return
    this.#stopped = true
    await this.#stop('stopped_by_breaker', reason)
  }

  async #stop(state: 'stopped_by_breaker', stop_reason: string): Promise<void> {
    const now = secondsOf(this.#means.clock)
    await write(this.#means, async (store) => {
      const batch = await lockBatch(store, this.#batch, 'update')
      if (batch?.state !== 'running') return
      await updateBatch(store, batch, { state, stop_reason, run_time: now })
      await recordStep(this.#means, store, batch, { action: state, by: 'desk', reason: stop_reason, facts: { stop_reason } })
    })
  }

  /** Nothing can be taken now: what others left behind is taken over, what is in doubt is read back, and an end is an end. */
  async #lookAround(): Promise<void> {
    const living = await this.#processes.living()
    await write(this.#means, (store) => letGoHeld(store, this.#batch, { notBy: living }))
    await settleAll(this.#means, living, this.#batch)
    const batch = await this.#finish()
    if (batch?.state !== 'running') this.#stopped = true
  }

  async #finish(): Promise<BatchRecord | undefined> {
    // Rows that have ended stay as they are, so that they may be counted before the transaction, which everybody waits for.
    const before = reading(this.#means)
    const counts = (await hasRowIn(before, this.#batch, open)) ? undefined : await countRows(before, this.#batch)
    return write(this.#means, async (store) => {
      const batch = await lockBatch(store, this.#batch, 'update')
      if (batch?.state !== 'running') return batch
      const now = secondsOf(this.#means.clock)
      if (counts !== undefined && !(await hasRowIn(store, batch, open))) {
        await updateBatch(store, batch, { state: 'done', stop_reason: null, end_time: now })
        await recordStep(this.#means, store, batch, { action: 'done', by: 'desk', facts: { counts } })
        return { ...batch, state: 'done' as const }
      }
      if (batch.canary_left !== 0 || (await hasRowIn(store, batch, ['sending', 'unknown'])) || (await countHeld(store, batch)) > 0)
        return batch
      await updateBatch(store, batch, { state: 'paused', stop_reason: 'canary', canary_left: null, run_time: now })
      await recordStep(this.#means, store, batch, { action: 'canary', by: 'desk' })
      return { ...batch, state: 'paused' as const }
    })
  }
}
