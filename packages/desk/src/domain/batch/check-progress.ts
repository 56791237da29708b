import type { BatchView } from '../../contract/batch-view.ts'
import type { Batch } from '../../store/batches.ts'
import { countPreflight } from '../../store/row-results.ts'
import { type Context, reading } from '../context.ts'
import { shownState } from './describe.ts'

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
  const counts = await countPreflight(reading(context), batch)
  return { state: shownState(batch), counts, total: batch.row_count - batch.faulty_count }
}
