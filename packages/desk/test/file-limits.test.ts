import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { fileLimits } from '../src/files/limit.ts'
import { card, Folder, frame, head, member, refusal, rowXml, saveParts, sheetXml } from './fixtures/batch-files.ts'

// The limits as they are would take files of gigabytes; what counts is that each of them ends the reading, and one less does not.
const usual = { ...fileLimits }
const small = { shared_texts: 10, unfolded_mib: 2, small_part_mib: 1, merged_ranges: 5, columns: 12, empty_lines: 7, parts: 8 }
beforeAll(() => void Object.assign(fileLimits, small))
afterAll(() => void Object.assign(fileLimits, usual))

const folder = new Folder()
afterAll(() => folder[Symbol.dispose]())

const names = head.split(',')
const one = [card, '478515832665', member, '退会']
const list = rowXml(1, names) + rowXml(2, one)
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const read = ['read', undefined]
/** A text that hardly compresses. */
const noise = (bytes: number) =>
  Array.from({ length: bytes / 8 }, (_, at) => ((at * 2_654_435_761) % 4_294_967_296).toString(16).padStart(8, '0')).join('')
const opened = async (parts: Readonly<Record<string, string>>) => refusal(await saveParts(folder, parts))

describe('a workbook is read up to each of its limits, and refused by name beyond it', () => {
  test('texts that its cells share', async () => {
    const shared = (count: number) => frame(sheetXml(list), { 'xl/sharedStrings.xml': `<sst>${'<si><t>x</t></si>'.repeat(count)}</sst>` })
    expect(await opened(shared(10))).toEqual(read)
    expect(await opened(shared(11))).toEqual(['TOO_MANY_TEXTS', undefined])
  })

  test('what all of its parts unfold to, each reading counted', async () => {
    const sheet = (bytes: number) => frame(sheetXml(list, `<!--${noise(bytes / 2)}-->`.repeat(2)))
    expect(await opened(sheet(600_000))).toEqual(read)
    // It is read once for merged cells and once for its rows.
    expect(await opened(sheet(1_200_000))).toEqual(['UNFOLDS_TOO_LARGE', undefined])
  })

  test('styles', async () => {
    const styled = (bytes: number) => {
      const links = `<Relationships><Relationship Id="b" Type="${office}/worksheet" Target="worksheets/s.xml"/><Relationship Id="d" Type="${office}/styles" Target="styles.xml"/></Relationships>`
      return frame(sheetXml(list), {
        'xl/_rels/workbook.xml.rels': links,
        'xl/styles.xml': `<styleSheet><!--${noise(bytes)}--></styleSheet>`,
      })
    }
    expect(await opened(styled(1_000_000))).toEqual(read)
    expect(await opened(styled(1_050_000))).toEqual(['PART_TOO_LARGE', undefined])
  })

  test('ranges of merged cells', async () => {
    const merged = (count: number) => {
      const ranges = Array.from({ length: count }, (_, at) => `<mergeCell ref="J${at + 9}:K${at + 9}"/>`).join('')
      return frame(sheetXml(list, '', `<mergeCells>${ranges}</mergeCells>`))
    }
    expect(await opened(merged(5))).toEqual(read)
    expect(await opened(merged(6))).toEqual(['TOO_MANY_MERGED', undefined])
  })

  test('columns in which anything is written', async () => {
    const wide = (count: number) => frame(sheetXml(rowXml(1, names) + rowXml(2, [...one, ...Array.from({ length: count - 4 }, () => 'x')])))
    expect(await opened(wide(8))).toEqual(read)
    expect(await opened(frame(sheetXml(rowXml(1, [...names, '', '', '', 'x']) + rowXml(2, one))))).toEqual(read)
    expect(await opened(wide(13))).toEqual(['TOO_MANY_COLUMNS', { line: 2 }])
    expect(await opened(frame(sheetXml(rowXml(1, [...names, '', '', '', '', 'x']) + rowXml(2, one))))).toEqual([
      'TOO_MANY_COLUMNS',
      { line: 1 },
    ])
  })

  test('rows: no more than a sheet has', async () => {
    expect(await opened(frame(sheetXml(list + rowXml(1_048_576, one))))).toEqual(read)
    expect(await opened(frame(sheetXml(list + rowXml(1_048_577, one))))).toEqual(['WORKBOOK_DAMAGED', { line: 2 }])
  })

  test('rows in which nothing is written', async () => {
    const blank = (count: number) => frame(sheetXml(list + Array.from({ length: count }, (_, at) => rowXml(at + 3, [' '])).join('')))
    expect(await opened(blank(7))).toEqual(read)
    expect(await opened(blank(8))).toEqual(['TOO_MANY_EMPTY_LINES', undefined])
  })

  test('parts', async () => {
    const many = (count: number) => frame(sheetXml(list), Object.fromEntries(Array.from({ length: count - 5 }, (_, at) => [`x${at}`, ''])))
    expect(await opened(many(8))).toEqual(read)
    expect(await opened(many(9))).toEqual(['TOO_MANY_PARTS', undefined])
  })
})

describe('a workbook that two programs would read in two ways is refused', () => {
  const cell = (place: string, text: string) => `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`
  test.each([
    ['a row that comes twice', list + rowXml(2, one), 2],
    ['rows that go back', rowXml(1, names) + rowXml(5, one) + rowXml(3, one), 5],
    ['a cell that comes twice', `${rowXml(1, names)}<row r="2">${cell('A2', card)}${cell('B2', '1')}${cell('B2', '2')}</row>`, 2],
    ['a cell that names another row', `${rowXml(1, names)}<row r="2">${cell('A9', card)}</row>`, 2],
  ])('%s', async (_, rows, line) => {
    expect(await opened(frame(sheetXml(rows)))).toEqual(['WORKBOOK_DAMAGED', { line }])
  })

  test('what programs keep for themselves behind the rows is no row', async () => {
    expect(await opened(frame(sheetXml(list, '', `<extLst><ext><row r="9">${cell('A9', 'x')}</row></ext></extLst>`)))).toEqual(read)
  })

  test('one changed byte of what is stored, by its sum', async () => {
    const bytes = await stored(frame(sheetXml(list)))
    expect(await refusal(folder.write('whole.xlsx', bytes))).toEqual(read)
    const at = bytes.indexOf('478515832665')
    bytes.write('9', at)
    expect(await refusal(folder.write('changed.xlsx', bytes))).toEqual(['WORKBOOK_DAMAGED', undefined])
  })

  test('an archive with a password is no table', async () => {
    const bytes = await stored(frame(sheetXml(list)), true)
    for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 1))
      bytes.writeUInt16LE(bytes.readUInt16LE(at + 8) | 1, at + 8)
    expect(await refusal(folder.write('password.xlsx', bytes))).toEqual(['NOT_A_TABLE', undefined])
  })
})

async function stored(parts: Readonly<Record<string, string>>, compress = false): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, text] of Object.entries(parts)) zip.addBuffer(Buffer.from(text), name, { compress })
  zip.end()
  const path = join(folder.path, 'stored.xlsx')
  await pipeline(zip.outputStream, createWriteStream(path))
  return readFile(path)
}
