import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify/sync'
import { consentHead, consentTexts, type EvidenceRow } from './evidence-row.ts'
import { guardFormula } from './formula-guard.ts'
import { type Language, type ReportRow, reportHead, reportTexts, type UploadShape } from './report-row.ts'

/** Rows as they come from a store: some at a time. */
export type Rows<T> = AsyncIterable<readonly T[]>

/** The report of a batch as CSV that spreadsheets open well: UTF-8 with its mark, CRLF, no formulas; the upload as it is, and the results. */
export function reportCsv(rows: Rows<ReportRow>, shape: UploadShape, language: Language): Readable {
  return csvStream(reportHead(shape, language), rows, (row) => reportTexts(row, shape, language))
}

/** Rows as they were uploaded, ready to be uploaded again: reading them gives the same cells. */
export function uploadCsv(rows: Rows<Pick<ReportRow, 'texts'>>, { head }: UploadShape): Readable {
  return csvStream(head, rows, ({ texts }) => [...texts])
}

/** The consents of a batch's rows, one a line of its file. */
export function consentsCsv(rows: Rows<EvidenceRow>, language: Language): Readable {
  return csvStream(consentHead(language), rows, consentTexts)
}

/** What is wrong with a cell, or suspected. */
export interface CellFault {
  readonly line: number
  readonly column: string
  /** What is in the cell. */
  readonly text: string
  readonly suspected: boolean
  readonly message: string
}

const faultHeads = {
  'zh-CN': { head: ['行', '列', '内容', '类别', '问题'], fault: '错误', suspected: '疑似' },
  en: { head: ['Line', 'Column', 'Text', 'Kind', 'What is wrong'], fault: 'fault', suspected: 'suspected' },
} as const satisfies Readonly<Record<Language, object>>

/** Faults of cells, one a line. */
export function faultsCsv(rows: Rows<CellFault>, language: Language): Readable {
  const { head, fault, suspected } = faultHeads[language]
  return csvStream(head, rows, (row) => [String(row.line), row.column, row.text, row.suspected ? suspected : fault, row.message])
}

/** Records as CSV text, without a head. */
export function csvText(records: readonly (readonly string[])[]): string {
  return stringify(
    records.map((record) => record.map(guardFormula)),
    // A line break alone would otherwise stand bare in a file of CRLF lines.
    { record_delimiter: 'windows', quoted_match: /[\r\n]/ },
  )
}

function csvStream<T>(head: readonly string[], rows: Rows<T>, texts: (row: T) => string[]): Readable {
  return Readable.from(csvPieces(head, rows, texts), { objectMode: false })
}

async function* csvPieces<T>(head: readonly string[], rows: Rows<T>, texts: (row: T) => string[]): AsyncGenerator<string> {
  yield `\uFEFF${csvText([head])}`
  for await (const chunk of rows) if (chunk.length > 0) yield csvText(chunk.map(texts))
}
