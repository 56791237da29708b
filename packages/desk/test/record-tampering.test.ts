import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { signed } from '../src/record/desk-key.ts'
import { entryHash, sealForm } from '../src/record/form.ts'
import { verifyExport } from '../src/record/verify-export.ts'
import type { EntryRow } from '../src/store/record-tables.ts'
import { bare, entriesOf, fillTwoDays, makeRecord, type RecordFixture, textOf } from './record-fixture.ts'

const at = { brand_id: '1004' }
const firstDay = { day: '2026-11-24' }
const ofChain = "brand_id = '1004' and sequence"

/** One entry, with a content and a hash that fit each other. */
async function rewritten(made: RecordFixture, sequence: number, changes: Partial<EntryRow>): Promise<EntryRow> {
  const row = await made.database.read
    .selectFrom('entries')
    .selectAll()
    .where('brand_id', '=', '1004')
    .where('sequence', '=', sequence)
    .executeTakeFirstOrThrow()
  const content = { ...row, ...changes }
  return { ...content, hash: entryHash(content) }
}

const put = async (made: RecordFixture, row: EntryRow) => {
  await made.rows(`delete from entries where ${ofChain} = ${row.sequence}`)
  await made.database.write.insertInto('entries').values(row).execute()
}

interface Case {
  readonly name: string
  tamper(made: RecordFixture): Promise<unknown>
  readonly found: readonly object[]
}

const sql =
  (...statements: string[]) =>
  async (made: RecordFixture) => {
    for (const statement of statements) await made.rows(statement)
  }

const cases: readonly Case[] = [
  {
    name: 'a fact is changed',
    tamper: sql(`update entries set facts = replace(facts, '5665', '5666') where ${ofChain} = 3`),
    found: [{ ...at, sequence: 3, problem: 'changed' }],
  },
  {
    name: 'a hash is changed',
    tamper: sql(`update entries set hash = '${'0'.repeat(64)}' where ${ofChain} = 4`),
    found: [{ ...at, sequence: 4, problem: 'changed' }],
  },
  {
    name: 'the hash before is changed',
    tamper: sql(`update entries set previous_hash = '${'0'.repeat(64)}' where ${ofChain} = 4`),
    found: [{ ...at, sequence: 4, problem: 'changed' }],
  },
  {
    name: 'a sealed entry is changed and hashed anew',
    tamper: async (made) => put(made, await rewritten(made, 5, { actor: 'person_2' })),
    found: [
      { ...at, sequence: 5, ...firstDay, problem: 'seal_wrong' },
      { ...at, sequence: 6, problem: 'reordered' },
    ],
  },
  {
    name: 'the last entry is changed and hashed anew',
    tamper: async (made) => put(made, await rewritten(made, 10, { actor: 'person_2' })),
    found: [{ ...at, sequence: 10, problem: 'head_differs' }],
  },
  {
    name: 'the rest is rewritten from an entry on',
    tamper: async (made) => {
      let row = await rewritten(made, 4, { actor: 'person_2' })
      await put(made, row)
      for (let sequence = 5; sequence <= 10; sequence++) {
        row = await rewritten(made, sequence, { previous_hash: row.hash })
        await put(made, row)
      }
    },
    found: [
      { ...at, sequence: 5, ...firstDay, problem: 'seal_wrong' },
      { ...at, sequence: 10, problem: 'head_differs' },
    ],
  },
  {
    name: 'entries in the middle are deleted',
    tamper: sql(`delete from entries where ${ofChain} in (3, 4, 8)`),
    found: [
      { ...at, sequence: 3, through: 4, problem: 'gap' },
      { ...at, sequence: 8, problem: 'gap' },
    ],
  },
  {
    name: 'the first entry is deleted',
    tamper: sql(`delete from entries where ${ofChain} = 1`),
    found: [{ ...at, sequence: 1, problem: 'gap' }],
  },
  {
    name: 'the last entry of a sealed day is deleted',
    tamper: sql(`delete from entries where ${ofChain} = 5`),
    found: [{ ...at, sequence: 5, problem: 'gap' }],
  },
  {
    name: 'an entry is inserted after the head',
    tamper: async (made) => {
      const last = await rewritten(made, 10, {})
      await put(made, await rewritten(made, 10, { sequence: 11, previous_hash: last.hash }))
    },
    found: [{ ...at, sequence: 11, problem: 'inserted' }],
  },
  {
    name: 'entries are inserted before the first',
    tamper: async (made) => {
      for (const sequence of [0, -5]) await put(made, await rewritten(made, 1, { sequence }))
    },
    found: [
      { ...at, sequence: -5, problem: 'inserted' },
      { ...at, sequence: 0, problem: 'inserted' },
    ],
  },
  {
    name: 'an entry is inserted in the middle and the rest moved on',
    tamper: async (made) => {
      const forged = await rewritten(made, 7, { actor: 'person_2' })
      await made.rows(`update entries set sequence = sequence + 100 where ${ofChain} >= 7`)
      await made.rows(`update entries set sequence = sequence - 99 where ${ofChain} > 100`)
      await put(made, forged)
    },
    found: [
      { ...at, sequence: 8, through: 10, problem: 'reordered' },
      { ...at, sequence: 11, problem: 'inserted' },
      { ...at, sequence: 10, problem: 'head_differs' },
    ],
  },
  {
    name: 'two entries change places',
    tamper: sql(
      `update entries set sequence = 99 where ${ofChain} = 7`,
      `update entries set sequence = 7 where ${ofChain} = 8`,
      `update entries set sequence = 8 where ${ofChain} = 99`,
    ),
    found: [{ ...at, sequence: 7, through: 8, problem: 'reordered' }],
  },
  {
    name: 'an entry moves to another brand',
    tamper: sql(`update entries set brand_id = '1005' where ${ofChain} = 3`),
    found: [
      { ...at, sequence: 3, problem: 'gap' },
      { brand_id: '1005', sequence: 0, problem: 'head_missing' },
      { brand_id: '1005', sequence: 3, problem: 'changed' },
    ],
  },
  {
    name: 'the tail is cut off',
    tamper: sql(`delete from entries where ${ofChain} >= 9`),
    found: [{ ...at, sequence: 9, through: 10, problem: 'truncated' }],
  },
  {
    name: 'the tail is cut off and the head patched without the key',
    tamper: sql(
      `delete from entries where ${ofChain} >= 9`,
      "update chains set sequence = 8, hash = (select hash from entries where brand_id = '1004' and sequence = 8) where brand_id = '1004'",
    ),
    found: [{ ...at, sequence: 8, problem: 'head_forged' }],
  },
  {
    name: 'the tail is cut off beyond a seal, and the head too',
    tamper: sql(`delete from entries where ${ofChain} >= 4`, "delete from chains where brand_id = '1004'"),
    found: [
      { brand_id: '', sequence: 0, problem: 'chain_missing' },
      { ...at, sequence: 0, problem: 'head_missing' },
      { ...at, sequence: 4, through: 5, problem: 'truncated' },
    ],
  },
  {
    name: 'a whole chain is deleted',
    tamper: sql(
      "delete from entries where brand_id = '1004'",
      "delete from chains where brand_id = '1004'",
      "delete from seals where brand_id = '1004'",
    ),
    found: [{ brand_id: '', sequence: 0, problem: 'chain_missing' }],
  },
  {
    name: 'a seal is deleted',
    tamper: sql("delete from seals where brand_id = '1004'"),
    found: [{ ...at, sequence: 5, ...firstDay, problem: 'seal_missing' }],
  },
  {
    name: 'a seal is forged without the key',
    tamper: sql(
      "update seals set hash = (select hash from entries where brand_id = '1004' and sequence = 4), sequence = 4 where brand_id = '1004'",
    ),
    found: [{ ...at, sequence: 4, ...firstDay, problem: 'seal_wrong' }],
  },
  {
    name: 'a seal of another hash is signed with the key',
    tamper: async (made) => {
      const seal = { ...at, ...firstDay, sequence: 5, hash: 'f'.repeat(64), time: 1, key_id: made.key.key_id }
      const signature = signed(made.key, sealForm(seal))
      await made.database.write
        .updateTable('seals')
        .set({ ...seal, signature })
        .where('brand_id', '=', '1004')
        .execute()
    },
    found: [{ ...at, sequence: 5, ...firstDay, problem: 'seal_wrong' }],
  },
  {
    name: 'a beginning is claimed without the key',
    tamper: sql(
      `delete from entries where ${ofChain} <= 5`,
      "update chains set base_sequence = 5, base_hash = (select hash from seals where brand_id = '1004'), base_signature = signature, base_key_id = key_id where brand_id = '1004'",
    ),
    found: [{ ...at, sequence: 5, problem: 'base_wrong' }],
  },
]

describe.each(kinds)('tampering on %s is found', (kind) => {
  test.each(cases)('$name', async ({ tamper, found }) => {
    await using made = await makeRecord(kind)
    await fillTwoDays(made)
    expect(await made.record.verify()).toMatchObject({ ok: true })
    await tamper(made)
    const report = await made.record.verify()
    expect(bare(report)).toEqual(found)
    expect(report.ok).toBe(false)
    expect(report.findings[0]?.words.en).toMatch(/^(the desk|brand 100[45]), entry -?\d+/)
  })

  test('also in an export that is made of it', async () => {
    await using made = await makeRecord(kind)
    await fillTwoDays(made)
    await made.rows(`update entries set actor = 'person_2' where ${ofChain} = 3`)
    await made.rows(`delete from entries where ${ofChain} >= 9`)
    expect(bare(await verifyExport(made.record.export(), made.key.public_keys))).toEqual([
      { ...at, sequence: 3, problem: 'changed' },
      { ...at, sequence: 9, through: 10, problem: 'truncated' },
    ])
  })

  test('and a forged head is not written on, so that it stays found', async () => {
    await using made = await makeRecord(kind)
    await fillTwoDays(made)
    await cases.find(({ name }) => name.includes('patched'))?.tamper(made)
    await expect(made.record.note(entriesOf('1004', 1))).rejects.toMatchObject({ name: 'RecordError', problem: 'head_forged' })
    made.clock.advance(86_400)
    expect(bare(await made.record.verify())).toEqual([{ ...at, sequence: 8, problem: 'head_forged' }])
  })

  test('and so is the seal of the last day, after it was made without an entry', async () => {
    await using made = await makeRecord(kind)
    await fillTwoDays(made)
    made.clock.advance(86_400)
    expect(await made.record.verify()).toMatchObject({ ok: true, counts: { seals: 2 } })
    await made.rows("delete from seals where day = '2026-11-25'")
    expect(bare(await made.record.verify())).toEqual([{ ...at, sequence: 10, day: '2026-11-25', problem: 'seal_missing' }])
  })

  test('and every bit of every column of an entry', async () => {
    await using made = await makeRecord(kind)
    await fillTwoDays(made)
    await made.rows('create table kept as select * from entries')
    const flips = fc.record({
      sequence: fc.integer({ min: 1, max: 10 }),
      column: fc.constantFrom('brand_id', 'sequence', 'time', 'actor', 'action', 'facts', 'previous_hash', 'hash'),
      place: fc.nat(),
      bit: fc.nat({ max: 63 }),
    } as const)
    await fc.assert(
      fc.asyncProperty(flips, async ({ sequence, column, place, bit }) => {
        const value = (await rewritten(made, sequence, {}))[column]
        const flipped = flip(value, place, bit)
        // A number that is taken has to be made free first.
        if (column === 'sequence') await made.rows(`delete from entries where ${ofChain} = ${flipped}`)
        await made.rows(`update entries set ${column} = ${flipped} where ${ofChain} = ${sequence}`)
        const { ok } = await made.record.verify()
        await made.rows('delete from entries')
        await made.rows('insert into entries select * from kept')
        expect(ok).toBe(false)
      }),
      { numRuns: kind === 'sqlite' ? 150 : 50 },
    )
    expect(await made.record.verify()).toMatchObject({ ok: true })
  })

  test('and a database that was rolled back to an older copy, by an export of before', async () => {
    await using made = await makeRecord(kind)
    await fillTwoDays(made)
    const tables = ['entries', 'chains', 'seals']
    for (const table of tables) await made.rows(`create table old_${table} as select * from ${table}`)
    await made.record.note([...entriesOf('1004', 2), ...entriesOf('1005', 1)])
    const text = await textOf(made.record.export())
    const file = join(made.folder, 'export.jsonl')
    writeFileSync(file, text)
    await made.record.note(entriesOf('1004', 3))
    expect(await made.record.verify({ against: file })).toMatchObject({ ok: true })
    expect(await made.record.verify({ against: pieces(text, 1000) })).toMatchObject({ ok: true })
    for (const table of tables) {
      await made.rows(`delete from ${table}`)
      await made.rows(`insert into ${table} select * from old_${table}`)
    }
    expect(await made.record.verify()).toMatchObject({ ok: true })
    const found = { ...at, sequence: 11, through: 12, problem: 'differs_from_export' }
    expect(bare(await made.record.verify({ against: file }))).toEqual([
      found,
      { brand_id: '1005', sequence: 1, problem: 'differs_from_export' },
    ])
    expect(bare(await made.record.verify({ brand_id: '1004', against: pieces(text, 7) }))).toEqual([found])
    // What happens afterwards does not hide it.
    made.clock.advance(1)
    await made.record.note(entriesOf('1004', 9))
    expect(await made.record.verify()).toMatchObject({ ok: true })
    expect(bare(await made.record.verify({ brand_id: '1004', against: file }))).toEqual([found])
  })
})

test.each(['facts', 'hash', 'actor', 'time', 'previous_hash'])('SQLite holds any type in a column: %s as bytes', async (column) => {
  await using made = await makeRecord('sqlite')
  await fillTwoDays(made)
  await made.rows(`update entries set ${column} = cast(${column} || 'x' as blob) where ${ofChain} = 3`)
  expect(bare(await made.record.verify())).toEqual([{ ...at, sequence: 3, problem: 'changed' }])
})

/** A value with one bit turned, as SQL. */
function flip(value: string | number, place: number, bit: number): string {
  if (typeof value === 'number') return String(BigInt.asIntN(64, BigInt(value) ^ (1n << BigInt(bit))))
  const index = place % value.length
  const unit = String.fromCharCode(value.charCodeAt(index) ^ (1 << (bit % 16)))
  return `'${(value.slice(0, index) + unit + value.slice(index + 1)).replaceAll("'", "''")}'`
}

/** A text in pieces of so many bytes. */
async function* pieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
