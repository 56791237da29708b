import { batchColumns, type Cells } from '../../files/batch-column.ts'
import type { BatchRow } from '../../store/batch-rows.ts'
import type { Context } from '../context.ts'

/** A row as it is in its file, and what of it is read. */
export interface GivenRow {
  /** Every cell as it is in the file. */
  readonly texts: readonly string[]
  readonly cells: Cells
}

type Key = Pick<BatchRow, 'batch_id' | 'line'>

/** Where the cells of a batch's rows are encrypted for; with the line, so that no row can be put in place of another. */
function cellsPlace({ batch_id, line }: Key): string {
  return `row ${batch_id} ${line}`
}

/** A row as it is stored: what is read of it, where that is the text of one of its cells by the place of this, and its texts. */
export function sealCells({ vault }: Pick<Context, 'vault'>, key: Key, { texts, cells }: GivenRow): string {
  const places = batchColumns.map((column) => {
    const place = cells[column] === '' ? -1 : texts.indexOf(cells[column])
    return place < 0 ? cells[column] : place
  })
  return vault.encrypt(JSON.stringify([places, texts]), cellsPlace(key))
}

/** A stored row as it was given; empty once it is purged. */
export function givenOf({ vault }: Pick<Context, 'vault'>, row: Key & Pick<BatchRow, 'cells'>): GivenRow {
  const stored: [(string | number)[], string[]] = row.cells === null ? [[], []] : JSON.parse(vault.decrypt(row.cells, cellsPlace(row)))
  const [places, texts] = stored
  const [card_id = '', user_card_code = '', openid = '', invalid_reason = '', ...consent] = places.map((place) =>
    typeof place === 'number' ? (texts[place] ?? '') : place,
  )
  const [consent_channel = '', told_at = '', agreed_at = '', consent_reference = ''] = consent
  return { texts, cells: { card_id, user_card_code, openid, invalid_reason, consent_channel, told_at, agreed_at, consent_reference } }
}

/** What is read of a stored row; empty once it is purged. */
export function cellsOf(context: Pick<Context, 'vault'>, row: Key & Pick<BatchRow, 'cells'>): Cells {
  return givenOf(context, row).cells
}
