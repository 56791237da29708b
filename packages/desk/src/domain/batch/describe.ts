import { formatTime } from '@card-member/sdk/contract'
import type { BatchView, WaitReason } from '../../contract/batch-view.ts'
import type { Settings } from '../../contract/settings.ts'
import { rowCountsOf } from '../../store/batch-counts.ts'
import type { Batch } from '../../store/batches.ts'
import { lastReconcileTime } from '../../store/invalidations.ts'
import { nextPending } from '../../store/row-claims.ts'
import { type Context, reading, secondsOf } from '../context.ts'
import { endOfWork, untilOpen } from '../hours.ts'
import { present } from '../present.ts'
import { maxBackoff } from '../record-results.ts'
import { settingsOf } from '../settings.ts'
import { validApprovals } from './approvals.ts'
import { findConnection } from './batch-connection.ts'
import { viewFailure } from './fail-preparing.ts'
import { readingOf, viewReading } from './file-reading.ts'

// Of these, nothing more is sent.
const over: readonly string[] = ['cancelled', 'failed', 'done']

/** A batch as the API and the command show it. */
export async function describeBatch(context: Context, batch: Batch): Promise<BatchView> {
  const { brand_id, batch_id, connection, author, row_count, faulty_count, plan_sha256, plan_count, file_name, file_sha256 } = batch
  const kept = await rowCountsOf(reading(context), batch)
  const counts = kept.byState()
  const preflight = kept.byPreflight()
  const settings = await settingsOf(context, brand_id)
  const per_second = findConnection(context, batch)?.per_second
  const { pending } = counts
  const open = plan_sha256 === null ? row_count - faulty_count : pending
  // A check reads each card once. A run reads it, and ends it.
  const read = over.includes(batch.state) ? 0 : open
  const calls_left = { read, invalidate: plan_sha256 === null ? 0 : read }
  const waiting = await waitingOf(context, batch, counts, settings)
  const now = secondsOf(context.clock)
  const estimate = estimateOf({ state: batch.state, read, per_second, ...waiting, hours: settings.allowed_hours, now })
  const approvals = plan_sha256 === null ? [] : await validApprovals(reading(context), batch, settings, now)
  return present<BatchView>({
    id: batch_id,
    batch_id,
    brand_id,
    connection,
    state: batch.state,
    stop_kind: batch.stop_kind ?? undefined,
    stop_code: batch.stop_code ?? undefined,
    stop_count: batch.stop_count ?? undefined,
    stop_of: batch.stop_of ?? undefined,
    waits_for: waiting.waits_for,
    waits_until: time(waiting.waits_until),
    author,
    file_name,
    file_sha256,
    file_bytes: batch.file_bytes,
    bytes_read: batch.bytes_read,
    failure: batch.failure === null ? undefined : viewFailure(JSON.parse(batch.failure)),
    create_time: formatTime(batch.create_time),
    row_count,
    faulty_count,
    ...viewReading(readingOf(context, batch)),
    counts,
    preflight: Object.keys(preflight).length === 0 ? undefined : preflight,
    plan_sha256: plan_sha256 ?? undefined,
    plan_count: plan_count ?? undefined,
    per_second,
    calls_left,
    ...estimate,
    approvals: approvals.map(({ staff_id, approve_time, rows_shown, reason }) => {
      return { staff_id, approve_time: formatTime(approve_time), rows_shown: rows_shown === 1, ...(reason === null ? {} : { reason }) }
    }),
    approvals_required: settings.approvals_required,
    reject_reason: batch.reject_reason ?? undefined,
    canary_left: batch.canary_left ?? undefined,
    run_by: batch.run_by ?? undefined,
    end_time: time(batch.end_time),
  })
}

interface Work extends Partial<Waiting> {
  readonly state: Batch['state']
  /** How many cards are still to be read, or read and ended. */
  readonly read: number
  readonly per_second: number | undefined
  readonly hours: Settings['allowed_hours']
  readonly now: number
}

/** How long the work still takes: nothing when that cannot be said, and when all of it is done. */
function estimateOf({
  state,
  read,
  per_second,
  waits_for,
  waits_until,
  hours,
  now,
}: Work): Pick<BatchView, 'seconds_left' | 'expected_end'> {
  const hasEnded = over.includes(state) && waits_for === undefined
  // When the time until which it waits has passed, the time left cannot be estimated.
  const isOverdue = waits_for !== undefined && waits_until === undefined
  if (per_second === undefined || hasEnded || isOverdue) return {}
  const seconds_left = (waits_until === undefined ? 0 : waits_until - now) + Math.ceil(read / per_second)
  return { seconds_left, expected_end: formatTime(endOfWork(hours, now, seconds_left)) }
}

function time(seconds: number | null | undefined): string | undefined {
  return seconds === null || seconds === undefined ? undefined : formatTime(seconds)
}

interface Waiting {
  /** Missing when that time has passed and the batch waits all the same. */
  readonly waits_until?: number
  readonly waits_for: WaitReason
}

/** What a running or cancelled batch waits for, and until when. */
async function waitingOf(
  context: Context,
  batch: Batch,
  { pending, sending, unknown }: Pick<BatchView['counts'], 'pending' | 'sending' | 'unknown'>,
  { allowed_hours: hours, canary_delay_seconds }: Pick<Settings, 'allowed_hours' | 'canary_delay_seconds'>,
): Promise<Partial<Waiting>> {
  if (batch.stop_kind === 'canary' && batch.state === 'paused' && batch.run_time !== null && canary_delay_seconds !== null)
    return { waits_until: batch.run_time + canary_delay_seconds, waits_for: 'canary_delay' }
  if (batch.state !== 'running' && batch.state !== 'cancelled') return {}
  const store = reading(context)
  const now = secondsOf(context.clock)
  // Unknown outcomes of a cancelled batch are still read back.
  const goes_on = batch.state === 'running'
  const closed = untilOpen(hours, now)
  if (goes_on && closed > 0) return { waits_until: now + closed, waits_for: 'hours' }
  if (goes_on && pending > 0) {
    const next = await nextPending(store, batch)
    // Rows that back off before another attempt are due sooner.
    return next !== undefined && next - now > maxBackoff ? { waits_until: next, waits_for: 'daily_cap' } : {}
  }
  const last = sending + unknown > 0 ? await lastReconcileTime(store, batch.brand_id, batch.batch_id) : undefined
  if (last === undefined) return {}
  return last < now ? { waits_for: 'unknown' } : { waits_until: last, waits_for: 'unknown' }
}
