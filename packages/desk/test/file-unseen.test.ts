import { join } from 'node:path'
import exceljs from 'exceljs'
import { afterAll, describe, expect, test } from 'vitest'
import {
  card,
  Folder,
  faultsOf,
  frame,
  given,
  head,
  member,
  readAll,
  refusal,
  rowXml,
  saveParts,
  sheetXml,
  warningsOf,
} from './fixtures/batch-files.ts'

const folder = new Folder()
afterAll(() => folder[Symbol.dispose]())

const heads = head.split(',')
const good = [card, '478515832665', member, '用户申请退会', '短信', '2026-05-20 10:00', '2026-05-21 09:30', 'SMS-1']
const sheet = (rows: string, before = '', after = '') => saveParts(folder, frame(sheetXml(rowXml(1, heads) + rows, before, after), {}))

async function save(change: (book: exceljs.Workbook) => void): Promise<string> {
  const book = new exceljs.Workbook()
  change(book)
  const path = join(folder.path, 'book.xlsx')
  await book.xlsx.writeFile(path)
  return path
}

function addList(book: exceljs.Workbook, name: string, state: exceljs.WorksheetState = 'visible', code = '478515832665') {
  const added = book.addWorksheet(name, { state })
  added.addRow(heads)
  added.addRow(good.map((text) => (text === '478515832665' ? code : text)))
  return added
}

describe('rows, columns and sheets that are hidden', () => {
  test('rows that a filter hides are faults, and the others are taken', async () => {
    const { rows } = await readAll(given('hidden-rows.xlsx'))
    expect(faultsOf(rows)).toEqual([4, 5, 6, 7].map((line) => `${line} user_card_code hidden_row`))
    expect(rows.map(({ line, consent }) => [line, consent !== undefined])).toEqual([
      [2, true],
      [3, true],
      [4, false],
      [5, false],
      [6, false],
      [7, false],
    ])
  })

  test('they are taken when somebody says so', async () => {
    const { rows } = await readAll(given('hidden-rows.xlsx'), { hidden: 'take' })
    expect(faultsOf(rows)).toEqual([])
    expect(rows.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7])
  })

  test.each(['hidden="1"', 'hidden="true"', 'ht="0" customHeight="1"', 'ht="0.5"', 'hidden="1" outlineLevel="1"'])(
    'a row with %s is hidden',
    async (attributes) =>
      expect(faultsOf((await readAll(await sheet(rowXml(2, good, attributes)))).rows)).toEqual(['2 user_card_code hidden_row']),
  )

  test('rows are hidden by a default height of nothing, unless they have one of their own', async () => {
    const before = '<sheetFormatPr defaultRowHeight="0"/>'
    const path = await sheet(rowXml(2, good) + rowXml(3, good, 'ht="15"'), before)
    expect(faultsOf((await readAll(path)).rows)).toEqual(['2 user_card_code hidden_row'])
  })

  test('a row of a group that is open is no hidden one', async () => {
    expect(faultsOf((await readAll(await sheet(rowXml(2, good, 'outlineLevel="1" hidden="0" ht="12.75"')))).rows)).toEqual([])
  })

  test.each(['hidden="1"', 'width="0"', 'hidden="true" width="9"'])(
    'a column with %s whose head is one of ours refuses the file',
    async (attributes) => {
      const path = await sheet(rowXml(2, good), `<cols><col min="3" max="4" ${attributes}/></cols>`)
      expect(await refusal(path)).toEqual(['COLUMN_HIDDEN', { field: 'openid', line: 1 }])
      expect(await refusal(path, { hidden: 'take' })).toEqual(['read', undefined])
    },
  )

  test('a hidden column that means nothing here does no harm', async () => {
    const path = await saveParts(
      folder,
      frame(sheetXml(rowXml(1, [...heads, '备注']) + rowXml(2, [...good, 'vip']), '<cols><col min="9" max="9" hidden="1"/></cols>')),
    )
    expect(await refusal(path)).toEqual(['read', undefined])
  })

  test.each(['hidden', 'veryHidden'] as const)('a sheet that is %s is not taken, and is mentioned', async (state) => {
    const path = await save((book) => {
      addList(book, '全部', state, '478515832666')
      addList(book, '确认')
    })
    const { rows, sheet: read, notes } = await readAll(path)
    expect([read, rows.map(({ cells }) => cells.user_card_code), notes]).toEqual([
      '确认',
      ['478515832665'],
      [{ note: 'sheets_hidden', text: '全部' }],
    ])
    expect(await refusal(path, { sheet: '全部' })).toEqual(['SHEET_HIDDEN', { field: 'sheet', issue: '全部' }])
    expect((await readAll(path, { sheet: '全部', hidden: 'take' })).rows.map(({ cells }) => cells.user_card_code)).toEqual(['478515832666'])
  })

  test('a list that is on a hidden sheet alone is refused by the name of the sheet', async () => {
    const path = await save((book) => {
      book.addWorksheet('说明').addRow(['怎样填写'])
      addList(book, '名单', 'hidden')
    })
    expect(await refusal(path)).toEqual(['SHEET_HIDDEN', { field: 'sheet', issue: '名单' }])
  })

  test('cells under a merged one are faults in every column that is read', async () => {
    const blank = (place: number) => good.map((text, at) => (at === place ? '' : text))
    const rows = rowXml(2, good) + rowXml(3, blank(7)) + rowXml(4, good)
    const path = await sheet(rows, '', '<mergeCells count="2"><mergeCell ref="H2:H3"/><mergeCell ref="D4:E4"/></mergeCells>')
    expect(faultsOf((await readAll(path)).rows)).toEqual(['3 consent_reference merged_cell', '4 consent_channel merged_cell'])
  })
})

describe('workbooks with several sheets', () => {
  test('two visible lists are refused until one is named', async () => {
    const path = given('two-sheets.xlsx')
    expect(await refusal(path)).toEqual(['SHEET_NEEDED', { field: 'sheet', issue: '一月, 二月' }])
    const second = await readAll(path, { sheet: '二月' })
    expect([second.sheet, second.notes, second.rows.length]).toEqual(['二月', [{ note: 'sheets_left', text: '一月' }], 2])
    expect((await readAll(path, { sheet: '一月' })).rows.map(({ cells }) => cells.user_card_code)).toEqual(['478515833051'])
    expect(await refusal(path, { sheet: '三月' })).toEqual(['SHEET_UNKNOWN', { field: 'sheet', issue: '一月, 二月' }])
  })

  test('sheets of notes beside the list need no choice', async () => {
    const path = await save((book) => {
      book.addWorksheet('说明').addRow(['怎样填写'])
      addList(book, '名单')
    })
    const { sheet: read, notes } = await readAll(path)
    expect([read, notes]).toEqual(['名单', [{ note: 'sheets_left', text: '说明' }]])
  })

  test('the name of a sheet is found whatever its case, as Excel has it', async () => {
    const path = await save((book) => {
      addList(book, 'May')
      addList(book, 'June')
    })
    expect((await readAll(path, { sheet: 'june ' })).sheet).toBe('June')
  })
})

describe('formulas and errors', () => {
  test('a formula without its result is a fault, in every column that is read', async () => {
    const { rows } = await readAll(given('formula-not-computed.xlsx'))
    expect(faultsOf(rows)).toEqual(['2 user_card_code formula_not_computed', '3 consent_reference formula_not_computed'])
    const formula = '<c><f>A1</f></c>'
    const all = `<row r="2">${formula.repeat(8)}</row>`
    expect(faultsOf((await readAll(await sheet(all))).rows)).toEqual(heads.map((column) => `2 ${column} formula_not_computed`))
  })

  test('a formula whose result is an empty text is an empty cell', async () => {
    const cells = good.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`)
    const row = `<row r="2">${cells.slice(0, 7).join('')}<c t="str"><f>IF(TRUE,"",1)</f><v></v></c></row>`
    expect(faultsOf((await readAll(await sheet(row))).rows)).toEqual([])
  })

  test.each(['#REF!', '#N/A', '#VALUE!', '#NAME?'])('%s is a fault, in every column that is read', async (error) => {
    const row = `<row r="2">${`<c t="e"><v>${error}</v></c>`.repeat(8)}</row>`
    expect(faultsOf((await readAll(await sheet(row))).rows)).toEqual(heads.map((column) => `2 ${column} excel_error`))
    const csv = folder.write('a.csv', `${head}\n${heads.map(() => error).join(',')}\n`)
    expect(faultsOf((await readAll(csv)).rows)).toEqual(heads.map((column) => `2 ${column} excel_error`))
  })
})

describe('numbers where codes are expected', () => {
  const styles = `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="0000000000000"/></numFmts><cellXfs><xf/><xf numFmtId="170"/></cellXfs></styleSheet>`
  const relations = frame('')['xl/_rels/workbook.xml.rels'] ?? ''
  const withStyles = relations.replace('</Relationships>', '<Relationship Id="d" Type="x/styles" Target="styles.xml"/></Relationships>')
  const number = async (value: string, style = 0) => {
    const [first = '', , ...rest] = good.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`)
    const row = `<row r="2">${first}<c s="${style}"><v>${value}</v></c>${rest.join('')}</row>`
    const parts = frame(sheetXml(rowXml(1, heads) + row), { 'xl/styles.xml': styles, 'xl/_rels/workbook.xml.rels': withStyles })
    const { rows } = await readAll(await saveParts(folder, parts))
    return [rows[0]?.cells.user_card_code, faultsOf(rows), warningsOf(rows)]
  }

  test('a number of at most 15 digits is suspected and taken; one of more is a fault', async () => {
    expect(await number('478515832665')).toEqual(['478515832665', [], ['2 user_card_code number_cell']])
    expect(await number('4.78515832665E11')).toEqual(['478515832665', [], ['2 user_card_code number_cell']])
    expect(await number('4785158326651234')).toEqual(['4785158326651234', ['2 user_card_code number_cell'], []])
    expect(await number('4.5')).toEqual(['4.5', ['2 user_card_code number_cell'], []])
    expect(await number('-1')).toEqual(['-1', ['2 user_card_code number_cell'], []])
  })

  test('zeros that its format shows before a number belong to the code', async () => {
    expect(await number('78515832665', 1)).toEqual(['0078515832665', [], ['2 user_card_code number_cell']])
  })
})

describe('names of parts', () => {
  test.each(['part-names-1.xlsx', 'part-names-2.xlsx'])('%s, whose names differ in case from those that refer to them', async (name) => {
    const { rows } = await readAll(given(name))
    expect(faultsOf(rows)).toEqual([])
    expect(rows.length).toBeGreaterThan(0)
  })

  const plain = frame(sheetXml(rowXml(1, heads) + rowXml(2, good)))
  const renamed = (names: Readonly<Record<string, string>>, change = (text: string) => text) =>
    Object.fromEntries(Object.entries(plain).map(([name, text]) => [names[name] ?? name, change(text)]))
  test.each([
    ['upper case', renamed({ 'xl/workbook.xml': 'XL/WORKBOOK.XML', '_rels/.rels': '_RELS/.rels' })],
    ['targets with a turned slash', renamed({}, (text) => text.replace('Target="worksheets/s.xml"', 'Target="worksheets\\s.xml"'))],
    ['absolute targets', renamed({}, (text) => text.replace('Target="worksheets/s.xml"', 'Target="/xl/worksheets/s.xml"'))],
    ['targets with steps', renamed({}, (text) => text.replace('Target="worksheets/s.xml"', 'Target="../xl/./worksheets/s.xml"'))],
    [
      'strict namespaces',
      renamed({}, (text) =>
        text.replaceAll('http://schemas.openxmlformats.org/officeDocument/2006', 'http://purl.oclc.org/ooxml/officeDocument'),
      ),
    ],
  ])('%s', async (_, parts) => expect(await refusal(await saveParts(folder, parts))).toEqual(['read', undefined]))

  test('two parts of one name are refused: programs differ in which they read', async () => {
    const path = await saveParts(folder, { ...plain, 'xl/worksheets/S.xml': sheetXml('') })
    expect(await refusal(path)).toEqual(['WORKBOOK_DAMAGED', undefined])
  })
})

test('characters that no text can hold are faults of their rows', async () => {
  const rows = [
    good.map((text, at) => (at === 1 ? `${text}_x0000_1` : text)),
    good.map((text, at) => (at === 3 ? '退_xD83D_会' : text)),
    good.map((text, at) => (at === 7 ? 'SMS_x0007_1' : text)),
    good,
  ]
  const path = await sheet(rows.map((texts, at) => rowXml(at + 2, texts)).join(''))
  expect(faultsOf((await readAll(path)).rows)).toEqual([
    '2 user_card_code hidden_character',
    '3 invalid_reason damaged_character',
    '4 consent_reference hidden_character',
  ])
})
