import type { Readable } from 'node:stream'
import type { Rows } from './csv-writer.ts'
import { type Language, type ReportRow, reportHead, reportTexts, type UploadShape } from './report-row.ts'
import { escapeXml } from './xml-text.ts'
import { type AddFile, zipStream } from './zip-stream.ts'

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
// Cells are texts (format 49) and stay so when someone edits them (quotePrefix): long codes whole, no formulas.
const styles = `${declaration}<styleSheet xmlns="${main}"><fonts count="1"><font/></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="49" applyNumberFormat="1" quotePrefix="1"/></cellXfs></styleSheet>`

/** The most rows of a sheet, its head included. */
export const sheetRows = 1_048_576

/** The report of a batch as XLSX: every cell a text; a further sheet where one is full. */
export function reportXlsx(rows: Rows<ReportRow>, shape: UploadShape, language: Language, limit = sheetRows): Readable {
  return zipStream((add) => addParts(add, new SheetSource(rows, shape, language, limit)))
}

async function addParts(add: AddFile, source: SheetSource): Promise<void> {
  let sheets = 0
  do {
    sheets++
    await add(`xl/worksheets/sheet${sheets}.xml`, source.sheet())
  } while (source.more)
  const each = (text: (sheet: number) => string) => Array.from({ length: sheets }, (_, index) => text(index + 1)).join('')
  await add('xl/workbook.xml', [
    `${declaration}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${each((n) => `<sheet name="Report ${n}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets></workbook>`,
  ])
  await add('xl/_rels/workbook.xml.rels', [
    `${declaration}<Relationships xmlns="${relations}">${each((n) => `<Relationship Id="rId${n}" Type="${office}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}<Relationship Id="styles" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
  ])
  await add('xl/styles.xml', [styles])
  await add('_rels/.rels', [
    `${declaration}<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ])
  await add('[Content_Types].xml', [
    `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/>${each((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${types}.worksheet+xml"/>`)}</Types>`,
  ])
}

/** Rows, cut into sheets. */
class SheetSource {
  /** Whether rows are left for another sheet. */
  more = true
  readonly #rows: AsyncIterator<readonly ReportRow[]>
  readonly #head: readonly string[]
  readonly #limit: number
  readonly #shape: UploadShape
  readonly #language: Language
  #left: readonly ReportRow[] = []

  constructor(rows: Rows<ReportRow>, shape: UploadShape, language: Language, limit: number) {
    this.#shape = shape
    this.#language = language
    this.#rows = rows[Symbol.asyncIterator]()
    this.#head = reportHead(shape, language)
    this.#limit = limit
  }

  async *sheet(): AsyncGenerator<string> {
    let whole = false
    try {
      yield `${declaration}<worksheet xmlns="${main}"><cols><col min="1" max="${this.#head.length}" width="24" customWidth="1"/></cols><sheetData>${rowXml(this.#head, 1)}`
      let line = 1
      await this.#fill()
      while (this.more && line < this.#limit) {
        const chunk = this.#left.slice(0, this.#limit - line)
        this.#left = this.#left.slice(chunk.length)
        yield chunk.map((row) => rowXml(reportTexts(row, this.#shape, this.#language), ++line)).join('')
        await this.#fill()
      }
      whole = true
      yield '</sheetData></worksheet>'
    } finally {
      if (!whole) await this.#rows.return?.()
    }
  }

  async #fill(): Promise<void> {
    while (this.more && this.#left.length === 0) {
      const { done, value } = await this.#rows.next()
      if (done) this.more = false
      else this.#left = value
    }
  }
}

function rowXml(texts: readonly string[], line: number): string {
  const cells = texts.map((text, column) =>
    text === ''
      ? ''
      : `<c r="${columnName(column)}${line}" s="1" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`,
  )
  return `<row r="${line}">${cells.join('')}</row>`
}

/** The letters of a column: A, Z, AA. */
function columnName(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : columnName(Math.floor(column / 26) - 1) + last
}
