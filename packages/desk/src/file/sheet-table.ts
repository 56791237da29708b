import type { Readable } from 'node:stream'
import { BatchFileError } from './batch-file-error.ts'
import { chunkRows, type Nature, type RawRow, type Table } from './raw-row.ts'
import { SheetText, unescapeText } from './sheet-text.ts'
import type { TextShelf } from './text-shelf.ts'
import { feed, localName, xmlParser } from './zip-parts.ts'

/** What the cells of a sheet refer to. */
export interface SheetContext {
  readonly shelf: TextShelf
  /** Styles that show a number as a date. */
  readonly dates: ReadonlySet<number>
  readonly date_shift: number
}

const columnLimit = 16_384
const rowLimit = 1_048_576

/** A sheet of a workbook as rows. */
export function openSheetTable(stream: Readable, context: SheetContext): Table {
  const rows = readRows(stream, context)
  return {
    rows,
    date_shift: context.date_shift,
    shiftable: false,
    async [Symbol.asyncDispose]() {
      stream.destroy()
      await rows.return(undefined)
    },
  }
}

async function* readRows(stream: Readable, context: SheetContext): AsyncGenerator<readonly RawRow[]> {
  const sheet = new SheetParser(context)
  for await (const _ of feed(stream, sheet.parser)) if (sheet.rows.length >= chunkRows) yield sheet.take()
  yield sheet.take()
}

class SheetParser {
  readonly parser = xmlParser()
  readonly #context: SheetContext
  readonly #inline = new SheetText()
  #rows: RawRow[] = []
  #line = 0
  #texts: (string | undefined)[] = []
  #natures: (Nature | undefined)[] | undefined
  #column = -1
  #type = ''
  #style = 0
  #value = ''
  #inValue = false

  constructor(context: SheetContext) {
    this.#context = context
    this.parser.on('opentag', (tag) => this.#open(localName(tag.name), tag.attributes))
    this.parser.on('text', (text) => this.#text(text))
    this.parser.on('cdata', (text) => this.#text(text))
    this.parser.on('closetag', (tag) => this.#close(localName(tag.name)))
  }

  get rows(): readonly RawRow[] {
    return this.#rows
  }

  take(): readonly RawRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'c') this.#openCell(attributes)
    else if (name === 'v') this.#inValue = true
    else if (name === 'row') {
      const { r } = attributes
      this.#line = r === undefined ? this.#line + 1 : Number(r)
      if (!(this.#line >= 1 && this.#line <= rowLimit)) throw new BatchFileError('workbook_damaged')
      this.#texts = []
      this.#natures = undefined
      this.#column = -1
    } else this.#inline.open(name)
  }

  #text(text: string): void {
    if (this.#inValue) this.#value += text
    else this.#inline.add(text)
  }

  #openCell({ r, t, s }: Readonly<Record<string, string>>): void {
    this.#column = r === undefined ? this.#column + 1 : columnOf(r)
    if (!(this.#column >= 0 && this.#column < columnLimit)) throw new BatchFileError('workbook_damaged', { line: this.#line })
    this.#type = t ?? 'n'
    this.#style = Number(s ?? 0)
    this.#value = ''
  }

  #close(name: string): void {
    if (name === 'c') this.#closeCell()
    else if (name === 'v') this.#inValue = false
    else if (name === 'row') {
      const natures = this.#natures
      this.#rows.push({ line: this.#line, texts: this.#texts, ...(natures && { natures }) })
    } else this.#inline.close(name)
  }

  #closeCell(): void {
    const inline = this.#inline.take()
    if (this.#type === 'inlineStr') this.#set(inline)
    else if (this.#value === '') return
    else if (this.#type === 's') this.#set(this.#context.shelf.get(Number(this.#value)))
    else if (this.#type === 'e') this.#set(this.#value, 'error')
    else if (this.#type === 'b') this.#set(this.#value === '1' ? 'TRUE' : 'FALSE')
    else if (this.#type === 'n') this.#set(numberText(this.#value), this.#context.dates.has(this.#style) ? 'date' : 'number')
    else if (this.#type === 'd') this.#set(this.#value, 'date')
    else this.#set(unescapeText(this.#value))
  }

  #set(text: string | undefined, nature?: Nature): void {
    while (this.#texts.length < this.#column) this.#texts.push(undefined)
    this.#texts[this.#column] = text
    if (nature === undefined) return
    this.#natures ??= []
    this.#natures[this.#column] = nature
  }
}

function columnOf(reference: string): number {
  let column = 0
  for (let at = 0; at < reference.length; at++) {
    const code = reference.charCodeAt(at)
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
  }
  return column - 1
}

/** A number as people would write it: Excel stores some with an exponent or with the noise of binary fractions. */
function numberText(value: string): string {
  const number = Number(value)
  return Number.isSafeInteger(number) ? String(number) : value.trim()
}
