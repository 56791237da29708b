import { type BatchColumn, batchColumns, type Cells, headOf } from './batch-column.ts'

/** Languages of what we write. */
export type FileLanguage = 'zh-CN' | 'en'

/** What became of one row of a batch, in the words that go into files. */
export interface ReportRow {
  readonly line: number
  readonly cells: Cells
  readonly outcome: string
  readonly code: string
  readonly message: string
  readonly invalid_time: string
  readonly request_id: string
  readonly record_id: string
}

const resultHeads = {
  outcome: '处理结果',
  code: '错误码',
  message: '结果说明',
  invalid_time: '失效时间',
  request_id: 'Request-ID',
  record_id: '记录编号',
} as const satisfies Partial<Readonly<Record<keyof ReportRow, string>>>

type ResultColumn = keyof typeof resultHeads

/** Columns of a report that the upload did not have. */
export const resultColumns: readonly ResultColumn[] = ['outcome', 'code', 'message', 'invalid_time', 'request_id', 'record_id']

/** The head of a report: the upload's columns and the results. */
export function reportHead(language: FileLanguage): string[] {
  return [...uploadHead(language), ...resultColumns.map((column) => (language === 'en' ? column : resultHeads[column]))]
}

/** The head of a file to upload. */
export function uploadHead(language: FileLanguage): string[] {
  return batchColumns.map((column: BatchColumn) => headOf(column, language))
}

/** The texts of a row of a report, in the order of its head. */
export function reportTexts(row: ReportRow): string[] {
  return [...uploadTexts(row), ...resultColumns.map((column) => row[column])]
}

/** The texts of a row as they were uploaded. */
export function uploadTexts({ cells }: Pick<ReportRow, 'cells'>): string[] {
  return batchColumns.map((column) => cells[column])
}
