import type { Static } from '@card-member/sdk/contract'
import type { FaultView, RowView } from '../../contract/batch-view.ts'
import type { Actor } from '../../staff/actor.ts'
import { type BatchRow, countMatching, pageOfRows, type RowFilter } from '../../store/batch-rows.ts'
import { type Context, reading } from '../context.ts'
import { masked } from '../member.ts'
import { present } from '../present.ts'
import { cellsOf } from './cells.ts'
import { faultWords, readFaults, type StoredFault } from './fault-words.ts'
import { batchOf } from './lifecycle.ts'
import { invalidationText } from './row-message.ts'

/** One page of a batch's rows, members masked, and how many rows match. */
export async function rowsOf(
  context: Context,
  actor: Actor,
  batch_id: string,
  { after, limit, ...filter }: RowFilter & { readonly after: number; readonly limit: number },
): Promise<{ data: Static<typeof RowView>[]; total_count: number }> {
  const batch = await batchOf(context, actor, batch_id)
  const rows = await pageOfRows(reading(context), batch, { after, limit, ...filter })
  return { data: rows.map((row) => viewRow(context, row)), total_count: await countMatching(reading(context), batch, filter) }
}

/** A row of a batch as it is shown. */
export function viewRow(context: Pick<Context, 'vault'>, row: BatchRow): Static<typeof RowView> {
  const { line, card_id, code_last4, state, attempts, request_count } = row
  return present<Static<typeof RowView>>({
    line,
    card_id,
    code_last4,
    ...memberOf(context, row),
    state,
    attempts,
    request_count,
    preflight: row.preflight ?? undefined,
    code: row.code ?? undefined,
    message: row.faults === null ? invalidationText(row) : undefined,
    faults: row.faults === null ? undefined : readFaults(row.faults).map(viewFault),
    warnings: row.warnings === null ? undefined : readFaults(row.warnings).map(viewFault),
    invalid_time: row.invalid_time ?? undefined,
    request_id: row.request_id ?? undefined,
    invalidation_id: row.invalidation_id ?? undefined,
    consent_id: row.consent_id ?? undefined,
  })
}

// A faulty row may contain anything in any column.
function memberOf(context: Pick<Context, 'vault'>, row: BatchRow) {
  if (row.faults !== null || row.cells === null) return {}
  const { user_card_code, openid, invalid_reason } = cellsOf(context, row)
  return { user_card_code: masked(user_card_code), openid: masked(openid), invalid_reason }
}

function viewFault(stored: StoredFault): Static<typeof FaultView> {
  return { column: stored.column, fault: stored.fault, message: faultWords(stored) }
}
