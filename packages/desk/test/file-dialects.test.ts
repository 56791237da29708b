import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { afterAll, describe, expect, test } from 'vitest'
import { card, Folder, faultsOf, head, inspect, line, member, readAll, refusal, warningsOf } from './fixtures/batch-files.ts'

const folder = new Folder()
afterAll(() => folder[Symbol.dispose]())

const heads = ['会员卡模板ID', '会员卡号', '用户OpenID', '失效原因']
const codes = async (path: string) => (await readAll(path)).rows.map(({ line: at, cells }) => `${at} ${cells.user_card_code}`)
const read = ['2 478515832665']

describe('how a file is cut', () => {
  const rows = (separator: string) => `${heads.join(separator)}\r\n${[card, '478515832665', member, '退会'].join(separator)}\r\n`

  test.each([',', ';', '\t', '|', '，', '；'])('by %j', async (separator) =>
    expect(await codes(folder.write('a.csv', rows(separator)))).toEqual(read),
  )

  test.each(['sep=;', 'SEP=;', '"sep=;"', '\uFEFFsep=;'])('as the first line %j says, which is no row', async (first) =>
    expect(await codes(folder.write('a.csv', `${first}\r\n${rows(';')}`))).toEqual(read),
  )

  test('with a first line that names a tab, in UTF-16', async () =>
    expect(await codes(folder.write('a.csv', iconv.encode(`sep=\t\r\n${rows('\t')}`, 'utf-16le', { addBOM: true })))).toEqual(read))

  test.each([';', '\t', ','])('with a line break inside of a quoted head and %j', async (separator) => {
    const broken = rows(separator).replace('会员卡号', '"会员\n卡号"').replace('失效原因', '"失效原因\n（必填）"')
    expect(await codes(folder.write('a.csv', broken))).toEqual(read)
  })

  test('by the separator that makes columns of the head, though another is in it more often', async () => {
    const text = rows(';').replace('失效原因', '失效原因;备注(a,b,c,d,e,f)')
    expect(await codes(folder.write('a.csv', text))).toEqual(read)
  })

  test('lines that a carriage return alone ends', async () =>
    expect(await codes(folder.write('a.csv', `sep=;\r${rows(';').replaceAll('\r\n', '\r')}`))).toEqual(read))

  test('cells of any text in any dialect come back as they are', async () => {
    const cell = fc
      .string({ unit: fc.constantFrom('a', '会', '"', ';', ',', '\t', '|', ' ', '1', '.'), maxLength: 12 })
      .map((text) => `x${text}x`)
    await fc.assert(
      fc.asyncProperty(
        fc.array(cell, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\r\n', '\n', '\r'),
        fc.constantFrom('utf8', 'gbk', 'utf-16le'),
        fc.boolean(),
        async (reasons, delimiter, record_delimiter, encoding, quoted) => {
          const records = [heads, ...reasons.map((reason) => [card, '1', member, reason])]
          const text = stringify(records, { delimiter, record_delimiter, quoted })
          const path = folder.write('any.csv', iconv.encode(text, encoding, { addBOM: encoding === 'utf-16le' }))
          expect((await readAll(path)).rows.map(({ cells }) => cells.invalid_reason)).toEqual(reasons)
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('marks round codes', () => {
  const file = (code: string, openid = member) => folder.write('a.csv', `${heads.join('\t')}\n${card}\t${code}\t${openid}\t退会\n`)

  test.each([
    '"=""478515832665"""',
    "'478515832665",
    "'478515832665'",
    '’478515832665',
    '＇478515832665',
    '"=T(""478515832665"")"',
    '"""478515832665"""',
    '“478515832665”',
    '478515832665\u00A0',
    '\u200B478515832665\u200D',
    '\u202D478515832665\u202C',
    '`478515832665`',
    '"=""\'478515832665"""',
  ])('%s', async (code) => expect(await codes(file(code))).toEqual(read))

  test('they are listed once for each column, with the first line', async () => {
    const path = file("'478515832665", "'obLatjnx9gnqzS4myYGmLZ7LgLBA")
    const { rows, notes } = await readAll(path)
    expect(rows[0]?.cells.openid).toBe(member)
    expect(notes).toEqual([
      { note: 'marks_removed', column: 'user_card_code', count: 1, line: 2 },
      { note: 'marks_removed', column: 'openid', count: 1, line: 2 },
    ])
  })

  test.each([
    ['=A1', 'formula_text'],
    ['"=CONCATENATE(""4785"",""1"")"', 'formula_text'],
    ['4785\u200B15832665', 'hidden_character'],
    ['4785\u00A015832665', 'bad_character'],
  ])('%s is a fault', async (code, fault) => expect(faultsOf((await readAll(file(code))).rows)).toEqual([`2 user_card_code ${fault}`]))
})

describe('encodings', () => {
  const text = `${heads.join(',')}\r\n${card},478515832665,${member},用户申请退会\r\n`

  test('a guess is reported with a sample of the text', async () => {
    const { notes } = await readAll(folder.write('a.csv', iconv.encode(text, 'gbk')))
    expect(notes).toEqual([{ note: 'encoding_guessed', encoding: 'GBK', text: '“用户申请退会”' }])
    expect((await readAll(folder.write('a.csv', text))).notes).toEqual([])
  })

  test('Big5 that is read as GBK is doubtful, and right when it is named', async () => {
    const plain = `${head}\n${card},478515832665,${member},客戶申請退會,,,,\n`
    const path = folder.write('a.csv', iconv.encode(plain, 'big5'))
    const { notes } = await readAll(path)
    expect(notes.map(({ note }) => note)).toEqual(['encoding_doubtful'])
    const named = await readAll(path, { encoding: 'big5' })
    expect([named.rows[0]?.cells.invalid_reason, named.notes]).toEqual(['客戶申請退會', []])
  })

  test('a Western text is doubtful or refused, and right when it is named', async () => {
    const path = folder.write('a.csv', iconv.encode(`${head}\n${card},1,${member},café fermée,,,,\n`, 'latin1'))
    expect(await refusal(path)).toEqual(['ENCODING_UNREADABLE', undefined])
    expect((await readAll(path, { encoding: 'Latin-1' })).rows[0]?.cells.invalid_reason).toBe('café fermée')
    const doubtful = folder.write('a.csv', iconv.encode(`${head}\n${card},1,${member},naïve été,,,,\n`.replace(' été', ''), 'latin1'))
    expect((await readAll(doubtful)).notes.map(({ note }) => note)).toEqual(['encoding_doubtful'])
  })

  test('UTF-16 without its mark is recognized by its bytes', async () => {
    for (const encoding of ['utf-16le', 'utf-16be'] as const) {
      const path = folder.write('a.csv', iconv.encode(text, encoding, { addBOM: false }))
      expect(await inspect(path)).toMatchObject({ encoding, encoding_by: 'fit' })
      expect(await codes(path)).toEqual(read)
    }
  })

  test('bytes that a named encoding cannot have are a fault of their row', async () => {
    const bytes = Buffer.concat([Buffer.from(`${head}\n${line}\n${card},1,${member},`), Buffer.from([0xff, 0xff]), Buffer.from(',,,,\n')])
    const { rows } = await readAll(folder.write('a.csv', bytes), { encoding: 'utf-8' })
    expect(faultsOf(rows)).toEqual(['3 invalid_reason damaged_character'])
  })

  test('an encoding that nobody knows is refused', async () =>
    expect(await refusal(folder.write('a.csv', text), { encoding: 'ebcdic' })).toEqual(['ENCODING_UNKNOWN', { field: 'encoding' }]))
})

test('what is only suspected is a warning of its line, and the row is taken', async () => {
  const codesOf = ['1', ...Array.from({ length: 40 }, (_, index) => String(100_000 + index)), '99999', '478515832665123000000000']
  const rows = codesOf.map((code) => `${card},${code},${member},退会`)
  const { rows: found } = await readAll(folder.write('a.csv', `${heads.join(',')}\n${rows.join('\n')}\n`))
  expect(faultsOf(found)).toEqual([])
  expect(warningsOf(found)).toEqual(['43 user_card_code lost_leading_zeros', '44 user_card_code rounded_digits'])
  const certain = await readAll(folder.write('a.csv', `${heads.join(',')}\n${card},4.78516E+11,${member},退会\n`))
  expect(faultsOf(certain.rows)).toEqual(['2 user_card_code scientific_notation'])
})

describe('what people put into lists beside members', () => {
  test.each([
    ['stars', '*模板ID,*会员卡号,*用户OpenID,*失效原因'],
    ['wide stars and hints', '＊模板ID,会员卡号（12位）,用户OpenID【必填】,失效原因[必填]'],
    ['colons and numbers', '1.模板ID：,2、会员卡号:,3) 用户OpenID,4. 失效原因'],
  ])('a head with %s', async (_, names) => {
    const { rows } = await readAll(folder.write('head.csv', `${names}\n${card},478515832665,${member},退会\n`))
    expect(rows.map(({ cells }) => cells.user_card_code)).toEqual(['478515832665'])
    expect(faultsOf(rows)).toEqual([])
  })

  test.each([
    ['in English', 'card_id,user_card_code,openid,invalid_reason'],
    ['in Chinese', '会员卡模板ID,会员卡号,用户OpenID,失效原因'],
    ['in other words', '模板ID,卡号,用户标识,原因'],
  ])('a head that comes again among the rows is a fault, and no card: %s', async (_, names) => {
    const one = `${card},478515832665,${member},退会`
    const { rows } = await readAll(folder.write('twice.csv', `card_id,user_card_code,openid,invalid_reason\n${one}\n${names}\n${one}\n`))
    expect(faultsOf(rows)).toEqual(['3 user_card_code head_repeated'])
  })

  test('the sign of an end that old programs write is no row', async () => {
    const { rows } = await readAll(
      folder.write('end.csv', `card_id,user_card_code,openid,invalid_reason\n${card},478515832665,${member},退会\n\x1a`),
    )
    expect(rows.map(({ line }) => line)).toEqual([2])
  })

  test('wide digits and letters of ids and times are read as the usual ones, and reported', async () => {
    const { rows, notes } = await readAll(
      folder.write(
        'wide.csv',
        `${head}\n${card},４７８５１５８３２６６５,${member},退会，谢谢,ＳＭＳ,２０２６－０５－２０　１０：００,2026-05-21,\n`,
      ),
    )
    expect(rows[0]?.cells).toMatchObject({ user_card_code: '478515832665', invalid_reason: '退会，谢谢', consent_channel: 'SMS' })
    expect(rows[0]?.consent?.told_at).toBe(1_779_242_400)
    expect(faultsOf(rows)).toEqual([])
    expect(notes.map(({ note, column }) => `${note} ${column}`)).toEqual([
      'marks_removed user_card_code',
      'marks_removed consent_channel',
      'marks_removed told_at',
    ])
  })

  test.each([
    ['a web archive', 'MIME-Version: 1.0\r\nContent-Type: multipart/related'],
    ['a page', '<!-- saved --><table><tr><td>1'],
    ['a spreadsheet in XML', '<?mso-application progid="Excel.Sheet"?><Workbook>'],
    ['JSON', '[{"card_id":"p"}]'],
    ['an empty archive', Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex')],
  ])('%s is no table', async (_, content) => {
    expect(await refusal(folder.write('other.csv', content))).toEqual(['NOT_A_TABLE', undefined])
  })
})
