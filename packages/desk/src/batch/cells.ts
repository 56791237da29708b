import { batchColumns, type Cells } from '../file/batch-column.ts'
import type { BatchRow } from '../store/batch-rows.ts'
import type { Means } from '../subject/means.ts'

/** Where the cells of a batch's rows are encrypted for; with the line, so that no row can stand in for another. */
function cellsPlace(batch_id: string, line: number): string {
  return `row ${batch_id} ${line}`
}

/** The cells of a row as they are stored. */
export function sealCells({ vault }: Pick<Means, 'vault'>, batch_id: string, line: number, cells: Cells): string {
  return vault.encrypt(JSON.stringify(batchColumns.map((column) => cells[column])), cellsPlace(batch_id, line))
}

/** The cells of a stored row; empty once they are purged. */
export function cellsOf({ vault }: Pick<Means, 'vault'>, { batch_id, line, cells }: Pick<BatchRow, 'batch_id' | 'line' | 'cells'>): Cells {
  const texts: string[] = cells === null ? [] : JSON.parse(vault.decrypt(cells, cellsPlace(batch_id, line)))
  const [card_id = '', user_card_code = '', openid = '', invalid_reason = '', ...consent] = texts
  const [consent_channel = '', told_at = '', agreed_at = '', consent_reference = ''] = consent
  return { card_id, user_card_code, openid, invalid_reason, consent_channel, told_at, agreed_at, consent_reference }
}
