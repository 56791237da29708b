import { type BatchColumn, batchColumns, type Cells, headOf } from './batch-column.ts'

/** Languages of what we write. */
export type FileLanguage = 'zh-CN' | 'en'

/** What became of one row of a batch, in the words that go into files. */
export interface ReportRow {
  readonly line: number
  /** Every cell as it was uploaded. */
  readonly texts: readonly string[]
  readonly cells: Cells
  readonly outcome: string
  readonly code: string
  readonly message: string
  readonly warning: string
  readonly invalid_time: string
  readonly request_id: string
  readonly record_id: string
}

/** The shape of an upload: its head, and how many cells its longest row has. */
export interface UploadShape {
  readonly head: readonly string[]
  readonly width: number
}

const resultHeads = {
  line: '原文件行号',
  outcome: '处理结果',
  code: '错误码',
  message: '结果说明',
  warning: '疑似问题',
  invalid_time: '失效时间',
  request_id: 'Request-ID',
  record_id: '记录编号',
} as const satisfies Partial<Readonly<Record<keyof ReportRow, string>>>

type ResultColumn = keyof typeof resultHeads

/** Columns of a report that the upload did not have. */
export const resultColumns: readonly ResultColumn[] = [
  'line',
  'outcome',
  'code',
  'message',
  'warning',
  'invalid_time',
  'request_id',
  'record_id',
]

/** The head of a report: the upload's as it is, and the results under names that it does not have. */
export function reportHead(shape: UploadShape, language: FileLanguage): string[] {
  const taken = new Set(shape.head)
  const free = (name: string, number = 1): string => {
    const text = number === 1 ? name : `${name} ${number}`
    return taken.has(text) ? free(name, number + 1) : text
  }
  return [...filled(shape.head, shape.width), ...resultColumns.map((column) => free(language === 'en' ? column : resultHeads[column]))]
}

/** The head of a file to upload. */
export function uploadHead(language: FileLanguage): string[] {
  return batchColumns.map((column: BatchColumn) => headOf(column, language))
}

/** The texts of a row of a report, in the order of its head. */
export function reportTexts(row: ReportRow, { width }: UploadShape): string[] {
  return [...filled(row.texts, width), ...resultColumns.map((column) => String(row[column]))]
}

function filled(texts: readonly string[], width: number): string[] {
  return Array.from({ length: Math.max(width, texts.length) }, (_, place) => texts[place] ?? '')
}
