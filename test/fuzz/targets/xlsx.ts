import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { ZipFile } from 'yazl'
import { card, frame, head, member, rowXml, sheetXml } from '../../../packages/desk/test/fixtures/batch-files.ts'
import { BatchFileReads } from '../batch-file-reads.ts'
import { bytesOf, changedBy, mutated } from '../mutate.ts'
import type { Target } from '../target.ts'

const columns = head.split(',').slice(0, 4)
const rows = rowXml(1, columns) + rowXml(2, [card, '478515832665', member, '用户申请退会'])
const shared = `<sst>${[...columns, card, '478515832665', member, 'x'].map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`
const byIndex = [0, 1].map(
  (row) =>
    `<row r="${row + 1}">${[0, 1, 2, 3].map((at) => `<c r="${'ABCD'[at]}${row + 1}" t="s"><v>${row * 4 + at}</v></c>`).join('')}</row>`,
)
const styles =
  '<styleSheet><numFmts count="1"><numFmt numFmtId="164" formatCode="0.00E+00"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs></styleSheet>'
const books = [
  frame(sheetXml(rows)),
  frame(sheetXml(byIndex.join('')), { 'xl/sharedStrings.xml': shared, 'xl/styles.xml': styles }),
  frame(sheetXml(rows, '<cols><col min="5" max="6" hidden="1"/></cols>', '<mergeCells><mergeCell ref="A3:B4"/></mergeCells>')),
]
const words = [
  '<c t="s"><v>',
  '</row>',
  '<row r="',
  'r:id="',
  '&amp;',
  '_x000D_',
  '<![CDATA[',
  '<!--',
  '<!DOCTYPE x [<!ENTITY a "b">]>',
  'hidden="1"',
  '1048577',
]

/** Of a workbook: the names of its parts in a row, and one part at a time that is changed before the archive is written. */
const changedParts = fc
  .constantFrom(...books)
  .chain((book) =>
    fc
      .constantFrom(...Object.keys(book))
      .chain((name) =>
        changedBy(fc.constant(bytesOf(book[name] ?? '')), Object.values(book).map(bytesOf), words).map(
          (part) => [book, name, part] as const,
        ),
      ),
  )

async function zipped(book: Readonly<Record<string, string>>, changed = '', part = new Uint8Array()): Promise<Uint8Array<ArrayBuffer>> {
  const zip = new ZipFile()
  // One date, so that a seed makes the same bytes.
  for (const [name, text] of Object.entries(book))
    zip.addBuffer(name === changed ? Buffer.from(part) : Buffer.from(text), name, {
      mtime: new Date(2026, 0),
      compress: name.endsWith('s.xml'),
    })
  zip.end()
  return new Uint8Array(await buffer(zip.outputStream))
}

const archives = await Promise.all(books.map((book) => zipped(book)))
const prefix = bytesOf('parts ')

/** A batch file that is a workbook. */
export const xlsx: Target = {
  name: 'xlsx',
  inputs: fc.oneof(
    mutated(archives, ['PK\u0001\u0002', 'PK\u0005\u0006', 'xl/workbook.xml', '../', '\uffff\uffff']),
    changedParts.map(([book, name, part]) =>
      Uint8Array.from([...prefix, ...bytesOf(JSON.stringify([books.indexOf(book), name])), 0, ...part]),
    ),
  ),
  open: (folder) => {
    const files = new BatchFileReads(folder)
    return async (input) => files.read(await archiveOf(input))
  },
}

// An input that begins as no archive says which part of which workbook is to be another.
async function archiveOf(input: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const text = Buffer.from(input)
  const end = text.indexOf(0)
  if (!text.subarray(0, prefix.length).equals(prefix) || end < 0) return input
  const [at, name]: [number, string] = JSON.parse(text.toString('utf8', prefix.length, end))
  return zipped(books[at] ?? {}, name, input.subarray(end + 1))
}
