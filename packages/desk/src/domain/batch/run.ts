import { rowCountsOf } from '../../store/batch-counts.ts'
import { type BatchRow, hasRowIn } from '../../store/batch-rows.ts'
import { noStop, type StopColumns } from '../../store/batch-tables.ts'
import { type Batch, lockBatch, updateBatch } from '../../store/batches.ts'
import { claimRows, countClaimed } from '../../store/row-claims.ts'
import { lastResults } from '../../store/row-results.ts'
import type { Store } from '../../store/store.ts'
import type { Connection } from '../connection.ts'
import { type Context, longReading, secondsOf, write } from '../context.ts'
import { untilOpen } from '../hours.ts'
import type { Processes } from '../processes.ts'
import { reconcileAll } from '../reconcile.ts'
import { settingsOf } from '../settings.ts'
import { approvalEnd, endApprovals } from './approvals.ts'
import { connectionOf } from './batch-connection.ts'
import { isFailure } from './circuit-breaker.ts'
import { recordStep } from './record-step.ts'
import { type RowClaim, RowLoop, type RowOutcome, type RowTask } from './row-loop.ts'
import { RowWriter } from './row-writer.ts'
import { sendRow } from './send-row.ts'

const open = ['pending', 'sending', 'unknown'] as const

/**
 * Invalidates the cards of a running batch, beside other processes that do the same. Resolves when the batch has stopped or is done,
 * or on abort; no request is in flight then.
 */
export async function runRows(context: Context, batch: Batch, processes: Processes, signal: AbortSignal): Promise<void> {
  await RowLoop.run(context, batch, processes, new RunTask(context, batch), signal)
}

class RunTask implements RowTask {
  readonly state = 'running'
  readonly #context: Context
  readonly #batch: Batch
  readonly #connection: Connection
  readonly #rowWriter: RowWriter

  constructor(context: Context, batch: Batch) {
    this.#context = context
    this.#batch = batch
    this.#connection = connectionOf(context, batch)
    this.#rowWriter = new RowWriter(context, batch)
  }

  get per_second(): number {
    return this.#connection.per_second
  }

  async pastFailures(count: number): Promise<boolean[]> {
    const results = await lastResults(longReading(this.#context), this.#batch, this.#batch.run_time ?? 0, count)
    return results.map(({ state }) => isFailure(state))
  }

  async mayClaim(now: number): Promise<boolean> {
    // Read again each time: the allowed hours may have changed since the batch began to wait for them.
    const { allowed_hours } = await settingsOf(this.#context, this.#batch.brand_id)
    return untilOpen(allowed_hours, now) === 0
  }

  async claim(store: Store, batch: Batch, { count, ...claim }: RowClaim): Promise<readonly BatchRow[]> {
    // The loop sees the new state at its next claim, and stops.
    const settings = await settingsOf(this.#context, batch.brand_id)
    const ended = await approvalEnd(store, batch, settings, secondsOf(this.#context.clock))
    if (ended !== undefined) {
      await endApprovals(this.#context, store, batch, ended)
      return []
    }
    const { canary_left } = batch
    const wanted = canary_left === null ? count : Math.min(count, canary_left)
    if (wanted === 0) return []
    const rows = await claimRows(store, batch, { ...claim, count: wanted, unchecked: false })
    if (canary_left !== null) await updateBatch(store, batch, { canary_left: canary_left - rows.length })
    return rows
  }

  async work(row: BatchRow): Promise<RowOutcome | undefined> {
    const result = await sendRow(this.#context, this.#batch, this.#connection, this.#rowWriter, row)
    if (result === undefined) return undefined
    const { state, code, retry } = result
    const unavailable = retry === 'until_available'
    return { failed: isFailure(state), code, final: retry === 'none' && state !== 'unknown', unavailable }
  }

  async stop(store: Store, batch: Batch, reason: StopColumns): Promise<void> {
    const state = 'stopped_by_breaker'
    await updateBatch(store, batch, { state, ...reason, run_time: secondsOf(this.#context.clock) })
    await recordStep(this.#context, store, batch, { action: state, by: 'desk', reason })
  }

  async finish(living: readonly string[]): Promise<boolean> {
    await reconcileAll(this.#context, living, this.#batch)
    return write(this.#context, async (store) => {
      const batch = await lockBatch(store, this.#batch, 'update')
      if (batch?.state !== 'running') return true
      const now = secondsOf(this.#context.clock)
      if (!(await hasRowIn(store, batch, open))) {
        const counts = (await rowCountsOf(store, batch)).byState()
        await updateBatch(store, batch, { state: 'done', ...noStop, end_time: now })
        await recordStep(this.#context, store, batch, { action: 'done', by: 'desk', facts: { counts } })
        return true
      }
      if (batch.canary_left !== 0 || (await hasRowIn(store, batch, ['sending', 'unknown'])) || (await countClaimed(store, batch)) > 0)
        return false
      await updateBatch(store, batch, { state: 'paused', ...noStop, stop_kind: 'canary', canary_left: null, run_time: now })
      await recordStep(this.#context, store, batch, { action: 'canary', by: 'desk' })
      return true
    })
  }

  drain(): Promise<void> {
    return this.#rowWriter.drain()
  }
}
