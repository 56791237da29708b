import type { BatchView } from '../../contract/batch-view.ts'
import { rowCountsOf } from '../../store/batch-counts.ts'
import type { Batch } from '../../store/batches.ts'
import { type Context, reading } from '../context.ts'

/** How far a check is. */
export interface CheckProgress {
  readonly state: BatchView['state']
  /** Rows by what was found, of those that were read. */
  readonly counts: Readonly<Record<string, number>>
  /** Rows to be read. */
  readonly total: number
}

/** How far the check of a batch is. */
export async function checkProgressOf(context: Context, batch: Batch): Promise<CheckProgress> {
  const counts = (await rowCountsOf(reading(context), batch)).byPreflight()
  return { state: batch.state, counts, total: batch.row_count - batch.faulty_count }
}
