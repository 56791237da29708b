import { pipeline } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { BatchFileError } from './batch-file-error.ts'
import { bytesOf } from './file-bytes.ts'
import type { InspectedCsv, InspectedFile } from './inspect-file.ts'
import { fileLimits } from './limit.ts'
import { chunkRows, type RawRow, type Table } from './raw-row.ts'

const fileChunk = 1 << 18

/** A CSV file as rows. */
export function openCsv(fd: number, file: InspectedCsv & Pick<InspectedFile, 'bytes'>): Table {
  const position = { bytes: 0 }
  const rows = readRows(fd, file, position)
  return {
    rows,
    share: () => (file.bytes === 0 ? 1 : position.bytes / file.bytes),
    date_shift: 0,
    shiftable: true,
    hidesColumn: () => false,
    async [Symbol.asyncDispose]() {
      await rows.return(undefined)
    },
  }
}

interface Position {
  bytes: number
}

async function* readRows(
  fd: number,
  { encoding, separator, declared }: InspectedCsv,
  position: Position,
): AsyncGenerator<readonly RawRow[]> {
  const parser = parse({
    bom: true,
    delimiter: separator,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    // A quotation mark without its partner would gather the rest of the file into one cell.
    max_record_size: fileLimits.line_text,
    from_line: declared ? 2 : 1,
  })
  // What fails on the way reaches the reader through the parser.
  const arrived = () => undefined
  const bytes = counted(bytesOf(fd, fileChunk), position)
  pipeline(encoding === 'utf-8' ? shortLines(bytes) : shortLines(decode(bytes, encoding)), parser, arrived)
  const records: AsyncIterable<readonly string[]> = parser
  let line = 0
  let chunk: RawRow[] = []
  try {
    for await (const texts of records) {
      line++
      if (texts.length > fileLimits.columns) throw new BatchFileError('too_many_columns', { line })
      if (texts.some((text) => text.length > fileLimits.cell_text)) throw new BatchFileError('cell_too_long', { line })
      chunk.push({ line, texts })
      if (chunk.length < chunkRows) continue
      yield chunk
      chunk = []
    }
  } catch (error) {
    // The parser's error holds the row itself, so only its number goes on.
    if (error instanceof CsvError) throw new BatchFileError('quote_damaged', { line: Number(error.records) + 1 })
    throw error
  }
  yield chunk
}

async function* counted(bytes: AsyncIterable<Buffer>, position: Position): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    yield chunk
    position.bytes += chunk.length
  }
}

/** Bytes that the encoding cannot have become U+FFFD, which is a fault of the cell it is in. */
async function* decode(bytes: AsyncIterable<Buffer>, encoding: InspectedCsv['encoding']): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

/** Lets no line through that would be gathered for long: the parser counts the texts of a record, and not its separators. */
async function* shortLines(pieces: AsyncIterable<Buffer | string>): AsyncGenerator<Buffer | string> {
  let held = 0
  for await (const piece of pieces) {
    const last = Math.max(piece.lastIndexOf('\n'), piece.lastIndexOf('\r'))
    const first = last < 0 ? piece.length : piece.indexOf(piece.includes('\n') ? '\n' : '\r')
    if (held + first > fileLimits.line_text) throw new BatchFileError('line_too_long')
    held = last < 0 ? held + piece.length : piece.length - last - 1
    yield piece
  }
}
