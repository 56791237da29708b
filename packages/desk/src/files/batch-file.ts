import type { BatchColumn } from './batch-column.ts'
import { BatchFileError } from './batch-file-error.ts'
import { openCsv } from './csv-table.ts'
import type { FileNote } from './file-note.ts'
import { encodingNotes, sheetNotes, takenOffNotes } from './file-notes-of.ts'
import { type Header, readHeader } from './header.ts'
import type { InspectedFile } from './inspect-file.ts'
import { fileLimits } from './limit.ts'
import { isBlank, type RawRow, type Table } from './raw-row.ts'
import { type BatchRow, RowReader } from './row-reader.ts'
import type { Sheet, Workbook } from './workbook.ts'

/** How a file is to be read. */
export interface ReadOptions {
  /** Whether rows, columns and sheets are taken that people do not see; `refuse` by default. */
  readonly hidden?: 'take' | 'refuse' | undefined
  /** The name of the sheet that is meant; the only list unless given. */
  readonly sheet?: string | undefined
}

/** A batch file whose head has been read. */
export interface BatchFile extends AsyncDisposable {
  /** The head as it is in the file. */
  readonly head: readonly string[]
  /** The sheet that is read. */
  readonly sheet?: string
  /** Names of columns that mean nothing here. */
  readonly ignored_columns: readonly string[]
  /** Judged rows in the order of the file, about a thousand at a time; once. Ends in a `BatchFileError` when there are none. */
  readonly rows: AsyncGenerator<readonly BatchRow[]>
  /** Which share of the file has been read, from 0 to 1. */
  share(): number
  /** What is worth knowing about the file; whole when its rows have been read. */
  notes(): FileNote[]
}

/**
 * Opens a file that was inspected and reads its head; throws `BatchFileError` when it cannot be a batch. The file stays open.
 *
 * ```ts
 * await using file = await openBatchFile(fd, await inspectFile(fd))
 * for await (const rows of file.rows) await store(rows)
 * ```
 */
export async function openBatchFile(fd: number, inspected: InspectedFile, options: ReadOptions = {}): Promise<BatchFile> {
  if (inspected.format === 'csv') {
    const file = await openTable(openCsv(fd, inspected), options)
    const notes = () => [...encodingNotes(inspected, file.sample), ...takenOffNotes(file.reader)]
    return { ...file, notes }
  }
  // What reads workbooks is loaded when there is one: most files have none, and each has a thread of its own that loads what it needs.
  const { openWorkbook } = await import('./workbook.ts')
  const workbook = await openWorkbook(fd)
  try {
    const { sheet, file } = await openSheet(workbook, options)
    return {
      ...file,
      sheet: sheet.name,
      notes: () => [...sheetNotes(workbook.sheets, sheet), ...takenOffNotes(file.reader)],
      async [Symbol.asyncDispose]() {
        await file[Symbol.asyncDispose]()
        workbook[Symbol.dispose]()
      },
    }
  } catch (error) {
    workbook[Symbol.dispose]()
    throw error
  }
}

interface OpenTable extends Omit<BatchFile, 'notes'> {
  readonly reader: RowReader
  readonly sample: readonly string[]
}

interface OpenSheet {
  readonly sheet: Sheet
  readonly file: OpenTable
}

/** The sheet that is named, or the only visible one whose head is right; when none is, what is wrong with the first that is not empty. */
async function openSheet(workbook: Workbook, options: ReadOptions): Promise<OpenSheet> {
  const { sheets } = workbook
  const { sheet: wanted, hidden } = options
  if (wanted !== undefined) {
    const sheet = sheets.find(({ name }) => name === wanted) ?? sheets.find(({ name }) => sameName(name, wanted))
    if (sheet === undefined) throw new BatchFileError('sheet_unknown', { field: 'sheet', issue: namesOf(sheets) })
    if (sheet.hidden && hidden !== 'take') throw new BatchFileError('sheet_hidden', { field: 'sheet', issue: sheet.name })
    return { sheet, file: await openTable(await workbook.open(sheet), options) }
  }
  const visible = await openLists(
    workbook,
    sheets.filter((sheet) => !sheet.hidden),
    options,
  )
  if (visible.lists.length > 1) {
    await closeAll(visible.lists)
    throw new BatchFileError('sheet_needed', { field: 'sheet', issue: namesOf(visible.lists.map(({ sheet }) => sheet)) })
  }
  const [list] = visible.lists
  if (list !== undefined) return list
  const unseen = await openLists(
    workbook,
    sheets.filter((sheet) => sheet.hidden),
    { ...options, hidden: 'take' },
  )
  await closeAll(unseen.lists)
  const [found] = unseen.lists
  if (found !== undefined) throw new BatchFileError('sheet_hidden', { field: 'sheet', issue: found.sheet.name })
  throw visible.fault
}

/** Opens those sheets whose heads are right. */
async function openLists(workbook: Workbook, sheets: readonly Sheet[], options: ReadOptions) {
  let fault = new BatchFileError('empty_file')
  const lists: OpenSheet[] = []
  try {
    for (const sheet of sheets) {
      try {
        lists.push({ sheet, file: await openTable(await workbook.open(sheet), options) })
      } catch (error) {
        if (!(error instanceof BatchFileError) || !isNoList(error)) throw error
        if (fault.kind === 'empty_file') fault = error
      }
    }
  } catch (error) {
    await closeAll(lists)
    throw error
  }
  return { lists, fault }
}

// A sheet beside the list may be anything; one that hides a column of a list, or cannot be read, is not passed over.
function isNoList({ kind }: BatchFileError): boolean {
  return kind === 'empty_file' || kind === 'header_missing_column'
}

async function closeAll(lists: readonly OpenSheet[]): Promise<void> {
  for (const { file } of lists) await file[Symbol.asyncDispose]()
}

function sameName(a: string, b: string): boolean {
  const key = (name: string) => name.normalize('NFKC').trim().toLowerCase()
  return key(a) === key(b)
}

function namesOf(sheets: readonly Sheet[]): string {
  return sheets.map(({ name }) => name).join(', ')
}

async function openTable(table: Table, options: ReadOptions): Promise<OpenTable> {
  try {
    const { header, rest } = await findHead(table)
    if (options.hidden !== 'take') refuseHiddenColumns(table, header)
    return fileOf(table, header, rest, options)
  } catch (error) {
    await table[Symbol.asyncDispose]()
    throw error
  }
}

/** The first row on which anything is written is the head. */
async function findHead(table: Table): Promise<{ header: Header; rest: readonly RawRow[] }> {
  for (let blank = 0; ; ) {
    const { done, value: rows } = await table.rows.next()
    if (done) throw new BatchFileError('empty_file')
    const at = rows.findIndex((row: RawRow) => !isBlank(row))
    const row: RawRow | undefined = rows[at]
    if (row !== undefined) return { header: readHeader(row), rest: rows.slice(at + 1) }
    blank += rows.length
    if (blank > fileLimits.empty_lines) throw new BatchFileError('too_many_empty_lines')
  }
}

function refuseHiddenColumns(table: Table, { places, line }: Header): void {
  for (const [column, place] of Object.entries(places))
    if (place >= 0 && table.hidesColumn(place)) throw new BatchFileError('column_hidden', { field: column, line })
}

const sampled: readonly BatchColumn[] = ['invalid_reason', 'consent_channel', 'consent_reference']
const sampleSize = 3
const sampleLength = 32

function fileOf(table: Table, header: Header, rest: readonly RawRow[], { hidden }: ReadOptions): OpenTable {
  const reader = new RowReader(header, table, { takeHidden: hidden === 'take' })
  const sample: string[] = []
  const addSample = (text: string) => {
    const short = text.slice(0, sampleLength)
    if (sample.length < sampleSize && /[^ -~]/.test(short) && !sample.includes(short)) sample.push(short)
  }
  const look = (rows: readonly BatchRow[]) => {
    if (sample.length < sampleSize) for (const { cells } of rows) for (const column of sampled) addSample(cells[column])
    return rows
  }
  const rows = judged(table, reader, rest, look)
  return {
    head: header.texts,
    ignored_columns: header.ignored_columns,
    rows,
    share: () => Math.min(1, table.share()),
    reader,
    sample,
    async [Symbol.asyncDispose]() {
      await rows.return(undefined)
      await table[Symbol.asyncDispose]()
    },
  }
}

async function* judged(
  table: Table,
  reader: RowReader,
  rest: readonly RawRow[],
  look: (rows: readonly BatchRow[]) => readonly BatchRow[],
): AsyncGenerator<readonly BatchRow[]> {
  let count = 0
  const read = (raw: readonly RawRow[]) => {
    const rows = look(reader.read(raw))
    if (reader.blank > fileLimits.empty_lines) throw new BatchFileError('too_many_empty_lines')
    count += rows.length
    return rows
  }
  const first = read(rest)
  if (first.length > 0) yield first
  for await (const raw of table.rows) {
    const rows = read(raw)
    if (rows.length > 0) yield rows
  }
  if (count === 0) throw new BatchFileError('no_rows')
}
