import { BatchFileError } from './batch-file-error.ts'
import { openCsv } from './csv-table.ts'
import { type Header, readHeader } from './header.ts'
import type { InspectedFile } from './inspect-file.ts'
import { isBlank, type RawRow, type Table } from './raw-row.ts'
import { type BatchRow, RowReader } from './row-reader.ts'
import { openWorkbook, type Workbook } from './workbook.ts'

/** A batch file whose head has been read. */
export interface BatchFile extends AsyncDisposable {
  /** Names of columns that mean nothing here and are not kept. */
  readonly ignored_columns: readonly string[]
  /** Judged rows in the order of the file, about a thousand at a time; once. Ends in a `BatchFileError` when there are none. */
  readonly rows: AsyncGenerator<readonly BatchRow[]>
}

/**
 * Opens a file that was inspected and reads its head; throws `BatchFileError` when it cannot be a batch.
 *
 * ```ts
 * await using file = await openBatchFile(path, await inspectFile(path))
 * for await (const rows of file.rows) await store(rows)
 * ```
 */
export async function openBatchFile(path: string, inspected: InspectedFile): Promise<BatchFile> {
  if (inspected.format === 'csv') return openTable(openCsv(path, inspected))
  const workbook = await openWorkbook(path)
  try {
    return await openSheet(workbook)
  } catch (error) {
    await workbook[Symbol.asyncDispose]()
    throw error
  }
}

/** The first sheet whose head is right; when none is, what is wrong with the first on which anything stands. */
async function openSheet(workbook: Workbook): Promise<BatchFile> {
  let fault = new BatchFileError('empty_file')
  for (const sheet of workbook.sheets) {
    try {
      return await openTable(await workbook.open(sheet), workbook)
    } catch (error) {
      if (!(error instanceof BatchFileError)) throw error
      if (fault.fault === 'empty_file') fault = error
    }
  }
  throw fault
}

async function openTable(table: Table, owner?: AsyncDisposable): Promise<BatchFile> {
  try {
    return fileOf(table, await findHead(table), owner)
  } catch (error) {
    await table[Symbol.asyncDispose]()
    throw error
  }
}

interface Head {
  readonly header: Header
  readonly rest: readonly RawRow[]
}

/** The first row on which anything stands is the head. */
async function findHead(table: Table): Promise<Head> {
  for (;;) {
    const { done, value: rows } = await table.rows.next()
    if (done) throw new BatchFileError('empty_file')
    const at = rows.findIndex((row: RawRow) => !isBlank(row))
    const row: RawRow | undefined = rows[at]
    if (row !== undefined) return { header: readHeader(row), rest: rows.slice(at + 1) }
  }
}

function fileOf(table: Table, { header, rest }: Head, owner: AsyncDisposable | undefined): BatchFile {
  const rows = judged(table, header, rest)
  return {
    ignored_columns: header.ignored_columns,
    rows,
    async [Symbol.asyncDispose]() {
      await rows.return(undefined)
      await table[Symbol.asyncDispose]()
      await owner?.[Symbol.asyncDispose]()
    },
  }
}

async function* judged(table: Table, header: Header, rest: readonly RawRow[]): AsyncGenerator<readonly BatchRow[]> {
  const reader = new RowReader(header, table)
  let count = 0
  const first = reader.read(rest)
  count += first.length
  if (first.length > 0) yield first
  for await (const raw of table.rows) {
    const rows = reader.read(raw)
    count += rows.length
    if (rows.length > 0) yield rows
  }
  if (count === 0) throw new BatchFileError('no_rows')
}
