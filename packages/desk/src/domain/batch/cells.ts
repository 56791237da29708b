import { batchColumns, type Cells } from '../../files/batch-column.ts'
import type { BatchRow } from '../../store/batch-rows.ts'
import type { Context } from '../context.ts'

/** A row as it is in its file, and what was read of it. */
export interface UploadedRow {
  /** Every cell as it is in the file. */
  readonly texts: readonly string[]
  readonly cells: Cells
}

type Key = Pick<BatchRow, 'batch_id' | 'line'>

/** The associated data with which cells are encrypted: it names the line, so that no row can replace another. */
function cellsAssociatedData({ batch_id, line }: Key): string {
  return `row ${batch_id} ${line}`
}

/** Encrypts a row: the text of each cell, and what was read of each column, as the index of its cell where the text is the same. */
export function sealCells({ vault }: Pick<Context, 'vault'>, key: Key, { texts, cells }: UploadedRow): string {
  const read = batchColumns.map((column) => {
    const index = cells[column] === '' ? -1 : texts.indexOf(cells[column])
    return index < 0 ? cells[column] : index
  })
  return vault.encrypt(JSON.stringify([read, texts]), cellsAssociatedData(key))
}

/** Decrypts a stored row; empty once purged. */
export function openCells({ vault }: Pick<Context, 'vault'>, row: Key & Pick<BatchRow, 'cells'>): UploadedRow {
  const stored: [(string | number)[], string[]] =
    row.cells === null ? [[], []] : JSON.parse(vault.decrypt(row.cells, cellsAssociatedData(row)))
  const [read, texts] = stored
  const [card_id = '', user_card_code = '', openid = '', invalid_reason = '', ...consent] = read.map((cell) =>
    typeof cell === 'number' ? (texts[cell] ?? '') : cell,
  )
  const [consent_channel = '', told_at = '', agreed_at = '', consent_reference = '', ...how] = consent
  const [consent_told_by = '', consent_expressed = '', consent_agreed_by = '', consent_language = ''] = how
  const told = { consent_channel, told_at, consent_told_by, consent_language }
  const agreed = { agreed_at, consent_expressed, consent_agreed_by, consent_reference }
  return { texts, cells: { card_id, user_card_code, openid, invalid_reason, ...told, ...agreed } }
}

/** What was read of a stored row; empty once purged. */
export function cellsOf(context: Pick<Context, 'vault'>, row: Key & Pick<BatchRow, 'cells'>): Cells {
  return openCells(context, row).cells
}
