import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { verifyExport } from '../src/audit/verify-export.ts'
import { at, cases, ofTree, rewritten } from './audit-cases.ts'
import { bare, closeAuditLogs, eventsOf, fillTwoDays, makeAuditLog, textOf } from './fixtures/audit-log.ts'

afterAll(closeAuditLogs)

describe.each(kinds)('tampering on %s is found', (kind) => {
  test.each(cases)('$name', async ({ tamper, found }) => {
    await using made = await makeAuditLog(kind)
    await fillTwoDays(made)
    expect(await made.auditLog.verify()).toMatchObject({ ok: true })
    await tamper(made)
    const report = await made.auditLog.verify()
    expect(bare(report)).toEqual(found)
    expect(report.ok).toBe(false)
    expect(report.findings[0]?.words.en).toMatch(/^(the desk|brand 100[45])[,:]/)
  })

  test('also in an export that is made of it', async () => {
    await using made = await makeAuditLog(kind)
    await fillTwoDays(made)
    await made.rows(`update audit_events set actor = 'person_2' where ${ofTree} = 3`)
    await made.rows(`delete from audit_events where ${ofTree} >= 8`)
    expect(bare(await verifyExport(made.auditLog.export(), made.key.public_keys))).toEqual([
      { ...at, index: 3, kind: 'changed' },
      { ...at, index: 8, through: 9, kind: 'truncated' },
    ])
  })

  test('and a forged state is not written on, so that it stays found', async () => {
    await using made = await makeAuditLog(kind)
    await fillTwoDays(made)
    await cases.find(({ name }) => name.includes('patched'))?.tamper(made)
    await expect(made.auditLog.note(eventsOf('1004', 1))).rejects.toMatchObject({ name: 'AuditError', kind: 'head_forged' })
    made.clock.advance(86_400)
    expect(bare(await made.auditLog.verify())).toContainEqual({ ...at, size: 8, kind: 'head_forged' })
  })

  test('and every bit of every column of an event', async () => {
    await using made = await makeAuditLog(kind)
    await fillTwoDays(made)
    await made.rows('create table kept as select * from audit_events')
    const flips = fc.record({
      index: fc.integer({ min: 0, max: 9 }),
      column: fc.constantFrom('tree', 'index', 'time', 'actor', 'action', 'facts', 'leaf_hash'),
      place: fc.nat(),
      bit: fc.nat({ max: 63 }),
    } as const)
    await fc.assert(
      fc.asyncProperty(flips, async ({ index, column, place, bit }) => {
        const value = (await rewritten(made, index, {}))[column]
        const flipped = flip(value, place, bit)
        // A number that is taken has to be made free first.
        if (column === 'index') await made.rows(`delete from audit_events where ${ofTree} = ${flipped}`)
        await made.rows(`update audit_events set "${column}" = ${flipped} where ${ofTree} = ${index}`)
        const { ok } = await made.auditLog.verify()
        await made.rows('delete from audit_events')
        await made.rows('insert into audit_events select * from kept')
        expect(ok).toBe(false)
      }),
      { numRuns: kind === 'sqlite' ? 150 : 50 },
    )
    expect(await made.auditLog.verify()).toMatchObject({ ok: true })
  })

  test('and a database that was rolled back to an older copy, by an export of before', async () => {
    await using made = await makeAuditLog(kind)
    await fillTwoDays(made)
    const tables = ['audit_events', 'audit_trees', 'audit_tiles', 'audit_checkpoints']
    for (const table of tables) await made.rows(`create table old_${table} as select * from ${table}`)
    await made.auditLog.note([...eventsOf('1004', 2), ...eventsOf('1005', 1)])
    const text = await textOf(made.auditLog.export())
    const file = join(made.folder, 'export.jsonl')
    writeFileSync(file, text)
    await made.auditLog.note(eventsOf('1004', 3))
    expect(await made.auditLog.verify({ against: file })).toMatchObject({ ok: true })
    expect(await made.auditLog.verify({ against: pieces(text, 1000) })).toMatchObject({ ok: true })
    for (const table of tables) {
      await made.rows(`delete from ${table}`)
      await made.rows(`insert into ${table} select * from old_${table}`)
    }
    expect(await made.auditLog.verify()).toMatchObject({ ok: true })
    const found = [
      { ...at, size: 12, kind: 'rolled_back' },
      { ...at, index: 10, through: 11, kind: 'differs_from_export' },
    ] as const
    expect(bare(await made.auditLog.verify({ against: file }))).toEqual([
      { tree: 'desk', size: 4, kind: 'rolled_back' },
      found[0],
      { tree: '1005', size: 1, kind: 'rolled_back' },
      { tree: 'desk', index: 3, kind: 'differs_from_export' },
      found[1],
      { tree: '1005', index: 0, kind: 'differs_from_export' },
    ])
    expect(bare(await made.auditLog.verify({ tree: '1004', against: pieces(text, 7) }))).toEqual(found)
    // What happens afterwards does not hide it.
    made.clock.advance(1)
    await made.auditLog.note(eventsOf('1004', 9))
    expect(await made.auditLog.verify()).toMatchObject({ ok: true })
    expect(bare(await made.auditLog.verify({ tree: '1004', against: file }))).toEqual([{ ...found[0], kind: 'checkpoint_wrong' }, found[1]])
  })
})

test.each(['facts', 'leaf_hash', 'actor', 'time'])('SQLite holds any type in a column: %s as bytes', async (column) => {
  await using made = await makeAuditLog('sqlite')
  await fillTwoDays(made)
  await made.rows(`update audit_events set ${column} = cast(${column} || 'x' as blob) where ${ofTree} = 3`)
  expect(bare(await made.auditLog.verify())).toContainEqual({ ...at, index: 3, kind: 'changed' })
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
