import { type BatchColumn, batchColumns, columnNames, requiredColumns } from './batch-column.ts'
import { BatchFileError } from './batch-file-error.ts'
import type { RawRow } from './raw-row.ts'

/** The head of a file: where its columns stand. */
export interface Header {
  readonly line: number
  /** The place of each column; -1 for one that the file does not have. */
  readonly places: Readonly<Record<BatchColumn, number>>
  /** How many cells the head has. */
  readonly width: number
  /** Names of columns that mean nothing here and are not kept, at most 100. */
  readonly ignored_columns: readonly string[]
  /** The head as it is in the file. */
  readonly texts: readonly string[]
}

const ignoredLimit = 100
const longestName = 200
const byName = new Map(batchColumns.flatMap((column) => [column, ...columnNames[column]].map((name) => [nameKey(name), column] as const)))

/** The column that a name at the head of a file means. */
export function nameOf(text: string): BatchColumn | undefined {
  return text.length > longestName ? undefined : byName.get(nameKey(text))
}

/** Finds the columns in the first row of a file. */
export function readHeader({ line, texts }: RawRow): Header {
  const places = new Map<BatchColumn, number>()
  const ignored: string[] = []
  for (const [place, text = ''] of texts.entries()) {
    const column = nameOf(text)
    if (column === undefined) {
      if (text.trim() !== '' && ignored.length < ignoredLimit) ignored.push(text.trim().slice(0, 64))
    } else if (places.has(column)) throw new BatchFileError('header_column_twice', { field: column, line })
    else places.set(column, place)
  }
  const missing = requiredColumns.find((column) => !places.has(column))
  if (missing !== undefined) throw new BatchFileError('header_missing_column', { field: missing, issue: columnNames[missing][0], line })
  const place = (column: BatchColumn) => places.get(column) ?? -1
  return {
    line,
    places: {
      card_id: place('card_id'),
      user_card_code: place('user_card_code'),
      openid: place('openid'),
      invalid_reason: place('invalid_reason'),
      consent_channel: place('consent_channel'),
      told_at: place('told_at'),
      agreed_at: place('agreed_at'),
      consent_reference: place('consent_reference'),
      consent_told_by: place('consent_told_by'),
      consent_expressed: place('consent_expressed'),
      consent_agreed_by: place('consent_agreed_by'),
      consent_language: place('consent_language'),
    },
    width: texts.length,
    ignored_columns: ignored,
    texts: Array.from(texts, (text = '') => text),
  }
}

// A number, a star, a colon or a bracketed hint beside a name, as forms have them, is no part of it; nor are blanks, lines and case.
function nameKey(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/^\s*\d+\s*[.、)]|\(.*\)|\[.*\]|【.*】|〔.*〕|\{.*\}|[*:'"`“”‘’\s\p{Cf}_-]/gsu, '')
    .toLowerCase()
}
