import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { check, invalidateUserCard } from '@card-member/sdk/contract'
import { parse } from 'csv-parse/sync'
import exceljs from 'exceljs'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { type BatchColumn, batchColumns } from '../src/files/batch-column.ts'
import { cleanCell } from '../src/files/clean-cell.ts'
import { reportCsv, uploadCsv } from '../src/files/csv-writer.ts'
import { unguardFormula } from '../src/files/formula-guard.ts'
import { type ReportRow, reportHead, reportTexts, uploadHead } from '../src/files/report-row.ts'
import { reportXlsx } from '../src/files/xlsx-writer.ts'
import { Folder, readAll } from './fixtures/batch-files.ts'

const folder = new Folder()
afterAll(() => folder[Symbol.dispose]())

const limits = invalidateUserCard.input.properties
const half = (length: number) =>
  fc.string({ unit: fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code)), minLength: 1, maxLength: length })
const risky = (text: fc.Arbitrary<string>) =>
  fc.tuple(fc.constantFrom('', '=', '-', '+', '@', "'", "'=", "''-"), text).map((parts) => parts.join(''))
const free = fc.string({
  unit: fc.oneof(fc.constantFrom(...'会员=+-@\'",;\n\r\t _x005F_'), fc.string({ unit: 'grapheme', maxLength: 1 })),
  maxLength: 32,
})
const cells = fc
  .record({
    card_id: fc.string({ unit: fc.constantFrom(...'aZ09_-'), minLength: 1, maxLength: 32 }),
    user_card_code: risky(half(29)),
    openid: risky(half(120)),
    invalid_reason: risky(free).map((text) => text.trim()),
    consent_channel: fc.constantFrom('', 'sms', '短信'),
    told_at: fc.constantFrom('', '2026-05-20 10:00:00'),
    agreed_at: fc.constantFrom('', '2026-05-21'),
    consent_reference: risky(free).map((text) => text.trim()),
    consent_told_by: fc.constantFrom('', '客服系统'),
    consent_expressed: fc.constantFrom('', '签名', 'click'),
    consent_agreed_by: fc.constantFrom('', '监护人', 'member'),
    consent_language: fc.constantFrom('', '中文', 'en'),
  })
  .filter(({ user_card_code, openid, consent_reference }) =>
    [user_card_code, openid, consent_reference].every((text) => cleanCell(text) === text),
  )
  .filter(({ card_id, user_card_code, openid, invalid_reason }) => {
    const valid = [check(limits.card_id, card_id), check(limits.user_card_code, user_card_code), check(limits.openid, openid)]
    return invalid_reason !== '' && [...valid, check(limits.invalid_reason, invalid_reason)].every((faults) => faults.length === 0)
  })
const result = risky(free)
const reportRow: fc.Arbitrary<ReportRow> = fc
  .record({
    line: fc.nat(),
    cells,
    outcome_code: result,
    code: result,
    message: result,
    warning: result,
    invalid_time: result,
    request_id: result,
    invalidation_id: result,
    file: result,
    file_notes: result,
  })
  .map((row) => ({ ...row, texts: batchColumns.map((column) => row.cells[column]) }))
const shapeOf = (language: 'zh-CN' | 'en') => ({ head: uploadHead(language), width: batchColumns.length })
const shape = shapeOf('en')

async function* chunks<T>(rows: readonly T[]): AsyncGenerator<readonly T[]> {
  for (let at = 0; at < rows.length; at += 3) yield rows.slice(at, at + 3)
}

test('rows that are written to be uploaded again read as the same cells', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(reportRow, { minLength: 1, maxLength: 8 }), fc.constantFrom('zh-CN', 'en'), async (rows, language) => {
      const path = await folder.save('again.csv', uploadCsv(chunks(rows), shapeOf(language)))
      const read = await readAll(path)
      expect(read.rows.map((row) => row.cells)).toEqual(rows.map((row) => row.cells))
      expect(read.ignored_columns).toEqual([])
    }),
    { numRuns: 200 },
  )
})

test('a report as CSV: CRLF, its mark, no cell that a spreadsheet would calculate, and the upload still in it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(reportRow, { minLength: 1, maxLength: 5 }), async (rows) => {
      const text = await new Response(Readable.toWeb(reportCsv(chunks(rows), shape, 'en')))
        .arrayBuffer()
        .then((bytes) => Buffer.from(bytes).toString())
      expect(text.startsWith('\uFEFFcard_id,user_card_code,')).toBe(true)
      expect(text.endsWith('\r\n')).toBe(true)
      const [first, ...records]: string[][] = parse(text, { bom: true, record_delimiter: '\r\n' })
      expect(first).toEqual(reportHead(shape, 'en'))
      expect(records.length).toBe(rows.length)
      for (const cell of records.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/)
      const read = await readAll(folder.write('report.csv', text))
      expect(read.rows.map((row) => row.cells)).toEqual(rows.map((row) => row.cells))
      expect(read.ignored_columns).toEqual(reportHead(shape, 'en').slice(batchColumns.length))
    }),
    { numRuns: 100 },
  )
})

test('a report as XLSX: every cell is exactly its text, read by another program and by ours', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(reportRow, { minLength: 1, maxLength: 5 }), async (rows) => {
      const path = await folder.save('report.xlsx', reportXlsx(chunks(rows), shape, 'zh-CN'))
      const book = new exceljs.Workbook()
      await book.xlsx.readFile(path)
      const sheet = book.worksheets[0]
      const texts = rows.map((_, index) =>
        reportHead(shape, 'zh-CN').map((__, column) => {
          const cell = sheet?.getCell(index + 2, column + 1)
          expect([exceljs.ValueType.String, exceljs.ValueType.Null]).toContain(cell?.type)
          return cell?.value ?? ''
        }),
      )
      // The other program does not undo what XML cannot hold; ours does.
      const plain = rows.every((row) => reportTexts(row, shape, 'zh-CN').every((text) => !/\p{Cc}|_x/u.test(text)))
      if (plain) expect(texts).toEqual(rows.map((row) => reportTexts(row, shape, 'zh-CN')))
      // People save our CSV as XLSX, so a guard is taken away here too.
      const read = (column: BatchColumn, text: string) => (column === 'invalid_reason' ? text.trim() : cleanCell(text))
      const upload = rows.map(({ cells }) =>
        Object.fromEntries(batchColumns.map((column) => [column, read(column, unguardFormula(cells[column]))])),
      )
      expect((await readAll(path)).rows.map((row) => row.cells)).toEqual(upload)
    }),
    { numRuns: 50 },
  )
})

test('a full sheet is followed by another', async () => {
  const [row] = fc.sample(reportRow, { numRuns: 1, seed: 1 })
  if (row === undefined) throw new Error('no sample')
  for (const [count, sheets] of [
    [0, [1]],
    [3, [4]],
    [4, [5]],
    [5, [5, 2]],
    [9, [5, 5, 2]],
  ] as const) {
    const path = await folder.save('long.xlsx', reportXlsx(chunks(Array.from({ length: count }, () => row)), shape, 'en', 5))
    const book = new exceljs.Workbook()
    await book.xlsx.readFile(path)
    expect(book.worksheets.map((sheet) => sheet.rowCount)).toEqual(sheets)
  }
})

test('a store that fails fails the report', async () => {
  const failing = async function* (): AsyncGenerator<readonly ReportRow[]> {
    yield []
    throw new Error('the database is gone')
  }
  await expect(folder.save('a.csv', reportCsv(failing(), shape, 'en'))).rejects.toThrow('the database is gone')
  await expect(folder.save('a.xlsx', reportXlsx(failing(), shape, 'en'))).rejects.toThrow('the database is gone')
})

test('a report is the upload as it is, and its own columns under names that the upload does not have', async () => {
  const [row] = fc.sample(reportRow, { numRuns: 1, seed: 1 })
  if (row === undefined) throw new Error('no sample')
  const texts = ['VIP', ...row.texts.slice(0, 4), ' 备注 ', 'beyond']
  const given = { head: ['等级', 'card_id', '会员卡号', 'OpenID', '原因（必填）', '处理结果'], width: 7 }
  const done = { ...row, texts, outcome_code: 'done', message: 'm', file: '名单.xlsx [一月]', file_notes: '' }
  const path = await folder.save('report.csv', reportCsv(chunks([done]), given, 'zh-CN'))
  const [head, cells]: string[][] = parse(await readFile(path), { bom: true, record_delimiter: '\r\n', relax_column_count: true })
  expect(head).toEqual([
    ...given.head,
    '',
    '原文件行号',
    '处理结果 2',
    '处理结果代码',
    '错误码',
    '结果说明',
    '疑似问题',
    '失效时间',
    'Request-ID',
    '记录编号',
    '来源文件',
    '读取说明',
  ])
  expect(cells?.slice(0, 7).map(unguardFormula)).toEqual(texts)
  expect(cells?.slice(8, 10)).toEqual(['已作废', 'done'])
  expect(cells?.slice(-2)).toEqual(['名单.xlsx [一月]', ''])
  const english = await folder.save('report.csv', reportCsv(chunks([done]), { ...given, head: [' Outcome', 'ｆｉｌｅ'] }, 'en'))
  const [names, values]: string[][] = parse(await readFile(english), { bom: true, record_delimiter: '\r\n' })
  expect(names?.slice(7)).toEqual(
    'line,outcome 2,outcome_code,code,message,warning,invalid_time,request_id,invalidation_id,file 2,file_notes'.split(','),
  )
  expect(values?.slice(8, 10)).toEqual(['Invalidated', 'done'])
})

test('a workbook has as many columns as the upload, beyond Z too', async () => {
  const [row] = fc.sample(reportRow, { numRuns: 1, seed: 1 })
  if (row === undefined) throw new Error('no sample')
  const texts = Array.from({ length: 800 }, (_, place) => `t${place}`)
  const path = await folder.save('wide.xlsx', reportXlsx(chunks([{ ...row, texts }]), { head: texts, width: 800 }, 'en'))
  const book = new exceljs.Workbook()
  await book.xlsx.readFile(path)
  expect(['A2', 'Z2', 'AA2', 'ZZ2', 'AAA2', 'ADT2'].map((name) => book.worksheets[0]?.getCell(name).value)).toEqual([
    't0',
    't25',
    't26',
    't701',
    't702',
    't799',
  ])
})
