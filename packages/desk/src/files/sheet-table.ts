import type { Readable } from 'node:stream'
import { BatchFileError } from './batch-file-error.ts'
import { cellPlace } from './cell-place.ts'
import type { CellStyles } from './cell-styles.ts'
import { serialText } from './cell-time.ts'
import { fileLimits } from './limit.ts'
import type { MergedCells } from './merged-cells.ts'
import { chunkRows, type Nature, type RawRow, type Table } from './raw-row.ts'
import type { SharedStrings } from './shared-strings.ts'
import { joined, SheetText, unescapeText } from './sheet-text.ts'
import { readXml } from './xml-reader.ts'

/** What the cells of a sheet refer to. */
export interface SheetContext {
  readonly sharedStrings: SharedStrings
  readonly styles: CellStyles
  /** Days between day 0 of the workbook's numbered dates and day 0 of Excel's usual ones. */
  readonly date_shift: number
  readonly merged: MergedCells
}

const columnLimit = 16_384
const rowLimit = 1_048_576
// A row less than a point high, or a column half a character wide, shows nothing.
const leastHeight = 1
const leastConcurrency = 0.5

type Attributes = Readonly<Record<string, string>>

/** A sheet of a workbook as rows. */
export function openSheetTable(stream: Readable, context: SheetContext, share: () => number): Table {
  const sheet = new SheetParser(context)
  const rows = readRows(stream, sheet)
  return {
    rows,
    share,
    date_shift: context.date_shift,
    shiftable: false,
    hidesColumn: (column) => sheet.hidden.some(({ from, to }) => column >= from && column <= to),
    async [Symbol.asyncDispose]() {
      stream.destroy()
      await rows.return(undefined)
    },
  }
}

async function* readRows(stream: Readable, sheet: SheetParser): AsyncGenerator<readonly RawRow[]> {
  for await (const _ of readXml(stream, sheet)) if (sheet.count >= chunkRows) yield sheet.take()
  yield sheet.take()
}

class SheetParser {
  readonly hidden: { from: number; to: number }[] = []
  readonly #context: SheetContext
  readonly #inline = new SheetText()
  #rows: RawRow[] = []
  #defaultHeight = ''
  #line = 0
  #isHidden = false
  #inRows = false
  #texts: (string | undefined)[] = []
  #natures: (Nature | undefined)[] | undefined
  #column = -1
  #type = ''
  #style = 0
  #value = ''
  #inValue = false
  #formula = false

  constructor(context: SheetContext) {
    this.#context = context
  }

  get count(): number {
    return this.#rows.length
  }

  take(): readonly RawRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'sheetData') this.#inRows = true
    else if (name === 'c') this.#openCell(attributes)
    else if (name === 'v') this.#inValue = true
    else if (name === 'f') this.#formula = true
    else if (name === 'row') this.#openRow(attributes)
    else if (name === 'col') this.#openColumn(attributes)
    else if (name === 'sheetFormatPr') this.#defaultHeight = attributes.defaultRowHeight ?? ''
    else this.#inline.open(name)
  }

  text(text: string): void {
    if (this.#inValue) this.#value = joined(this.#value, text)
    else this.#inline.add(text)
  }

  close(name: string): void {
    if (name === 'sheetData') this.#inRows = false
    else if (name === 'c') this.#closeCell()
    else if (name === 'v') this.#inValue = false
    else if (name === 'row') this.#closeRow()
    else this.#inline.close(name)
  }

  #openColumn({ min, max = min, hidden, width }: Attributes): void {
    if (this.hidden.length > columnLimit) throw new BatchFileError('workbook_damaged')
    if (isTrue(hidden) || (width !== undefined && Number(width) < leastConcurrency))
      this.hidden.push({ from: Number(min) - 1, to: Number(max) - 1 })
  }

  #openRow({ r, hidden, ht = this.#defaultHeight }: Attributes): void {
    if (!this.#inRows) return
    const line = r === undefined ? this.#line + 1 : Number(r)
    // Of two rows or cells in one place, one program shows the first and another the last.
    if (!(line > this.#line && line <= rowLimit)) throw new BatchFileError('workbook_damaged', { line: this.#line })
    this.#line = line
    this.#isHidden = isTrue(hidden) || (ht !== '' && Number(ht) < leastHeight)
    this.#texts = []
    this.#natures = undefined
    this.#column = -1
  }

  #closeRow(): void {
    // Rows that have a style and nothing else may be a million; programs keep things of their own behind the rows.
    if (this.#texts.length === 0 || !this.#inRows) return
    const natures = this.#natures
    const covered = this.#context.merged.coveredIn(this.#line)
    this.#rows.push({
      line: this.#line,
      texts: this.#texts,
      ...(natures && { natures }),
      ...(this.#isHidden && { hidden: true }),
      ...(covered && { covered }),
    })
  }

  #openCell({ r, t, s }: Attributes): void {
    const { line, column } = r === undefined ? { line: this.#line, column: this.#column + 1 } : cellPlace(r)
    if (line !== this.#line && this.#inRows) throw new BatchFileError('workbook_damaged', { line: this.#line })
    this.#column = column
    if (!(this.#column >= 0 && this.#column < columnLimit)) throw new BatchFileError('workbook_damaged', { line: this.#line })
    this.#type = t ?? 'n'
    this.#style = Number(s ?? 0)
    this.#value = ''
    this.#formula = false
  }

  #closeCell(): void {
    const inline = this.#inline.take()
    if (this.#type === 'inlineStr') {
      if (this.#formula && inline === '') this.#set('', 'formula')
      else this.#set(inline)
    } else if (this.#value === '') {
      // A formula whose result is an empty text says so by its type.
      if (this.#formula && this.#type !== 'str') this.#set('', 'formula')
    } else if (this.#type === 's') this.#setShared()
    else if (this.#type === 'e') this.#set(this.#value, 'error')
    else if (this.#type === 'b') this.#set(this.#value === '1' ? 'TRUE' : 'FALSE')
    else if (this.#type === 'n') this.#setNumber()
    else if (this.#type === 'd') this.#set(this.#value, 'date')
    else this.#set(unescapeText(this.#value))
  }

  #setShared(): void {
    const text = this.#context.sharedStrings.get(Number(this.#value))
    if (text === undefined) throw new BatchFileError('workbook_damaged', { line: this.#line })
    this.#set(text)
  }

  /** A number as people see it. */
  #setNumber(): void {
    const { styles, date_shift } = this.#context
    const text = numberText(this.#value)
    if (styles.dates.has(this.#style)) this.#set(serialText(Number(text) + date_shift) ?? text, 'date')
    else this.#set(/^\d+$/.test(text) ? text.padStart(styles.zeros.get(this.#style) ?? 0, '0') : text, 'number')
  }

  #set(text: string | undefined, nature?: Nature): void {
    if (!this.#inRows || text === undefined || (text === '' && nature === undefined)) return
    if (this.#column >= fileLimits.columns) throw new BatchFileError('too_many_columns', { line: this.#line })
    if (this.#texts[this.#column] !== undefined) throw new BatchFileError('workbook_damaged', { line: this.#line })
    while (this.#texts.length < this.#column) this.#texts.push(undefined)
    this.#texts[this.#column] = text
    if (nature === undefined) return
    this.#natures ??= []
    this.#natures[this.#column] = nature
  }
}

function isTrue(text: string | undefined): boolean {
  return text === '1' || text === 'true'
}

/** A number as people would write it: Excel stores some with an exponent or with the noise of binary fractions. */
function numberText(value: string): string {
  const number = Number(value)
  return Number.isSafeInteger(number) ? String(number) : value.trim()
}
