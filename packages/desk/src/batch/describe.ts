import { formatTime } from '@card-member/sdk/contract'
import type { BatchView } from '../contract/batch-view.ts'
import { countRows } from '../store/batch-rows.ts'
import type { BatchRecord } from '../store/batches.ts'
import { untilOpen } from '../subject/hours.ts'
import { type Means, reading, secondsOf } from '../subject/means.ts'
import { settingsOf } from '../subject/settings.ts'
import { findConnection } from './batch-connection.ts'

/** A batch as people and scripts are told of it. */
export async function describeBatch(means: Means, batch: BatchRecord): Promise<BatchView> {
  const { brand_id, batch_id, connection, author, row_count, faulty_count, plan_sha256, plan_count, file_name, file_sha256 } = batch
  const counts = await countRows(reading(means), batch)
  const settings = await settingsOf(means, brand_id)
  const per_second = findConnection(means, batch)?.per_second
  const { pending } = counts
  const unread = plan_sha256 === null ? row_count - faulty_count : 0
  const calls = plan_sha256 === null ? unread : pending
  return {
    id: batch_id,
    batch_id,
    brand_id,
    connection,
    state: batch.state === 'preparing' ? 'uploaded' : batch.state,
    checking: batch.checking === 1,
    ...(batch.stop_reason === null ? {} : { stop_reason: batch.stop_reason }),
    ...waitingFor(batch, settings.allowed_hours, secondsOf(means.clock)),
    author,
    file_name,
    file_sha256,
    create_time: formatTime(batch.create_time),
    row_count,
    faulty_count,
    counts,
    ...(batch.preflight === null ? {} : { preflight: JSON.parse(batch.preflight) }),
    ...(plan_sha256 === null || plan_count === null ? {} : { plan_sha256, plan_count }),
    ...(per_second === undefined ? {} : { per_second, seconds_left: Math.ceil(calls / per_second) }),
    ...(batch.approved_by === null ? {} : { approved_by: batch.approved_by }),
    ...(batch.approve_time === null ? {} : { approve_time: formatTime(batch.approve_time) }),
    ...(batch.run_by === null ? {} : { run_by: batch.run_by }),
    ...(batch.end_time === null ? {} : { end_time: formatTime(batch.end_time) }),
  }
}

// Seconds alone do not say why nothing moves.
function waitingFor({ state }: BatchRecord, hours: Parameters<typeof untilOpen>[0], now: number) {
  const closed = state === 'running' ? untilOpen(hours, now) : 0
  return closed === 0 ? {} : { waits_until: formatTime(now + closed) }
}
