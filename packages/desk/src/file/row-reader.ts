import { type BatchColumn, batchColumns, type Cells } from './batch-column.ts'
import { serialText } from './cell-time.ts'
import { CodePatterns, damageOf } from './code-damage.ts'
import { type RowConsent, readConsent } from './consent-cells.ts'
import { unguardFormula } from './formula-guard.ts'
import type { Header } from './header.ts'
import { judges } from './id-rule.ts'
import { isBlank, type Nature, type RawRow, type Table } from './raw-row.ts'
import { type RowFault, type RowFaultName, rowFault } from './row-fault.ts'

/** One row of a batch file, judged. */
export interface BatchRow {
  /** As a person sees it: the first row of the sheet is 1. */
  readonly line: number
  readonly cells: Cells
  readonly faults: readonly RowFault[]
  /** None when the row says none, or has a fault. */
  readonly consent: RowConsent | undefined
}

const ids = ['card_id', 'user_card_code', 'openid'] as const
const excelError = /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!|#{2,})$/
const timeColumns: ReadonlySet<BatchColumn> = new Set(['told_at', 'agreed_at'])
// Excel writes the fifteen digits that it keeps exactly; beyond them a number is no longer what was typed.
const exactNumber = 1e15

/** Turns the rows of one file into judged rows, chunk by chunk and in order. */
export class RowReader {
  readonly #header: Header
  readonly #table: Pick<Table, 'date_shift' | 'shiftable'>
  readonly #patterns = new CodePatterns()

  constructor(header: Header, table: Pick<Table, 'date_shift' | 'shiftable'>) {
    this.#header = header
    this.#table = table
  }

  /** Rows in which nothing stands are left out. */
  read(raw: readonly RawRow[]): BatchRow[] {
    const full: [RawRow, Cells][] = []
    for (const row of raw) {
      const cells = this.#cells(row)
      if (cells.card_id === '' && isBlank(row)) continue
      this.#patterns.observe(cells.card_id, cells.user_card_code)
      full.push([row, cells])
    }
    return full.map(([row, cells]) => this.#judge(row, cells))
  }

  #cells(row: RawRow): Cells {
    return {
      card_id: this.#text(row, 'card_id'),
      user_card_code: this.#text(row, 'user_card_code'),
      openid: this.#text(row, 'openid'),
      invalid_reason: this.#text(row, 'invalid_reason'),
      consent_channel: this.#text(row, 'consent_channel'),
      told_at: this.#text(row, 'told_at'),
      agreed_at: this.#text(row, 'agreed_at'),
      consent_reference: this.#text(row, 'consent_reference'),
    }
  }

  #text(row: RawRow, column: BatchColumn): string {
    const place = this.#header.places[column]
    const text = row.texts[place]
    if (text === undefined || text === '') return ''
    const nature = row.natures?.[place]
    if (nature === undefined) return unguardFormula(text.trim())
    const isDay = nature === 'date' || (nature === 'number' && timeColumns.has(column))
    return (isDay ? serialText(Number(text) + this.#table.date_shift) : undefined) ?? text
  }

  #judge(row: RawRow, cells: Cells): BatchRow {
    const faults: RowFault[] = []
    for (const column of ids) {
      const fault = this.#idFault(column, cells, row.natures?.[this.#header.places[column]])
      if (fault !== undefined) faults.push(rowFault(column, fault, cells[column]))
    }
    const { invalid_reason } = cells
    const reasonFault = invalid_reason === '' ? 'missing' : (errorOf(invalid_reason) ?? judges.invalid_reason(invalid_reason))
    if (reasonFault !== undefined) faults.push(rowFault('invalid_reason', reasonFault, invalid_reason))
    const consent = readConsent(cells, faults)
    if (row.natures !== undefined) this.#judgeReference(row, cells, faults)
    if (this.#table.shiftable && row.texts.length > this.#header.width) this.#judgeWidth(row, faults)
    return { line: row.line, cells, faults, consent: faults.length === 0 ? consent : undefined }
  }

  #idFault(column: (typeof ids)[number], cells: Cells, nature: Nature | undefined): RowFaultName | undefined {
    const text = cells[column]
    if (text === '') return 'missing'
    if (nature !== undefined) return natureFaults[nature]
    return (
      errorOf(text) ??
      damageOf(text) ??
      judges[column](text) ??
      (column === 'user_card_code' ? this.#patterns.judge(cells.card_id, text) : undefined)
    )
  }

  #judgeReference({ natures }: RawRow, { consent_reference: text }: Cells, faults: RowFault[]): void {
    const nature = natures?.[this.#header.places.consent_reference]
    if (nature === 'error') faults.push(rowFault('consent_reference', 'excel_error'))
    else if (nature === 'number' && Math.abs(Number(text)) >= exactNumber) faults.push(rowFault('consent_reference', 'number_cell', text))
  }

  #judgeWidth({ texts }: RawRow, faults: RowFault[]): void {
    const { places, width } = this.#header
    if (texts.slice(width).every((text) => text === undefined || text.trim() === '')) return
    const last = batchColumns.reduce((a, b) => (places[b] > places[a] ? b : a))
    faults.push(rowFault(last, 'too_many_cells'))
  }
}

const natureFaults = { number: 'number_cell', date: 'date_damage', error: 'excel_error' } as const satisfies Record<Nature, RowFaultName>

function errorOf(text: string): RowFaultName | undefined {
  return text.charCodeAt(0) === 35 && excelError.test(text) ? 'excel_error' : undefined
}
