import { execFileSync } from 'node:child_process'
import { createWriteStream, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { BatchFileError } from '../src/files/batch-file-error.ts'
import { FileReader, type ReaderLimits } from '../src/files/file-reader.ts'
import type { BatchRow } from '../src/files/row-reader.ts'
import { Folder, frame, given, head, line, readAll, rowXml, sheetXml } from './fixtures/batch-files.ts'

const folder = new Folder()
afterAll(() => folder[Symbol.dispose]())

/** Reads a file on its thread; the fault that it is refused with, or its rows. */
async function read(path: string, limits?: ReaderLimits): Promise<string | BatchRow[]> {
  await using handle = await open(path)
  await using reader = new FileReader(handle.fd, limits)
  try {
    await reader.inspect()
    await reader.open()
    const rows: BatchRow[] = []
    for await (const chunk of reader.rows()) rows.push(...chunk)
    return rows
  } catch (error) {
    if (error instanceof BatchFileError) return error.definition.code
    throw error
  }
}

async function* repeated(piece: string, times: number, before: string, after: string): AsyncGenerator<Buffer> {
  yield Buffer.from(before)
  const block = Buffer.from(piece.repeat(10_000))
  for (let done = 0; done < times; done += 10_000) yield block
  yield Buffer.from(after)
}

/** A workbook whose sheet repeats a piece, written without being held. */
async function bomb(
  piece: string,
  times: number,
  { before = '<worksheet><sheetData><row r="1"><c>', after = '', level = 9 } = {},
): Promise<string> {
  const { Readable } = await import('node:stream')
  const zip = new ZipFile()
  for (const [name, text] of Object.entries(frame(''))) if (name !== 'xl/worksheets/s.xml') zip.addBuffer(Buffer.from(text), name)
  zip.addReadStream(Readable.from(repeated(piece, times, before, after)), 'xl/worksheets/s.xml', { compressionLevel: level })
  zip.end()
  const path = join(folder.path, 'bomb.xlsx')
  await pipeline(zip.outputStream, createWriteStream(path))
  return path
}

describe('files that nobody makes in earnest are refused by the limit that they pass', () => {
  test('millions of tags inside of each other, in a file of a few KB', async () => {
    const path = await bomb('<a>', 8_000_000)
    expect(statSync(path).size).toBeLessThan(70_000)
    expect(await read(path)).toBe('COMPRESSED_TOO_MUCH')
  })

  test('the same in a file that is hardly compressed', async () =>
    expect(await read(await bomb('<a>', 1_000_000, { level: 0 }))).toBe('TAGS_TOO_DEEP'))

  test('one cell that unfolds without end', async () => {
    const before = '<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>'
    expect(await read(await bomb('x', 4_000_000, { before }))).toBe('MARKUP_TOO_LONG')
    expect(await read(await bomb('x&amp;<![CDATA[y]]>', 500_000, { before }))).toBe('CELL_TOO_LONG')
    expect(await read(await bomb('x', 48_000_000, { before }))).toBe('COMPRESSED_TOO_MUCH')
  })

  test('a comment, an attribute, or a declaration without end', async () => {
    expect(await read(await bomb('<!-- ', 2_000_000, { before: '<worksheet>' }))).toMatch(/WORKBOOK_DAMAGED|MARKUP_TOO_LONG/)
    expect(await read(await bomb('- x ', 2_000_000, { before: '<worksheet><!--' }))).toBe('MARKUP_TOO_LONG')
    expect(await read(await bomb('x', 2_000_000, { before: '<worksheet a="' }))).toBe('MARKUP_TOO_LONG')
  })

  test('a tag of many attributes', async () => {
    const attributes = Array.from({ length: 300 }, (_, at) => `a${at}=""`).join(' ')
    expect(await read(await bomb('x', 1, { before: `<worksheet ${attributes}><v>` }))).toBe('TOO_MANY_ATTRIBUTES')
  })

  test('a document type, whatever it declares', async () => {
    const before = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><worksheet><sheetData><row><c><v>&b;'
    expect(await read(await bomb('x', 1, { before }))).toBe('DOCUMENT_TYPE')
  })

  test('more parts than a workbook has', async () => {
    const zip = new ZipFile()
    for (let part = 0; part <= 10_000; part++) zip.addBuffer(Buffer.alloc(0), `p${part}`, { compress: false })
    zip.end()
    const path = join(folder.path, 'parts.xlsx')
    await pipeline(zip.outputStream, createWriteStream(path))
    expect(await read(path)).toBe('TOO_MANY_PARTS')
  })

  test('a cell in a column that nobody reaches', async () => {
    const row = `${rowXml(1, head.split(','))}<row r="2"><c r="ZZZ2" t="str"><v>x</v></c></row>`
    expect(await read(await bomb('', 0, { before: sheetXml(row) }))).toBe('WORKBOOK_DAMAGED')
    expect(await read(await bomb('', 0, { before: sheetXml(row.replace('ZZZ2', 'XFD2')) }))).toBe('TOO_MANY_COLUMNS')
  })

  test('millions of commas, of columns, of empty lines, and a cell of any length', async () => {
    expect(await read(folder.write('a.csv', `${head}\n${','.repeat(4_000_000)}\n`))).toBe('LINE_TOO_LONG')
    expect(await read(folder.write('a.csv', `${','.repeat(4_000_000)}`))).toBe('LINE_TOO_LONG')
    expect(await read(folder.write('a.csv', `${head}\n${','.repeat(2000)}\n`))).toBe('TOO_MANY_COLUMNS')
    expect(await read(folder.write('a.csv', `${head}\n${',"\n"'.repeat(500_000)}\n`))).toBe('TOO_MANY_COLUMNS')
    expect(await read(folder.write('a.csv', `${head}\n${'\n'.repeat(1_000_000)}${line}\n`))).toBe('TOO_MANY_EMPTY_LINES')
    expect(await read(folder.write('a.csv', '\n'.repeat(1_000_000)))).toBe('TOO_MANY_EMPTY_LINES')
    expect(await read(folder.write('a.csv', `${head}\n${','.repeat(7)}${'x'.repeat(40_000)}\n`))).toBe('CELL_TOO_LONG')
  })
})

describe('the thread that reads', () => {
  test('runs out of memory, and the process lives', async () => {
    // Half a million cells in one record, which is below the limit of its characters.
    const path = folder.write('wide.csv', `${head}\n${',"\n"'.repeat(500_000)}\n`)
    const small = folder.write('small.csv', `${head}\n${`${line}\n`.repeat(20_000)}`)
    expect(await read(path, { memory_mib: 12 })).toBe('READING_MEMORY')
    expect(await read(small)).toHaveLength(20_000)
  })

  test('is ended when it makes no progress', async () => {
    // Nobody ever writes to this pipe, so that reading from it never ends.
    const path = join(folder.path, 'pipe')
    execFileSync('mkfifo', [path])
    await using writer = await open(path, 'r+')
    await using reader = new FileReader(writer.fd, { step_ms: 50 })
    await expect(reader.inspect()).rejects.toMatchObject({ definition: { code: 'READING_TIME' } })
    await expect(reader.open()).rejects.toMatchObject({ definition: { code: 'READING_TIME' } })
  })

  test('reads the same as this one does', async () => {
    for (const path of [
      given('hidden-rows.xlsx'),
      given('part-names-1.xlsx'),
      folder.write('a.csv', `${head}\n${`${line}\n`.repeat(2000)}`),
    ])
      expect(await read(path)).toEqual((await readAll(path)).rows.map((row) => JSON.parse(JSON.stringify(row))))
  })

  test('reads no more than one piece ahead of whoever takes the rows', async () => {
    const path = folder.write('a.csv', `${head}\n${`${line}\n`.repeat(20_000)}`)
    await using handle = await open(path)
    await using reader = new FileReader(handle.fd)
    await reader.inspect()
    await reader.open()
    for await (const rows of reader.rows()) {
      expect(rows.length).toBe(499)
      break
    }
    expect(reader.notes).toEqual([])
  })
})
