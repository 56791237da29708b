import { type BatchColumn, batchColumns, type Cells } from './batch-column.ts'
import { serialText } from './cell-time.ts'
import { cleanCell } from './clean-cell.ts'
import { CodePatterns, damageOf } from './code-damage.ts'
import { type RowConsent, readConsent } from './consent-cells.ts'
import { unguardFormula } from './formula-guard.ts'
import { type Header, nameOf } from './header.ts'
import { judges } from './id-rule.ts'
import type { RawRow, Table } from './raw-row.ts'
import { type Finding, type RowFault, type RowFaultName, rowFault } from './row-fault.ts'

/** One row of a batch file, judged. */
export interface BatchRow {
  /** As a person sees it: the first row of the sheet is 1. */
  readonly line: number
  /** Every cell as it is in the file. */
  readonly texts: readonly string[]
  readonly cells: Cells
  readonly faults: readonly RowFault[]
  /** What is suspected only, so that the row is taken all the same. */
  readonly warnings: readonly RowFault[]
  /** None when the row says none, or has a fault. */
  readonly consent: RowConsent | undefined
}

/** Marks that were taken off the cells of a column. */
export interface TakenOff {
  /** The first line. */
  readonly line: number
  count: number
}

const ids = ['card_id', 'user_card_code', 'openid'] as const
type IdColumn = (typeof ids)[number]
const excelError = /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!|#{2,})$/
const timeColumns: ReadonlySet<BatchColumn> = new Set(['told_at', 'agreed_at'])
// Excel keeps fifteen digits exactly; beyond them a number is no longer what was typed.
const exactDigits = /^0*\d{1,15}$/
const exactNumber = 1e15
// Programs of old end a file with it.
const endOfFile = '\x1a'

/** Turns the rows of one file into judged rows, chunk by chunk and in order. */
export class RowReader {
  readonly #header: Header
  readonly #table: Pick<Table, 'date_shift' | 'shiftable'>
  readonly #takeHidden: boolean
  readonly #patterns = new CodePatterns()
  readonly taken_off = new Map<BatchColumn, TakenOff>()
  /** Rows without anything in them, so far. */
  blank = 0

  constructor(header: Header, table: Pick<Table, 'date_shift' | 'shiftable'>, { takeHidden = false } = {}) {
    this.#header = header
    this.#table = table
    this.#takeHidden = takeHidden
  }

  /** Rows in which nothing is written are left out. */
  read(raw: readonly RawRow[]): BatchRow[] {
    const full: { row: RawRow; texts: readonly string[]; cells: Cells }[] = []
    for (const row of raw) {
      const texts = Array.from(row.texts, (text = '') => unguardFormula(text))
      if (texts.every((text) => text.trim() === '' || text === endOfFile) && row.natures === undefined) {
        this.blank++
        continue
      }
      const cells = this.#cells(row, texts)
      this.#patterns.observe(cells.card_id, cells.user_card_code)
      full.push({ row, texts, cells })
    }
    return full.map(({ row, texts, cells }) => this.#judge(row, texts, cells))
  }

  #cells(row: RawRow, texts: readonly string[]): Cells {
    return {
      card_id: this.#text(row, texts, 'card_id'),
      user_card_code: this.#text(row, texts, 'user_card_code'),
      openid: this.#text(row, texts, 'openid'),
      invalid_reason: this.#text(row, texts, 'invalid_reason'),
      consent_channel: this.#text(row, texts, 'consent_channel'),
      told_at: this.#text(row, texts, 'told_at'),
      agreed_at: this.#text(row, texts, 'agreed_at'),
      consent_reference: this.#text(row, texts, 'consent_reference'),
      consent_told_by: this.#text(row, texts, 'consent_told_by'),
      consent_expressed: this.#text(row, texts, 'consent_expressed'),
      consent_agreed_by: this.#text(row, texts, 'consent_agreed_by'),
      consent_language: this.#text(row, texts, 'consent_language'),
    }
  }

  #text({ natures, line }: RawRow, texts: readonly string[], column: BatchColumn): string {
    const place = this.#header.places[column]
    const text = texts[place]
    if (text === undefined || text === '') return ''
    const nature = natures?.[place]
    if (nature === 'number' && timeColumns.has(column)) return serialText(Number(text) + this.#table.date_shift) ?? text
    if (nature !== undefined || column === 'invalid_reason') return text.trim()
    const clean = cleanCell(text)
    if (clean !== text && clean !== text.trim()) this.#noteTakenOff(column, line)
    return clean
  }

  #noteTakenOff(column: BatchColumn, line: number): void {
    const known = this.taken_off.get(column)
    if (known === undefined) this.taken_off.set(column, { line, count: 1 })
    else known.count++
  }

  #judge(row: RawRow, texts: readonly string[], cells: Cells): BatchRow {
    const found: RowFault[] = []
    const warnings: RowFault[] = []
    for (const column of ids) this.#judgeId(column, cells, row, found, warnings)
    const { invalid_reason, consent_reference } = cells
    const reason = invalid_reason === '' ? 'missing' : (errorOf(invalid_reason) ?? judges.invalid_reason(invalid_reason))
    if (reason !== undefined) found.push(rowFault('invalid_reason', reason, invalid_reason))
    const consent = readConsent(cells, found)
    if (this.#nature(row, 'consent_reference') === 'number' && Math.abs(Number(consent_reference)) >= exactNumber)
      found.push(rowFault('consent_reference', 'number_cell', consent_reference))
    const unseen = this.#unseen(row, cells)
    const faults = unseen.length === 0 ? found : [...found.filter(({ column }) => !unseen.some((one) => one.column === column)), ...unseen]
    if (this.#table.shiftable && texts.length > this.#header.width) this.#judgeConcurrency(texts, faults)
    // Lists that were put together have the head of each; a name could be taken for a code.
    if (ids.filter((column) => nameOf(cells[column]) === column).length > 1)
      return { line: row.line, texts, cells, faults: [rowFault('user_card_code', 'head_repeated')], warnings: [], consent: undefined }
    if (row.hidden && !this.#takeHidden) faults.push(rowFault('user_card_code', 'hidden_row'))
    return { line: row.line, texts, cells, faults, warnings, consent: faults.length === 0 ? consent : undefined }
  }

  #judgeId(column: IdColumn, cells: Cells, row: RawRow, faults: RowFault[], warnings: RowFault[]): void {
    const text = cells[column]
    const nature = this.#nature(row, column)
    const fault = idFault(column, text, nature)
    if (fault !== undefined) {
      faults.push(rowFault(column, fault, text))
      return
    }
    const pattern = column === 'user_card_code' ? this.#patterns.judge(cells.card_id, text) : undefined
    const suspected = nature === 'number' ? 'number_cell' : pattern
    if (suspected !== undefined) warnings.push(rowFault(column, suspected, text))
  }

  #nature({ natures }: RawRow, column: BatchColumn) {
    return natures?.[this.#header.places[column]]
  }

  /** What is wrong with cells whose text says nothing: errors, formulas without a result, and what lies under a merged cell. */
  #unseen(row: RawRow, cells: Cells): RowFault[] {
    const faults: RowFault[] = []
    for (const column of batchColumns) {
      const place = this.#header.places[column]
      if (place < 0) continue
      const nature = row.natures?.[place]
      if (row.covered?.(place)) faults.push(rowFault(column, 'merged_cell'))
      else if (nature === 'error') faults.push(rowFault(column, 'excel_error'))
      else if (nature === 'formula') faults.push(rowFault(column, 'formula_not_computed'))
      else if (cells[column] !== '' && errorOf(cells[column]) !== undefined) faults.push(rowFault(column, 'excel_error'))
      else if (cells[column].includes('\uFFFD')) faults.push(rowFault(column, 'damaged_character'))
    }
    return faults
  }

  #judgeConcurrency(texts: readonly string[], faults: RowFault[]): void {
    const { places, width } = this.#header
    if (texts.slice(width).every((text) => text.trim() === '')) return
    const last = batchColumns.reduce((a, b) => (places[b] > places[a] ? b : a))
    faults.push(rowFault(last, 'too_many_cells'))
  }
}

function idFault(
  column: IdColumn,
  text: string,
  nature: 'number' | 'date' | 'error' | 'formula' | undefined,
): RowFaultName | Finding | undefined {
  if (text === '') return 'missing'
  if (nature === 'date') return 'date_damage'
  if (nature === 'number' && !exactDigits.test(text)) return 'number_cell'
  if (text.startsWith('=')) return 'formula_text'
  return errorOf(text) ?? damageOf(text) ?? judges[column](text)
}

function errorOf(text: string): RowFaultName | undefined {
  return text.charCodeAt(0) === 35 && excelError.test(text) ? 'excel_error' : undefined
}
