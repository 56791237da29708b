import { GroupCommit } from '@card-member/service/database'
import type { Settings } from '../../contract/settings.ts'
import type { BatchRow } from '../../store/batch-rows.ts'
import { type Batch, lockBatch, returnToCanary } from '../../store/batches.ts'
import { type Leaving, markLeaving } from '../../store/invalidations.ts'
import { releaseRows } from '../../store/row-claims.ts'
import { markRowsSending, writeRowResults } from '../../store/row-results.ts'
import type { Store } from '../../store/store.ts'
import { type Context, secondsOf, write } from '../context.ts'
import { nextDay, untilOpen } from '../hours.ts'
import { type Attempt, beginAttempts, type NotBegun, type Sendable } from '../invalidations.ts'
import { type AttemptReport, recordResults } from '../record-results.ts'
import { settingsOf } from '../settings.ts'
import { approvalEnd } from './approvals.ts'

type Job =
  | { readonly begin: { readonly row: BatchRow; readonly attempt: Attempt } }
  | { readonly leave: Leaving }
  | { readonly report: AttemptReport }
type Result = Sendable | 'not_begun' | 'may_leave' | 'lost' | 'recorded'

/** After how many seconds a row is attempted again whose card has another open invalidation. */
const busy_seconds = 15

/** Writes the progress of a batch's rows; writes that arrive during a transaction share the next one. */
export class RowWriter {
  readonly #context: Context
  readonly #batch: Batch
  readonly #group: GroupCommit<Job, Result>

  constructor(context: Context, batch: Batch) {
    this.#context = context
    this.#batch = batch
    this.#group = new GroupCommit((jobs) => this.#write(jobs), { concurrency: 1, limit: 256 })
  }

  /** Begins an attempt for a row, durably. Undefined when it may not begin now; the row has the reason. */
  async begin(row: BatchRow, attempt: Attempt): Promise<Sendable | undefined> {
    const result = await this.#group.submit({ begin: { row, attempt } })
    return typeof result === 'string' ? undefined : result
  }

  /** Writes durably that the request of an attempt may have left. Returns false when it must not leave. */
  async leave(leaving: Leaving): Promise<boolean> {
    return (await this.#group.submit({ leave: leaving })) === 'may_leave'
  }

  async recordResult(report: AttemptReport): Promise<void> {
    await this.#group.submit({ report })
  }

  drain(): Promise<void> {
    return this.#group.drain()
  }

  async #write(jobs: readonly Job[]): Promise<Result[]> {
    const { brand_id } = this.#batch
    const settings = await settingsOf(this.#context, brand_id)
    const results = await write(this.#context, async (store) => {
      const begins = jobs.flatMap((job) => ('begin' in job ? [job.begin] : []))
      const reports = jobs.flatMap((job) => ('report' in job ? [job.report] : []))
      const leaving = jobs.flatMap((job) => ('leave' in job ? [job.leave] : []))
      const mayLeave = await markLeaving(store, leaving)
      const { events: resultEvents } = await recordResults(this.#context, store, brand_id, reports)
      const open =
        begins.length > 0 && (await this.#isOpen(store, settings, untilOpen(settings.allowed_hours, secondsOf(this.#context.clock)) === 0))
      if (!open) {
        await this.#release(
          store,
          begins.map(({ row }) => ({ ...row, next_time: 0 })),
        )
      }
      const attempts = open ? begins.map(({ attempt }) => attempt) : []
      const { begun, events } = await beginAttempts(this.#context, store, brand_id, settings, attempts)
      await this.#writeBegun(store, begins, begun)
      await this.#context.auditLog.append(store, [...resultEvents, ...events])
      const outcomes = begun[Symbol.iterator]()
      return jobs.map((job): Result => {
        if ('report' in job) return 'recorded'
        if ('leave' in job) return mayLeave.has(job.leave.invalidation_id) ? 'may_leave' : 'lost'
        const outcome = outcomes.next().value
        return outcome === undefined || 'refused' in outcome ? 'not_begun' : outcome
      })
    })
    for (const result of results) if (typeof result !== 'string') this.#context.in_flight.add(result.invalidation.invalidation_id)
    return results
  }

  async #isOpen(store: Store, settings: Settings, inHours: boolean): Promise<boolean> {
    const batch = await lockBatch(store, this.#batch, 'share')
    if (!inHours || batch?.state !== 'running') return false
    return (await approvalEnd(store, batch, settings, secondsOf(this.#context.clock))) === undefined
  }

  async #writeBegun(store: Store, begins: readonly { readonly row: BatchRow }[], begun: readonly (Sendable | NotBegun)[]): Promise<void> {
    const now = secondsOf(this.#context.clock)
    const sending: Parameters<typeof markRowsSending>[1][number][] = []
    const released: (BatchRow & { next_time: number })[] = []
    const ended: Parameters<typeof writeRowResults>[1][number][] = []
    for (const [index, outcome] of begun.entries()) {
      const row = begins[index]?.row
      if (row === undefined) continue
      if (!('refused' in outcome)) {
        const { invalidation_id, attempts } = outcome.invalidation
        sending.push({ ...row, invalidation_id, attempts })
      } else if (outcome.refused === 'daily_cap') released.push({ ...row, next_time: nextDay(now) })
      else if (outcome.refused === 'card_busy') released.push({ ...row, next_time: now + busy_seconds })
      else ended.push(endedWithoutInvalidation(row, outcome, now))
    }
    await markRowsSending(store, sending)
    await this.#release(store, released)
    await writeRowResults(store, ended)
  }

  async #release(store: Store, rows: readonly BatchRow[]): Promise<void> {
    await releaseRows(store, rows)
    await returnToCanary(store, rows)
  }
}

function endedWithoutInvalidation(row: BatchRow, { refused, invalidation }: NotBegun, end_time: number) {
  const done = refused === 'card_done'
  return {
    ...row,
    state: done ? ('already_invalid' as const) : ('missing_consent' as const),
    code: refused.toUpperCase(),
    server_message: null,
    invalidation_id: invalidation?.invalidation_id ?? row.invalidation_id ?? '',
    invalid_time: invalidation?.invalid_time ?? null,
    request_id: null,
    next_time: 0,
    end_time,
  }
}
