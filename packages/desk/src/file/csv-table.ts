import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { BatchFileError } from './batch-file-error.ts'
import type { Encoding, InspectedFile } from './inspect-file.ts'
import { chunkRows, type RawRow, type Table } from './raw-row.ts'

// A quotation mark without its partner would gather the rest of the file into one cell.
const recordBytes = 1 << 20
const fileChunk = 1 << 18

/** A CSV file as rows. */
export function openCsv(path: string, file: Extract<InspectedFile, { format: 'csv' }>): Table {
  const rows = readRows(path, file)
  return {
    rows,
    date_shift: 0,
    shiftable: true,
    async [Symbol.asyncDispose]() {
      await rows.return(undefined)
    },
  }
}

async function* readRows(
  path: string,
  { encoding, separator }: Extract<InspectedFile, { format: 'csv' }>,
): AsyncGenerator<readonly RawRow[]> {
  const parser = parse({
    bom: true,
    delimiter: separator,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    max_record_size: recordBytes,
  })
  // What fails on the way reaches the reader through the parser.
  const arrived = () => undefined
  const source = createReadStream(path, { highWaterMark: fileChunk })
  if (encoding === 'utf-8') pipeline(source, parser, arrived)
  else pipeline(source, (bytes: AsyncIterable<Buffer>) => decode(bytes, encoding), parser, arrived)
  const records: AsyncIterable<readonly string[]> = parser
  let line = 0
  let chunk: RawRow[] = []
  try {
    for await (const texts of records) {
      line++
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

async function* decode(bytes: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}
