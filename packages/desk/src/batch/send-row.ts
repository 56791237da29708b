import type { BatchRow } from '../store/batch-rows.ts'
import type { BatchRecord } from '../store/batches.ts'
import { makeAttempt } from '../subject/attempt.ts'
import type { Connection } from '../subject/connection.ts'
import type { Ending } from '../subject/ending.ts'
import type { Means } from '../subject/means.ts'
import { cellsOf } from './cells.ts'
import type { Ledger } from './ledger.ts'

/** Makes one attempt for a row that is in hand, from its beginning to its end. Undefined when none may be made now; the row says why. */
export async function sendRow(
  means: Means,
  { brand_id, batch_id, run_by, author }: BatchRecord,
  connection: Connection,
  ledger: Ledger,
  row: BatchRow,
): Promise<Ending | undefined> {
  const { card_id, user_card_code, openid, invalid_reason } = cellsOf(means, row)
  const card = { brand_id, card_id, user_card_code, openid }
  const begun = await ledger.begin(row, {
    card,
    connection,
    consent_id: row.consent_id ?? '',
    invalid_reason,
    requested_by: run_by ?? author,
    row: { batch_id, line: row.line },
    record_id: row.attempts > 0 ? (row.record_id ?? undefined) : undefined,
  })
  if (begun === undefined) return undefined
  const { call } = begun
  try {
    const ending = await makeAttempt(connection, call, card, (leaving) => ledger.leave(leaving))
    await ledger.end({ call, ending, by: 'own' })
    return ending
  } finally {
    means.under_way.delete(call.record_id)
  }
}
