import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { prepareBatch } from '../src/domain/batch/prepare.ts'
import { reportOf } from '../src/domain/batch/report.ts'
import { rowsOf } from '../src/domain/batch/rows.ts'
import { Folder, frame, rowXml, saveParts, sheetXml } from './fixtures/batch-files.ts'
import { brand_id } from './fixtures/desk.ts'
import { TestDeskPool } from './fixtures/desk-pool.ts'

const desks = new TestDeskPool()
afterAll(() => desks.close())

describe.each(kinds)('characters that a database cannot keep, on %s', (kind) => {
  test('are faults of their rows in every column of a workbook, and in its report', async () => {
    await using fixture = await desks.lend({ kind })
    using folder = new Folder()
    const author = fixture.actor('ann', 'author')
    const good = [fixture.card_id, '478515832665', 'obLatjOne', '退会', 'n']
    const odd = ['_x0000_', '_xD83D_', '_xDE00_', '&#xFFFD;']
    const rows = odd.flatMap((mark) => good.map((_, column) => good.map((cell, at) => (at === column ? `4${mark}7` : cell))))
    const heads = ['card_id', 'user_card_code', 'openid', 'invalid_reason', '备注_x0000__xD83D_']
    const sheet = rowXml(1, heads) + rows.map((row, at) => rowXml(at + 2, row)).join('')
    const path = await saveParts(folder, frame(sheetXml(sheet)))
    const { batch } = await prepareBatch(fixture.desk.context, author, { brand_id, path, connection: 'main' })
    // The column that means nothing here does no harm; its four rows name one card, which the first of them keeps.
    expect([batch.row_count, batch.faulty_count]).toEqual([20, 19])
    const { data } = await rowsOf(fixture.desk.context, author, batch.batch_id, { after: 0, limit: 100 })
    const found = data.map(({ faults = [] }) => faults.map(({ column, fault }) => `${column} ${fault}`).join())
    const damaged = (fault: string, id = fault) => [`card_id ${id}`, `user_card_code ${id}`, `openid ${id}`, `invalid_reason ${fault}`]
    expect(found).toEqual([
      ...damaged('hidden_character'),
      '',
      ...damaged('damaged_character'),
      'user_card_code duplicate_row',
      ...damaged('damaged_character'),
      'user_card_code duplicate_row',
      ...damaged('damaged_character'),
      'user_card_code duplicate_row',
    ])
    for (const report of ['report.csv', 'report.xlsx', 'failed.csv', 'evidence.html'] as const)
      expect((await text(await reportOf(fixture.desk.context, author, batch, report))).length).toBeGreaterThan(100)
  })

  test('are faults of their rows in a text file, but for those round a code, which are taken off', async () => {
    await using fixture = await desks.lend({ kind })
    const author = fixture.actor('ann', 'author')
    const path = join(fixture.folder, 'odd.csv')
    await writeFile(
      path,
      `card_id,user_card_code,openid,invalid_reason\n${fixture.card_id},47\0,o\0b,退\0会\n${fixture.card_id}\0,47,ob,退会\n`,
    )
    const { batch } = await prepareBatch(fixture.desk.context, author, { brand_id, path, connection: 'main' })
    expect([batch.row_count, batch.faulty_count]).toEqual([2, 1])
  })
})
