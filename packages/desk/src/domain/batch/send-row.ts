import type { BatchRow } from '../../store/batch-rows.ts'
import type { Batch } from '../../store/batches.ts'
import { makeAttempt } from '../attempt.ts'
import type { AttemptResult } from '../attempt-result.ts'
import type { Connection } from '../connection.ts'
import type { Context } from '../context.ts'
import { cellsOf } from './cells.ts'
import type { RowWriter } from './row-writer.ts'

/** Makes one attempt for a claimed row and writes its result. Undefined when no attempt may begin now; the row has the reason. */
export async function sendRow(
  context: Context,
  { brand_id, batch_id, run_by, author }: Batch,
  connection: Connection,
  rowWriter: RowWriter,
  row: BatchRow,
): Promise<AttemptResult | undefined> {
  const { card_id, user_card_code, openid, invalid_reason } = cellsOf(context, row)
  const card = { brand_id, card_id, user_card_code, openid }
  const begun = await rowWriter.begin(row, {
    card,
    connection,
    consent_id: row.consent_id ?? '',
    invalid_reason,
    requested_by: run_by ?? author,
    row: { batch_id, line: row.line },
    invalidation_id: row.attempts > 0 ? (row.invalidation_id ?? undefined) : undefined,
  })
  if (begun === undefined) return undefined
  const { invalidation } = begun
  try {
    const result = await makeAttempt(connection, invalidation, card, (leaving) => rowWriter.leave(leaving))
    await rowWriter.recordResult({ invalidation, result, by: 'sender' })
    return result
  } finally {
    context.in_flight.delete(invalidation.invalidation_id)
  }
}
