import { createHash } from 'node:crypto'
import { GroupCommit } from '@card-member/service/database'
import { tellWaiting } from '../../staff/waiting.ts'
import { rowCountsOf } from '../../store/batch-counts.ts'
import type { BatchRow } from '../../store/batch-rows.ts'
import { noStop, type StopColumns } from '../../store/batch-tables.ts'
import { type Batch, lockBatch, updateBatch } from '../../store/batches.ts'
import type { ConsentRow } from '../../store/consents.ts'
import { claimRows, releaseRows } from '../../store/row-claims.ts'
import { type CheckedRow, hasUnchecked, writeChecked } from '../../store/row-results.ts'
import type { Store } from '../../store/store.ts'
import { lastWithdrawals } from '../../store/withdrawals.ts'
import type { Connection } from '../connection.ts'
import { recordHashOf } from '../consent-row.ts'
import { type Context, reading, secondsOf, write } from '../context.ts'
import { type Notice, noticeOf } from '../notices.ts'
import { placeConsents, replacesEarlier } from '../open-consent.ts'
import type { Processes } from '../processes.ts'
import { connectionOf } from './batch-connection.ts'
import { cellsOf } from './cells.ts'
import { checkCard } from './check-card.ts'
import { planOf } from './plan.ts'
import { findRowConsent } from './row-consent.ts'
import { type RowClaim, RowLoop, type RowOutcome, type RowTask } from './row-loop.ts'

/** How many seconds after a failed read a row is read again, at least. */
const retry_seconds = 2

/**
 * Reads every card of a batch once, beside other processes that do the same, then writes the plan. Resolves when the check is complete
 * or has stopped, or on abort.
 */
export async function checkRows(context: Context, batch: Batch, processes: Processes, signal: AbortSignal): Promise<void> {
  await RowLoop.run(context, batch, processes, new CheckTask(context, batch), signal)
}

interface Checked {
  readonly row: CheckedRow
  /** A consent that the file brings. */
  readonly consent: ConsentRow | undefined
}

class CheckTask implements RowTask {
  readonly state = 'checking'
  readonly #context: Context
  readonly #batch: Batch
  readonly #connection: Connection
  readonly #writes: GroupCommit<Checked, true>
  #notice: Promise<Notice> | undefined

  constructor(context: Context, batch: Batch) {
    this.#context = context
    this.#batch = batch
    this.#connection = connectionOf(context, batch)
    this.#writes = new GroupCommit((jobs) => this.#write(jobs), { concurrency: 1, limit: 256 })
  }

  get per_second(): number {
    return this.#connection.per_second
  }

  async pastFailures(): Promise<[]> {
    return []
  }

  async mayClaim(): Promise<true> {
    return true
  }

  claim(store: Store, batch: Batch, claim: RowClaim): Promise<readonly BatchRow[]> {
    return claimRows(store, batch, { ...claim, unchecked: true })
  }

  async work(row: BatchRow): Promise<RowOutcome> {
    const { brand_id, batch_id, line } = row
    const { card_id, user_card_code, openid } = cellsOf(this.#context, row)
    const found = await checkCard(this.#connection, { brand_id, card_id, user_card_code, openid })
    const now = secondsOf(this.#context.clock)
    if ('error' in found) {
      await write(this.#context, (store) => releaseRows(store, [{ brand_id, batch_id, line, next_time: now + retry_seconds }]))
      return { failed: true, code: found.error.code, final: false, unavailable: found.unavailable }
    }
    const { consent, isNew, refusal } =
      found.state === 'pending'
        ? await findRowConsent(this.#context, this.#batch, await this.#noticeOf(), row)
        : { consent: undefined, isNew: false, refusal: undefined }
    const missing = found.state === 'pending' && consent === undefined
    const code = (refusal ?? 'consent_needed').toUpperCase()
    const result = missing ? ({ ...found, state: 'missing_consent', preflight: 'missing_consent', code } as const) : found
    const end_time = result.state === 'pending' ? null : now
    const checked: CheckedRow = { brand_id, batch_id, line, ...result, consent_id: consent?.consent_id ?? row.consent_id, end_time }
    await this.#writes.submit({ row: checked, consent: isNew ? consent : undefined })
    // What the check finds of a row is no failure of the check, so that it never stops one.
    return { failed: false, code: null, final: false, unavailable: false }
  }

  async stop(store: Store, batch: Batch, reason: StopColumns): Promise<void> {
    await updateBatch(store, batch, { state: 'uploaded', ...reason })
  }

  /** Writes the plan if every row was read. What takes long is read before the transaction. */
  async finish(): Promise<boolean> {
    const { brand_id, batch_id } = this.#batch
    const complete = !(await hasUnchecked(reading(this.#context), this.#batch))
    const plan = complete ? await planOf(this.#context, reading(this.#context), this.#batch) : undefined
    const preflight = complete ? (await rowCountsOf(reading(this.#context), this.#batch)).byPreflight() : {}
    return write(this.#context, async (store) => {
      const batch = await lockBatch(store, this.#batch, 'update')
      if (batch?.state !== 'checking') return true
      if (plan === undefined) return false
      const check_time = secondsOf(this.#context.clock)
      const change = { state: 'checked', check_time, ...plan, ...noStop } as const
      await updateBatch(store, batch, change)
      if (plan.plan_count > 0) await tellWaiting(store, { event: 'batch.waiting', brand_id, subject_id: batch_id, time: check_time })
      await this.#context.auditLog.append(store, [
        { brand_id, actor: batch.author, action: 'batch.check', facts: { batch_id, ...plan, preflight } },
      ])
      return true
    })
  }

  drain(): Promise<void> {
    return this.#writes.drain()
  }

  #write(jobs: readonly Checked[]): Promise<true[]> {
    const { brand_id, batch_id } = this.#batch
    return write(this.#context, async (store) => {
      const rows = jobs.map(({ row }) => row)
      await writeChecked(store, rows)
      const consents = jobs.flatMap(({ consent }) => consent ?? [])
      const now = secondsOf(this.#context.clock)
      await placeConsents(store, brand_id, await this.#closeWithdrawn(store, consents), replacesEarlier(now))
      const counts = Object.fromEntries(
        [...Map.groupBy(rows, ({ preflight }) => preflight ?? '')].map(([name, some]) => [name, some.length]),
      )
      const lines = rows.map(({ line }) => line)
      const facts = { batch_id, lines, counts, consents: consents.length, consents_sha256: hashOfAll(consents) }
      await this.#context.auditLog.append(store, [{ brand_id, actor: this.#batch.author, action: 'batch.look_up', facts }])
      return jobs.map((): true => true)
    })
  }

  // A version never changes, so it is read once.
  #noticeOf(): Promise<Notice> {
    this.#notice ??= noticeOf(this.#context, this.#batch.brand_id, this.#batch.notice_version)
    return this.#notice
  }

  /** Stores a consent as withdrawn that was withdrawn between reading and writing; its row needs another check. */
  async #closeWithdrawn(store: Store, consents: readonly ConsentRow[]): Promise<ConsentRow[]> {
    const withdrawals = await lastWithdrawals(store, this.#batch.brand_id, consents)
    return consents.map((consent) => {
      const withdraw_time = withdrawals.of(consent)
      return withdraw_time === undefined || consent.agreed_at > withdraw_time
        ? consent
        : { ...consent, state: 'withdrawn', withdrawn_by: 'desk', withdraw_time }
    })
  }
}

/** One hash for the records of several consents, in their order; null without one. */
function hashOfAll(consents: readonly ConsentRow[]): string | null {
  if (consents.length === 0) return null
  const hash = createHash('sha256')
  for (const consent of consents) hash.update(`${consent.consent_id} ${recordHashOf(consent, [])}\n`)
  return hash.digest('hex')
}
