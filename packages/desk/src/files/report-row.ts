import { type BatchColumn, batchColumns, type Cells, headOf } from './batch-column.ts'
import { outcomeText } from './outcome-words.ts'

/** Languages of what we write. */
export type Language = 'zh-CN' | 'en'

/** What became of one row of a batch, in the words that go into files. */
export interface ReportRow {
  readonly line: number
  /** Every cell as it was uploaded. */
  readonly texts: readonly string[]
  readonly cells: Cells
  /** The name of the state that the row is in. */
  readonly outcome_code: string
  readonly code: string
  readonly message: string
  readonly warning: string
  readonly invalid_time: string
  readonly request_id: string
  readonly invalidation_id: string
  /** The file that the row is from, with its sheet or encoding. */
  readonly file: string
  /** What is worth knowing about the file; of its first row alone. */
  readonly file_notes: string
}

/** The shape of an upload: its head, and how many cells its longest row has. */
export interface UploadShape {
  readonly head: readonly string[]
  readonly width: number
}

const resultHeads = {
  line: '原文件行号',
  outcome: '处理结果',
  outcome_code: '处理结果代码',
  code: '错误码',
  message: '结果说明',
  warning: '疑似问题',
  invalid_time: '失效时间',
  request_id: 'Request-ID',
  invalidation_id: '记录编号',
  file: '来源文件',
  file_notes: '读取说明',
} as const satisfies Partial<Readonly<Record<keyof ReportRow | 'outcome', string>>>

type ResultColumn = keyof typeof resultHeads

/** Columns of a report that the upload did not have. */
export const resultColumns: readonly ResultColumn[] = [
  'line',
  'outcome',
  'outcome_code',
  'code',
  'message',
  'warning',
  'invalid_time',
  'request_id',
  'invalidation_id',
  'file',
  'file_notes',
]

/** The head of a report: the upload's as it is, and the results under names that it does not have. */
export function reportHead(shape: UploadShape, language: Language): string[] {
  const taken = new Set(shape.head.map(sameName))
  const free = (name: string, number = 1): string => {
    const text = number === 1 ? name : `${name} ${number}`
    return taken.has(sameName(text)) ? free(name, number + 1) : text
  }
  return [...filled(shape.head, shape.width), ...resultColumns.map((column) => free(language === 'en' ? column : resultHeads[column]))]
}

/** Spreadsheets take two heads for one whatever their case. */
function sameName(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase()
}

/** The head of a file to upload. */
export function uploadHead(language: Language): string[] {
  return batchColumns.map((column: BatchColumn) => headOf(column, language))
}

/** The texts of a row of a report, in the order of its head. */
export function reportTexts(row: ReportRow, { width }: UploadShape, language: Language): string[] {
  const shown = { ...row, outcome: outcomeText(row.outcome_code, language) }
  return [...filled(row.texts, width), ...resultColumns.map((column) => String(shown[column]))]
}

function filled(texts: readonly string[], width: number): string[] {
  return Array.from({ length: Math.max(width, texts.length) }, (_, place) => texts[place] ?? '')
}
