/** What a cell of a workbook is, when it is no text: a number, a number shown as a date, an error of Excel, or a formula without its result. */
export type Nature = 'number' | 'date' | 'error' | 'formula'

/** One row as it is in a file, before it means anything. */
export interface RawRow {
  /** As a person sees it: the first row of the sheet is 1. */
  readonly line: number
  readonly texts: readonly (string | undefined)[]
  /** By cell; none of a CSV file. */
  readonly natures?: readonly (Nature | undefined)[]
  /** People do not see the row. */
  readonly hidden?: true
  /** Whether a cell lies under a merged one. */
  readonly covered?: (column: number) => boolean
}

/** Rows of a file, streamed. */
export interface Table extends AsyncDisposable {
  readonly rows: AsyncGenerator<readonly RawRow[]>
  /** Days between day 0 of its numbered dates and day 0 of Excel's usual ones. */
  readonly date_shift: number
  /** Cells beyond the header mean that cells are shifted; in a workbook they cannot be. */
  readonly shiftable: boolean
  /** Which share of the file has been read, from 0 to 1. */
  share(): number
  /** Whether people do not see a column; known once the first row is. */
  hidesColumn(column: number): boolean
}

/** How many rows travel together: one turn of the event loop for a row would cost more than reading it. */
export const chunkRows = 500

/** Whether nothing is written in a row. */
export function isBlank(row: RawRow): boolean {
  return row.texts.every((text) => text === undefined || text.trim() === '')
}
