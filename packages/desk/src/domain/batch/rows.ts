import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Static } from '@card-member/sdk/contract'
import type { FaultView, RowView } from '../../contract/batch-view.ts'
import { allows } from '../../contract/permission.ts'
import type { Actor } from '../../staff/actor.ts'
import { rowCountsOf } from '../../store/batch-counts.ts'
import { type BatchRow, pageOfRows, type RowPage } from '../../store/batch-rows.ts'
import { type Context, longReading, reading } from '../context.ts'
import { masked } from '../member.ts'
import { present } from '../present.ts'
import { cellsOf } from './cells.ts'
import { batchFaults, faultWords, readFaults, type StoredFault } from './fault-words.ts'
import { batchOf } from './lifecycle.ts'
import { invalidationText } from './row-message.ts'

/** Rows that are opened in one turn of the event loop; others wait for it. */
const turn = 100

/** One page of a batch's rows, members masked, and how many rows match. */
export async function rowsOf(
  context: Context,
  actor: Actor,
  batch_id: string,
  { after, offset, limit, ...filter }: RowPage,
): Promise<{ data: Static<typeof RowView>[]; total_count: number }> {
  const batch = await batchOf(context, actor, batch_id)
  const texts = allows(actor.grants, 'prepare_batch', batch.brand_id)
  const rows = await pageOfRows(longReading(context), batch, { after, offset, limit, ...filter })
  const data: Static<typeof RowView>[] = []
  for (const row of rows) {
    data.push(viewRow(context, row, { texts }))
    if (data.length % turn === 0) await nextTurn()
  }
  return {
    data,
    total_count: (await rowCountsOf(reading(context), batch)).matching(filter),
  }
}

/** A row of a batch as it is shown. @param texts whether what is in wrong cells is shown */
export function viewRow(context: Pick<Context, 'vault'>, row: BatchRow, { texts = false } = {}): Static<typeof RowView> {
  const found = (stored: string | null) =>
    stored === null
      ? undefined
      : readFaults(stored).map((fault) => ({ ...viewFault(fault), ...(texts && { text: cellText(context, row, fault) }) }))
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
    faults: found(row.faults),
    warnings: found(row.warnings),
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

const longestText = 64

/** What is in a cell with a fault. A code or OpenID that is right in itself is masked, as everywhere. */
export function cellText(context: Pick<Context, 'vault'>, row: BatchRow, { column, fault }: StoredFault): string {
  if (row.cells === null) return ''
  const cells = new Map<string, string>(Object.entries(cellsOf(context, row)))
  const text = cells.get(column) ?? ''
  const isRight = (column === 'user_card_code' || column === 'openid') && Object.hasOwn(batchFaults, fault)
  return isRight ? masked(text) : text.slice(0, longestText)
}

function viewFault(stored: StoredFault): Static<typeof FaultView> {
  return { column: stored.column, fault: stored.fault, message: faultWords(stored) }
}
