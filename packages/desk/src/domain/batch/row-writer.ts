import { GroupCommit } from '@card-member/service/database'
import { type BatchRow, endRows, releaseRows, sendRows } from '../../store/batch-rows.ts'
import { type Batch, lockBatch, returnToCanary } from '../../store/batches.ts'
import { type Leaving, markLeaving } from '../../store/invalidations.ts'
import type { Store } from '../../store/store.ts'
import { type Context, secondsOf, write } from '../context.ts'
import { nextDay, untilOpen } from '../hours.ts'
import { type Attempt, begin, type NotBegun, type Sendable } from '../invalidations.ts'
import { settingsOf } from '../settings.ts'
import { type Ended, end } from '../write-result.ts'

type Job = { readonly begin: { readonly row: BatchRow; readonly attempt: Attempt } } | { readonly leave: Leaving } | { readonly end: Ended }
type Result = Sendable | 'let_go' | 'left' | 'lost' | 'ended'

/** How long a row rests whose card is in other hands. */
const busy = 15

/** Writes what becomes of a batch's rows: those that are written while a transaction is under way share the next one. */
export class RowWriter {
  readonly #context: Context
  readonly #batch: Batch
  readonly #group: GroupCommit<Job, Result>

  constructor(context: Context, batch: Batch) {
    this.#context = context
    this.#batch = batch
    this.#group = new GroupCommit((jobs) => this.#write(jobs), { concurrency: 1, limit: 256 })
  }

  /** Marks a row as under way, durably. Undefined when no call may leave for it now; the row says why. */
  async begin(row: BatchRow, attempt: Attempt): Promise<Sendable | undefined> {
    const result = await this.#group.submit({ begin: { row, attempt } })
    return typeof result === 'string' ? undefined : result
  }

  /** Writes durably that an attempt may have left from now on. False when it is this process's own no more: then it must not. */
  async leave(leaving: Leaving): Promise<boolean> {
    return (await this.#group.submit({ leave: leaving })) === 'left'
  }

  async end(ended: Ended): Promise<void> {
    await this.#group.submit({ end: ended })
  }

  drain(): Promise<void> {
    return this.#group.drain()
  }

  async #write(jobs: readonly Job[]): Promise<Result[]> {
    const { brand_id } = this.#batch
    const settings = await settingsOf(this.#context, brand_id)
    const results = await write(this.#context, async (store) => {
      const begins = jobs.flatMap((job) => ('begin' in job ? [job.begin] : []))
      const ends = jobs.flatMap((job) => ('end' in job ? [job.end] : []))
      const leaving = jobs.flatMap((job) => ('leave' in job ? [job.leave] : []))
      const left = await markLeaving(store, leaving)
      const { events: ended } = await end(this.#context, store, brand_id, ends)
      const open = begins.length > 0 && (await this.#isOpen(store, untilOpen(settings.allowed_hours, secondsOf(this.#context.clock)) === 0))
      if (!open) {
        await this.#release(
          store,
          begins.map(({ row }) => ({ ...row, next_time: 0 })),
        )
      }
      const attempts = open ? begins.map(({ attempt }) => attempt) : []
      const { begun, events } = await begin(this.#context, store, brand_id, settings, attempts)
      await this.#writeBegun(store, begins, begun)
      await this.#context.auditLog.append(store, [...ended, ...events])
      const outcomes = begun[Symbol.iterator]()
      return jobs.map((job): Result => {
        if ('end' in job) return 'ended'
        if ('leave' in job) return left.has(job.leave.invalidation_id) ? 'left' : 'lost'
        const outcome = outcomes.next().value
        return outcome === undefined || 'refused' in outcome ? 'let_go' : outcome
      })
    })
    for (const result of results) if (typeof result !== 'string') this.#context.under_way.add(result.invalidation.invalidation_id)
    return results
  }

  async #isOpen(store: Store, inHours: boolean): Promise<boolean> {
    const batch = await lockBatch(store, this.#batch, 'share')
    return inHours && batch?.state === 'running' && batch.plan_sha256 === batch.approved_sha256
  }

  async #writeBegun(store: Store, begins: readonly { readonly row: BatchRow }[], begun: readonly (Sendable | NotBegun)[]): Promise<void> {
    const now = secondsOf(this.#context.clock)
    const sent: Parameters<typeof sendRows>[1][number][] = []
    const kept: (BatchRow & { next_time: number })[] = []
    const ended: Parameters<typeof endRows>[1][number][] = []
    for (const [index, outcome] of begun.entries()) {
      const row = begins[index]?.row
      if (row === undefined) continue
      if (!('refused' in outcome)) {
        const { invalidation_id, attempts } = outcome.invalidation
        sent.push({ ...row, invalidation_id, attempts })
      } else if (outcome.refused === 'daily_cap') kept.push({ ...row, next_time: nextDay(now) })
      else if (outcome.refused === 'card_busy') kept.push({ ...row, next_time: now + busy })
      else ended.push(endedWithoutInvalidation(row, outcome, now))
    }
    await sendRows(store, sent)
    await this.#release(store, kept)
    await endRows(store, ended)
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
    message: null,
    invalidation_id: invalidation?.invalidation_id ?? row.invalidation_id ?? '',
    invalid_time: invalidation?.invalid_time ?? null,
    request_id: null,
    next_time: 0,
    end_time,
  }
}
