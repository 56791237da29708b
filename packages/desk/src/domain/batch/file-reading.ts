import { type Encoding, nameOfEncoding } from '../../files/encoding.ts'
import { type FileNote, noteWords } from '../../files/file-note.ts'
import type { Batch } from '../../store/batches.ts'
import type { Context } from '../context.ts'

/** How a batch's file was read. */
export interface FileReading {
  /** The head as it is in the file. */
  readonly head: readonly string[]
  /** How many cells its longest row has, the head included. */
  readonly width: number
  /** Of a workbook. */
  readonly sheet?: string
  /** Of a CSV file. */
  readonly encoding?: Encoding
  readonly ignored_columns: readonly string[]
  readonly notes: readonly FileNote[]
  /** How many rows have warnings. */
  readonly warning_count: number
}

type Vault = Pick<Context, 'vault'>

const associatedData = (batch_id: string) => `file ${batch_id}`

/** Encrypts how a file was read: heads and samples may name people. */
export function sealReading({ vault }: Vault, batch_id: string, reading: FileReading): string {
  return vault.encrypt(JSON.stringify(reading), associatedData(batch_id))
}

/** How the file of a stored batch was read; empty once purged. */
export function readingOf({ vault }: Vault, { batch_id, file_reading }: Pick<Batch, 'batch_id' | 'file_reading'>): FileReading {
  if (file_reading === null) return { head: [], width: 0, ignored_columns: [], notes: [], warning_count: 0 }
  const reading: FileReading = JSON.parse(vault.decrypt(file_reading, associatedData(batch_id)))
  return reading
}

/** The file of a batch in one line, with its sheet or its encoding: `members.xlsx [Sheet1]`, `members.csv (GBK)`. */
export function fileLine(file_name: string, { sheet, encoding }: FileReading): string {
  if (sheet !== undefined) return `${file_name} [${sheet}]`
  return encoding === undefined ? file_name : `${file_name} (${nameOfEncoding(encoding)})`
}

/** How a file was read, as the API shows it. */
export function viewReading({ sheet, encoding, ignored_columns, notes, warning_count }: FileReading) {
  return {
    ...(sheet !== undefined && { sheet }),
    ...(encoding !== undefined && { encoding }),
    ignored_columns: [...ignored_columns],
    notes: notes.map((note) => ({ ...note, message: noteWords(note) })),
    warning_count,
  }
}
