import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import iconv from 'iconv-lite'
import { afterAll, describe, expect, test } from 'vitest'
import { openBatchFile } from '../src/files/batch-file.ts'
import { BatchFileError } from '../src/files/batch-file-error.ts'
import { inspectFile } from '../src/files/inspect-file.ts'
import { sampleCsv } from '../src/files/sample.ts'
import { card, Folder, faultsOf, head, inspect, line, member, readAll, refusal, warningsOf } from './fixtures/batch-files.ts'

const folder = new Folder()
afterAll(() => folder[Symbol.dispose]())

const chinese = '会员卡模板ID,会员卡号,用户OpenID,失效原因,同意渠道,告知时间,同意时间,同意凭据'
const expected = {
  line: 2,
  cells: {
    card_id: card,
    user_card_code: '478515832665',
    openid: member,
    invalid_reason: '用户申请退会',
    consent_channel: '短信',
    told_at: '2026-05-20 10:00',
    agreed_at: '2026/5/21 9:30',
    consent_reference: 'SMS-1',
  },
  faults: [],
  consent: { channel: 'sms', told_at: 1_779_242_400, agreed_at: 1_779_327_000, reference: 'SMS-1' },
}

describe('encodings, separators and ends of lines', () => {
  const text = `${chinese}\r\n${line}\r\n`
  const tabs = text.replaceAll(',', '\t')
  test.each([
    ['UTF-8', Buffer.from(text), 'utf-8', ',', 'fit'],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${text}`), 'utf-8', ',', 'mark'],
    ['GBK', iconv.encode(text, 'gbk'), 'gb18030', ',', 'guess'],
    ['GB18030', iconv.encode(text, 'gb18030'), 'gb18030', ',', 'guess'],
    ['UTF-16 LE, tabs', iconv.encode(tabs, 'utf-16le', { addBOM: true }), 'utf-16le', '\t', 'mark'],
    ['UTF-16 BE, tabs', iconv.encode(tabs, 'utf-16be', { addBOM: true }), 'utf-16be', '\t', 'mark'],
    ['semicolons', Buffer.from(text.replaceAll(',', ';')), 'utf-8', ';', 'fit'],
    ['LF', Buffer.from(text.replaceAll('\r\n', '\n')), 'utf-8', ',', 'fit'],
    ['CR', Buffer.from(text.replaceAll('\r\n', '\r')), 'utf-8', ',', 'fit'],
    ['no end of the last line', Buffer.from(text.trim()), 'utf-8', ',', 'fit'],
  ])('%s', async (_, bytes, encoding, separator, encoding_by) => {
    const path = folder.write('a.csv', bytes)
    expect(await inspect(path)).toEqual({
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes: bytes.length,
      format: 'csv',
      encoding,
      encoding_by,
      doubtful: false,
      separator,
      declared: false,
    })
    expect(await readAll(path)).toMatchObject({ rows: [expected], ignored_columns: [], sheet: undefined })
  })

  test('the first Chinese character may come late, and be cut by the pieces a file is read in', async () => {
    for (const padding of [0, 1, 2, 3]) {
      const plain = `${card},1${'0'.repeat(padding)}1,${member},left,,,,\n`
      const late = `${head}\n${plain.repeat(20_000)}${line}\n`
      for (const encoding of ['utf-8', 'gbk']) {
        const { rows } = await readAll(folder.write('late.csv', iconv.encode(late, encoding)))
        expect(rows.length).toBe(20_001)
        expect(rows.at(-1)).toMatchObject({ ...expected, line: 20_002 })
      }
    }
  })

  test('damaged UTF-8 is not taken for GBK: the row that is damaged has a fault, and the others none', async () => {
    const bytes = Buffer.from(`${chinese}\n${`${line}\n`.repeat(100)}`)
    bytes[bytes.indexOf('申') + 1] = 0x41
    const { rows } = await readAll(folder.write('a.csv', bytes))
    expect(rows.length).toBe(100)
    expect(faultsOf(rows)).toEqual(['2 invalid_reason damaged_character'])
  })
})

describe('the head', () => {
  test('other names, blanks, case and hints; unknown columns are listed', async () => {
    const names = ' 模板ID , CARD_CODE,OpenID（必填）,作废 原因,手机号,备注'
    const { rows, ignored_columns } = await readAll(folder.write('a.csv', `\n\n${names}\n${card},1,${member},退会,13800000000,vip\n`))
    expect(ignored_columns).toEqual(['手机号', '备注'])
    expect(rows).toMatchObject([
      {
        line: 4,
        cells: {
          card_id: card,
          user_card_code: '1',
          openid: member,
          invalid_reason: '退会',
          consent_channel: '',
          told_at: '',
          agreed_at: '',
          consent_reference: '',
        },
        faults: [],
        consent: undefined,
      },
    ])
  })

  test.each([
    [
      'a column is missing',
      'card_id,user_card_code,openid\na,b,c\n',
      ['HEADER_MISSING_COLUMN', { field: 'invalid_reason', issue: '失效原因', line: 1 }],
    ],
    ['a column stands twice', `${head},会员卡号\n`, ['HEADER_COLUMN_TWICE', { field: 'user_card_code', line: 1 }]],
    ['nothing at all', '', ['EMPTY_FILE', undefined]],
    ['blank lines only', '\n\n,,\n', ['EMPTY_FILE', undefined]],
    ['no rows', `${head}\n\n,,,\n`, ['NO_ROWS', undefined]],
    ['an open quotation mark', `${head}\n${line}\n"${line}\n`, ['QUOTE_DAMAGED', { line: 3 }]],
    ['a quotation mark inside of a cell', `${head}\na"b,c\n`, ['QUOTE_DAMAGED', { line: 2 }]],
    ['NUL', `${head}\n\0`, ['ENCODING_UNREADABLE', undefined]],
    ['a PDF', '%PDF-1.7\n', ['NOT_A_TABLE', undefined]],
    ['a web page named .xls', '\r\n <html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>', ['NOT_A_TABLE', undefined]],
  ])('%s', async (_, content, fault) => expect(await refusal(folder.write('a.csv', content))).toEqual(fault))

  test('an old workbook, and bytes of no encoding', async () => {
    const old = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512)])
    expect(await refusal(folder.write('a.csv', old))).toEqual(['NOT_A_TABLE', undefined])
    const latin = Buffer.from([...Buffer.from(`${head}\nna`), 0xef, 0x76, 0x65, 0xff, 0xff, 0x0a])
    expect(await refusal(folder.write('a.csv', latin))).toEqual(['ENCODING_UNREADABLE', undefined])
  })

  test('a refusal holds nothing of a row', async () => {
    const path = folder.write('a.csv', `${head}\n"${line}\n`)
    const error: unknown = await readAll(path).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(BatchFileError)
    if (error instanceof Error) expect(JSON.stringify([error.message, error.stack, error.cause, { ...error }])).not.toContain(member)
  })
})

describe('faults of rows', () => {
  const faultsIn = async (...lines: string[]) => faultsOf((await readAll(folder.write('a.csv', `${head}\n${lines.join('\n')}\n`))).rows)
  const row = (changes: Partial<Record<string, string>>) => {
    const cells = line.split(',')
    return head
      .split(',')
      .map((column, place) => changes[column] ?? cells[place])
      .join(',')
  }

  test.each([
    [{ card_id: '' }, ['2 card_id missing']],
    [{ user_card_code: '4.78516E+11' }, ['2 user_card_code scientific_notation']],
    [{ user_card_code: '478515832665123000000000' }, []],
    [{ user_card_code: '1月2日' }, ['2 user_card_code date_damage']],
    [{ user_card_code: '#N/A' }, ['2 user_card_code excel_error']],
    [{ openid: '####' }, ['2 openid excel_error']],
    [{ openid: 'o b' }, ['2 openid bad_character']],
    [{ invalid_reason: '退会😀' }, ['2 invalid_reason four_byte_character']],
    [{ invalid_reason: '退'.repeat(33) }, ['2 invalid_reason too_long']],
    [{ invalid_reason: '   ' }, ['2 invalid_reason missing']],
    [{ consent_channel: 'fax' }, ['2 consent_channel bad_channel']],
    [{ told_at: '2026-05-20 25:00' }, ['2 told_at bad_time']],
    [{ told_at: '46162.4' }, ['2 told_at bad_time']],
    [{ agreed_at: '2026-05-20 09:59' }, ['2 agreed_at time_order']],
    [{ agreed_at: '2026-05-20 10:00' }, []],
    [{ agreed_at: '' }, ['2 agreed_at consent_incomplete']],
    [{ told_at: '', agreed_at: '' }, ['2 told_at consent_incomplete', '2 agreed_at consent_incomplete']],
    [{ consent_channel: '', told_at: '', agreed_at: '' }, []],
    [{ consent_reference: 'r'.repeat(129) }, ['2 consent_reference too_long']],
  ])('%j', async (changes, faults) => expect(await faultsIn(row(changes))).toEqual(faults))

  test('a bare separator inside of a text is noticed', async () => {
    expect(await faultsIn(row({ invalid_reason: '不想要了,退会' }))).toContain('2 consent_reference too_many_cells')
  })

  test('the first rows are judged beside those that follow', async () => {
    const codes = ['123456789', ...Array.from({ length: 24 }, (_, index) => String(478_515_832_600 + index))]
    const lines = codes.map((user_card_code) => row({ user_card_code }))
    const { rows } = await readAll(folder.write('a.csv', `${head}\n${lines.join('\n')}\n`))
    expect(faultsOf(rows)).toEqual([])
    expect(warningsOf(rows)).toEqual(['2 user_card_code lost_leading_zeros'])
  })

  test('a row with a fault has no consent, and a fault shows no more than the end of a value', async () => {
    const { rows } = await readAll(
      folder.write('a.csv', `${head}\n${row({ openid: `${member} ${member}` })}\n${row({ user_card_code: 'a b' })}\n`),
    )
    expect(rows.map(({ consent, faults }) => [consent, faults])).toEqual([
      [undefined, [{ column: 'openid', fault: 'bad_character', value_hint: `…${member.slice(-4)}` }]],
      [undefined, [{ column: 'user_card_code', fault: 'bad_character' }]],
    ])
  })

  test('lines are counted as people see them: blank rows count, breaks inside of cells do not', async () => {
    const { rows } = await readAll(folder.write('a.csv', `${head}\n\n${row({ invalid_reason: '"two\nlines"' })}\n,,,,,,,\n${line},,,\n`))
    expect(rows.map((read) => [read.line, read.cells.invalid_reason, read.faults])).toEqual([
      [3, 'two\nlines', [{ column: 'invalid_reason', fault: 'hidden_character', character: 'U+000A', value_hint: '…ines' }]],
      [5, '用户申请退会', []],
    ])
  })
})

test.each(['zh-CN', 'en'] as const)('the sample in %s has no faults', async (language) => {
  const { rows, ignored_columns } = await readAll(folder.write('sample.csv', sampleCsv(language)))
  expect(ignored_columns).toEqual([])
  expect(rows.map(({ line, faults, consent }) => [line, faults, consent?.channel])).toEqual([
    [2, [], 'sms'],
    [3, [], 'mail'],
  ])
})

test('a file that is left half read is closed', async () => {
  const path = folder.write('a.csv', `${head}\n${`${line}\n`.repeat(50_000)}`)
  await using handle = await open(path)
  await using file = await openBatchFile(handle.fd, await inspectFile(handle.fd))
  for await (const rows of file.rows) {
    expect(rows.length).toBe(499)
    break
  }
  expect(await file.rows.next()).toEqual({ done: true, value: undefined })
})
