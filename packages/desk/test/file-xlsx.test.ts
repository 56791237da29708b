import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import exceljs from 'exceljs'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { batchFileErrors } from '../src/files/batch-file-error.ts'
import { card, Folder, faultsOf, frame, head, inspect, member, readAll, refusal, saveParts, warningsOf } from './fixtures/batch-files.ts'

const folder = new Folder()
afterAll(() => folder[Symbol.dispose]())

const heads = head.split(',')
const good = [card, '478515832665', member, '用户申请退会', '短信', '2026-05-20 10:00', '2026/5/21 9:30', 'SMS-1']
// The four optional columns of how a member agreed.
const absent = ['', '', '', '']
const consent = { channel: 'sms', told_at: 1_779_242_400, agreed_at: 1_779_327_000, reference: 'SMS-1', how: {} }

async function save(book: exceljs.Workbook): Promise<string> {
  const path = join(folder.path, 'book.xlsx')
  await book.xlsx.writeFile(path)
  return path
}

async function saveSheet(rows: readonly (readonly exceljs.CellValue[])[]): Promise<string> {
  const book = new exceljs.Workbook()
  const sheet = book.addWorksheet('S')
  for (const row of rows) sheet.addRow([...row])
  return save(book)
}

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

describe('cells', () => {
  test('texts, dates of Beijing, and numbers where they do no harm', async () => {
    const dates = [new Date('2026-05-20T10:00:00Z'), new Date('2026-05-21T09:30:00Z')]
    const path = await saveSheet([heads, good, [...good.slice(0, 5), ...dates, 4711], [...good.slice(0, 3), 2026]])
    expect((await inspect(path)).format).toBe('xlsx')
    const { rows } = await readAll(path)
    expect(rows.map(({ line, cells, faults, consent: read }) => [line, Object.values(cells), faults, read])).toEqual([
      [2, [...good, ...absent], [], consent],
      [3, [...good.slice(0, 5), '2026-05-20 10:00:00', '2026-05-21 09:30:00', '4711', ...absent], [], { ...consent, reference: '4711' }],
      [4, [...good.slice(0, 3), '2026', '', '', '', '', ...absent], [], undefined],
    ])
  })

  test('days that are numbered from 1904, and a number without the look of a date', async () => {
    const book = new exceljs.Workbook()
    book.properties.date1904 = true
    const sheet = book.addWorksheet('S')
    sheet.addRow(heads)
    sheet.addRow([...good.slice(0, 5), 46_162 - 1462 + 10 / 24, new Date('2026-05-21T09:30:00Z'), 'SMS-1'])
    const { rows } = await readAll(await save(book))
    expect(rows.map((row) => row.consent)).toEqual([consent])
  })

  test('what Excel has damaged is named', async () => {
    const faulty = (place: number, value: exceljs.CellValue) => good.map((text, at) => (at === place ? value : text))
    const path = await saveSheet([
      heads,
      faulty(1, 478515832665),
      faulty(1, 4.78515832665123e23),
      faulty(1, new Date('2026-11-25T00:00:00Z')),
      faulty(1, { error: '#N/A' }),
      faulty(1, { formula: 'A1', result: '478515832665' }),
      faulty(7, 1234567890123456),
      faulty(5, 5),
      faulty(2, { richText: [{ text: member.slice(0, 5) }, { text: member.slice(5) }] }),
      faulty(3, { text: '用户申请退会', hyperlink: 'https://example.com' }),
    ])
    const { rows } = await readAll(path)
    expect(faultsOf(rows)).toEqual([
      '3 user_card_code number_cell',
      '4 user_card_code date_damage',
      '5 user_card_code excel_error',
      '7 consent_reference number_cell',
      '8 told_at bad_time',
    ])
    expect(rows.map((row) => row.consent === undefined)).toEqual([false, true, true, true, false, true, true, false, false])
    expect(warningsOf(rows)).toEqual(['2 user_card_code number_cell'])
  })

  test('prefixes, texts inline and shared, runs, hints for pronunciation, escapes, cells and rows without their place', async () => {
    const cells = (texts: readonly string[]) => texts.map((text) => `<x:c t="inlineStr"><x:is><x:t>${text}</x:t></x:is></x:c>`).join('')
    const sheet = `<?xml version="1.0"?><x:worksheet xmlns:x="m"><x:sheetData><x:row>${cells(heads.slice(0, 4))}</x:row><x:row r="7">
      <x:c t="s"><x:v>0</x:v></x:c><x:c r="C7" t="inlineStr"><x:is><x:t>o</x:t></x:is></x:c><x:c t="s"><x:v>1</x:v></x:c></x:row><x:row/>
      <x:row>${cells(['p', '_x005F_x0041_', 'o', '退&amp;会'])}</x:row></x:sheetData></x:worksheet>`
    const strings = `<sst><si><t>p</t></si><si><r><t>退</t></r><r><t xml:space="preserve">会_x000D_\n1</t></r><rPh sb="0" eb="1"><t>tui</t></rPh></si></sst>`
    const { rows } = await readAll(await saveParts(folder, frame(sheet, { 'xl/sharedStrings.xml': strings })))
    expect(rows.map(({ line, cells: read }) => [line, ...Object.values(read).slice(0, 4)])).toEqual([
      [7, 'p', '', 'o', '退会\r\n1'],
      [9, 'p', '_x0041_', 'o', '退&会'],
    ])
  })

  test('any texts come back, shared or inline', async () => {
    const text = fc
      .string({ unit: fc.constantFrom('会', '<', '&', '"', ' ', 'a', '_', '\n', ']]>'), maxLength: 20 })
      .map((part) => `x${part}x`)
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 5 }), async (texts) => {
        const { rows } = await readAll(await saveSheet([heads, ...texts.map((reason) => [card, '1', member, reason])]))
        expect(rows.map((row) => row.cells.invalid_reason)).toEqual(texts)
      }),
      { numRuns: 50 },
    )
  })

  test('more shared texts than are held in memory', async () => {
    const rows = Array.from({ length: 5000 }, (_, index) => [card, `V${index}`, `o${index}`, `reason ${index % 7}`])
    const read = await readAll(await saveSheet([heads, ...rows]))
    expect(read.rows.map(({ line, cells }) => [line, ...Object.values(cells).slice(0, 4)])).toEqual(
      rows.map((row, index) => [index + 2, ...row]),
    )
  })
})

describe('sheets', () => {
  test('the first sheet with a right head is read, wherever it begins', async () => {
    const book = new exceljs.Workbook()
    book.addWorksheet('empty')
    book.addWorksheet('notes').addRow(['How to fill in'])
    const sheet = book.addWorksheet('rows')
    sheet.getRow(3).values = [undefined, ...heads, '备注']
    sheet.getRow(6).values = [undefined, ...good, 'vip']
    const { rows, ignored_columns } = await readAll(await save(book))
    expect(ignored_columns).toEqual(['备注'])
    expect(rows.map((row) => [row.line, row.consent])).toEqual([[6, consent]])
  })

  test('the error of the first sheet that is not empty is reported', async () => {
    const book = new exceljs.Workbook()
    book.addWorksheet('empty')
    book.addWorksheet('rows').addRow(heads.slice(0, 3))
    book.addWorksheet('more').addRow(['x'])
    expect(await refusal(await save(book))).toEqual(['HEADER_MISSING_COLUMN', { field: 'invalid_reason', issue: '失效原因', line: 1 }])
    expect(await refusal(await saveSheet([]))).toEqual(['EMPTY_FILE', undefined])
    expect(await refusal(await saveSheet([heads]))).toEqual(['NO_ROWS', undefined])
  })
})

describe('archives that are no workbook', () => {
  test.each([
    ['any other ZIP', { 'a.txt': 'a' }, 'NOT_A_TABLE'],
    ['a document', { ...frame(''), 'xl/workbook.xml': '<w:document xmlns:w="w"/>' }, 'NOT_A_TABLE'],
    [
      'a binary workbook',
      { '_rels/.rels': `<Relationships><Relationship Id="a" Type="${office}/officeDocument" Target="xl/workbook.bin"/></Relationships>` },
      'NOT_A_TABLE',
    ],
    ['a sheet that is no XML', frame('<worksheet><sheetData><row><c>'), 'WORKBOOK_DAMAGED'],
    [
      'a cell beyond the last column',
      frame('<worksheet><sheetData><row r="1"><c r="ZZZZ1"><v>1</v></c></row></sheetData></worksheet>'),
      'WORKBOOK_DAMAGED',
    ],
    ['a row beyond the last', frame('<worksheet><sheetData><row r="1048577"></row></sheetData></worksheet>'), 'WORKBOOK_DAMAGED'],
  ])('%s', async (_, parts, code) => {
    const [found] = await refusal(await saveParts(folder, parts))
    expect(found).toBe(code)
  })

  test('every cut and every changed byte is read, or refused as damaged', async () => {
    const path = await saveSheet([heads, good])
    const bytes = readFileSync(path)
    const outcomes = ['read', ...Object.values(batchFileErrors).map(({ code }) => code)]
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), fc.boolean(), async (at, byte, cut) => {
        const damaged = Buffer.from(cut ? bytes.subarray(0, at) : bytes)
        if (!cut) damaged[at] = byte
        const [found] = await refusal(folder.write('damaged.xlsx', damaged))
        expect(outcomes).toContain(found)
      }),
      { numRuns: 300 },
    )
  })
})
