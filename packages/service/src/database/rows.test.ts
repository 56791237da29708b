import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, inject, test } from 'vitest'
import { openDatabase } from './database.ts'
import { type RowOf, rowSet } from './rows.ts'
import type { DatabaseUrl } from './url.ts'

const columns = { name: 'text', number: 'bigint', more: 'text' } as const
type Row = RowOf<typeof columns>

const written = fc.constantFrom(
  "'",
  '"',
  '\\',
  '\\"',
  '{}',
  '[null]',
  '{a,b}',
  'NULL',
  'null',
  '',
  ' ',
  '123',
  '1e5',
  '会员卡',
  '$1',
  '?',
  ':a',
  '%s',
  '\n',
  '\u2028',
)
// PostgreSQL keeps no NUL; the contract refuses it before it could come here.
const text = fc.oneof(written, fc.string({ unit: 'binary' })).map((value) => value.replaceAll('\0', ''))
const number = fc.oneof(fc.maxSafeInteger(), fc.constantFrom(0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER))
const row: fc.Arbitrary<Row> = fc.record({ name: fc.option(text), number: fc.option(number), more: fc.option(text) })

describe.each(['sqlite', 'postgres'] as const)('a row set on %s', (kind) => {
  async function open() {
    const folder = mkdtempSync(join(tmpdir(), 'card-member-rows-'))
    const url: DatabaseUrl = kind === 'sqlite' ? { kind, file: join(folder, 'rows.db') } : { kind, url: inject('postgres_url') }
    const database = await openDatabase(url)
    const dispose = async () => {
      await database.close()
      rmSync(folder, { recursive: true })
    }
    return { database, [Symbol.asyncDispose]: dispose }
  }

  test('gives back what went in, in any number of rows', async () => {
    await using opened = await open()
    const { read } = opened.database
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (rows) => {
        const given = await sql<Row>`select name, number, more from ${rowSet(kind, columns, rows)}`.execute(read)
        expect(given.rows.map((one) => ({ ...one })).toSorted(inOrder)).toEqual(rows.toSorted(inOrder))
      }),
      { numRuns: 200 },
    )
  })

  test('compares as the value it is', async () => {
    await using opened = await open()
    const rows: Row[] = [{ name: '10', number: 10, more: null }]
    const count = (condition: ReturnType<typeof sql>) =>
      sql<{ count: number }>`select count(*) as count from ${rowSet(kind, columns, rows)} where ${condition}`.execute(opened.database.read)
    for (const condition of [sql`name = '10'`, sql`number > 9`, sql`number + 1 = 11`, sql`more is null`])
      expect((await count(condition)).rows).toEqual([{ count: 1 }])
  })
})

function inOrder(a: Row, b: Row): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)]
  return left < right ? -1 : Number(left > right)
}
