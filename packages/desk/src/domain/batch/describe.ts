import { formatTime } from '@card-member/sdk/contract'
import type { BatchView, WaitReason } from '../../contract/batch-view.ts'
import { countRows, nextPending } from '../../store/batch-rows.ts'
import type { Batch } from '../../store/batches.ts'
import { lastUnknown } from '../../store/invalidations.ts'
import { type Context, reading, secondsOf } from '../context.ts'
import { untilOpen } from '../hours.ts'
import { settingsOf } from '../settings.ts'
import { longestRest } from '../write-result.ts'
import { findConnection } from './batch-connection.ts'
import { readingOf, viewReading } from './file-reading.ts'

/** A batch as people and scripts are told of it. */
export async function describeBatch(context: Context, batch: Batch): Promise<BatchView> {
  const { brand_id, batch_id, connection, author, row_count, faulty_count, plan_sha256, plan_count, file_name, file_sha256 } = batch
  const counts = await countRows(reading(context), batch)
  const settings = await settingsOf(context, brand_id)
  const per_second = findConnection(context, batch)?.per_second
  const { pending } = counts
  const open = plan_sha256 === null ? row_count - faulty_count : pending
  const invalidations = batch.state === 'cancelled' ? 0 : open
  const { waits_for, waits_until } = await waitingOf(context, batch, counts, settings.allowed_hours)
  // How long something takes whose time has passed nobody can say.
  const isOverdue = waits_for !== undefined && waits_until === undefined
  const held = waits_until === undefined ? 0 : waits_until - secondsOf(context.clock)
  return {
    id: batch_id,
    batch_id,
    brand_id,
    connection,
    state: batch.state === 'preparing' ? 'uploaded' : batch.state,
    checking: batch.checking === 1,
    ...(batch.stop_reason === null ? {} : { stop_reason: batch.stop_reason }),
    ...(waits_for === undefined ? {} : { waits_for }),
    ...(waits_until === undefined ? {} : { waits_until: formatTime(waits_until) }),
    author,
    file_name,
    file_sha256,
    create_time: formatTime(batch.create_time),
    row_count,
    faulty_count,
    ...viewReading(readingOf(context, batch)),
    counts,
    ...(batch.preflight === null ? {} : { preflight: JSON.parse(batch.preflight) }),
    ...(plan_sha256 === null || plan_count === null ? {} : { plan_sha256, plan_count }),
    ...(per_second === undefined ? {} : { per_second }),
    ...(per_second === undefined || isOverdue ? {} : { seconds_left: held + Math.ceil(invalidations / per_second) }),
    ...(batch.approved_by === null ? {} : { approved_by: batch.approved_by }),
    ...(batch.approve_time === null ? {} : { approve_time: formatTime(batch.approve_time) }),
    ...(batch.run_by === null ? {} : { run_by: batch.run_by }),
    ...(batch.end_time === null ? {} : { end_time: formatTime(batch.end_time) }),
  }
}

interface Waiting {
  /** Missing when that moment has passed, and what is waited for has not come. */
  readonly waits_until?: number
  readonly waits_for: WaitReason
}

/** Why a running batch stands still, or what a cancelled one is not done with, and until when: seconds alone do not say. */
async function waitingOf(
  context: Context,
  batch: Batch,
  { pending, sending, unknown }: Pick<BatchView['counts'], 'pending' | 'sending' | 'unknown'>,
  hours: Parameters<typeof untilOpen>[0],
): Promise<Partial<Waiting>> {
  if (batch.state !== 'running' && batch.state !== 'cancelled') return {}
  const store = reading(context)
  const now = secondsOf(context.clock)
  // What has left before a batch was cancelled is read back all the same.
  const goes_on = batch.state === 'running'
  const closed = untilOpen(hours, now)
  if (goes_on && closed > 0) return { waits_until: now + closed, waits_for: 'hours' }
  if (goes_on && pending > 0) {
    const next = await nextPending(store, batch)
    // Rows that rest before another attempt are soon due.
    return next !== undefined && next - now > longestRest ? { waits_until: next, waits_for: 'daily_cap' } : {}
  }
  const last = sending + unknown > 0 ? await lastUnknown(store, batch.brand_id, batch.batch_id) : undefined
  if (last === undefined) return {}
  return last < now ? { waits_for: 'unknown' } : { waits_until: last, waits_for: 'unknown' }
}
