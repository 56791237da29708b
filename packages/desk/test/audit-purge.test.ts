import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { parsePublicKeys } from '../src/audit/desk-key.ts'
import { TreeReader } from '../src/audit/tree-reader.ts'
import { verifyExport } from '../src/audit/verify-export.ts'
import { type AuditFixture, bare, closeAuditLogs, eventsOf, makeAuditLog, textOf } from './fixtures/audit-log.ts'

afterAll(closeAuditLogs)

/** Four days of three events each. */
async function fillDays({ auditLog, clock }: AuditFixture): Promise<void> {
  for (let day = 0; day < 4; day++) {
    if (day > 0) clock.advance(86_400)
    await auditLog.writeDueCheckpoints()
    await auditLog.note(eventsOf('1004', 3))
  }
}

const at = { tree: '1004' }
const night = (day: string) => Date.parse(`${day}T00:00:00+08:00`) / 1000

describe.each(kinds)('on %s', (kind) => {
  test('a purge takes what is older than a time and tells of it; the rest verifies, and every root is known', async () => {
    await using made = await makeAuditLog(kind)
    await fillDays(made)
    const early = await textOf(made.auditLog.export())
    const reader = () => new TreeReader({ kind, database: made.database.read }, '1004')
    const roots = await Promise.all([1, 5, 6, 7, 12].map((size) => reader().rootAt(size)))
    expect(await made.auditLog.purge('1004', night('2026-11-24'))).toEqual({ events: 0, first_index: 0 })
    expect(await made.auditLog.purge('1004', night('2026-11-26'), 'person_9')).toEqual({ events: 6, first_index: 6 })
    expect(await made.auditLog.list({ ...at, limit: 1 })).toMatchObject([
      {
        actor: 'person_9',
        action: 'audit.prune',
        index: 12,
        facts: { before: night('2026-11-26'), from_index: 0, to_index: 6, events: 6, findings: 0 },
      },
    ])
    expect(await Promise.all([1, 5, 6, 7, 12].map((size) => reader().rootAt(size)))).toEqual(roots)
    expect(await made.auditLog.verify({ against: pieces(early) })).toMatchObject({ ok: true, findings: [] })
    expect(await made.auditLog.purge('1004', night('2026-11-26'))).toEqual({ events: 0, first_index: 6 })
    made.clock.advance(86_400)
    expect(await made.auditLog.purge('1004', made.clock.seconds)).toEqual({ events: 7, first_index: 13 })
    await made.auditLog.note(eventsOf('1004', 600))
    const late = await textOf(made.auditLog.export())
    expect(await made.auditLog.verify({ against: pieces(late) })).toMatchObject({ ok: true, findings: [] })
    expect(await made.auditLog.verify({ tree: '1004' })).toMatchObject({ ok: true, counts: { trees: 1, events: 601 } })
    expect(await Promise.all([1, 5, 6, 7, 12].map((size) => reader().rootAt(size)))).toEqual(roots)
    expect(await verifyExport(pieces(late), made.key.public_keys)).toMatchObject({ ok: true })
  })

  test.each([
    ["update audit_trees set first_index = 7 where tree = '1004'", { ...at, size: 13, kind: 'head_forged' }],
    ['delete from audit_events where tree = \'1004\' and "index" = 7', { ...at, index: 7, kind: 'gap' }],
    ['update audit_events set "index" = 2 where tree = \'1004\' and "index" = 12', { ...at, index: 2, kind: 'inserted' }],
    ["delete from audit_tiles where tree = '1004'", { ...at, index: 0, through: 5, kind: 'tile_wrong' }],
  ])('after a purge, it finds: %s', async (statement, found) => {
    await using made = await makeAuditLog(kind)
    await fillDays(made)
    await made.auditLog.purge('1004', night('2026-11-26'))
    await made.auditLog.writeCheckpoints()
    await made.rows(statement)
    expect(bare(await made.auditLog.verify())).toContainEqual(found)
  })

  test('a purge of what was tampered with says that it was', async () => {
    await using made = await makeAuditLog(kind)
    await fillDays(made)
    await made.rows("update audit_events set actor = 'person_2' where tree = '1004' and \"index\" in (1, 4)")
    expect(await made.auditLog.purge('1004', night('2026-11-26'))).toEqual({ events: 6, first_index: 6 })
    expect(await made.auditLog.list({ ...at, limit: 1 })).toMatchObject([{ facts: { events: 6, findings: 2 } }])
    expect(await made.auditLog.verify()).toMatchObject({ ok: true, findings: [] })
  })

  test('an export of all or of one tree is verified with the public key alone', async () => {
    await using made = await makeAuditLog(kind)
    await fillDays(made)
    await made.auditLog.note(eventsOf('1005', 2))
    const keys = parsePublicKeys([readFileSync(join(made.folder, 'desk_pub.pem'), 'utf8')])
    const check = async (options: object) => verifyExport(made.auditLog.export(options), keys)
    expect(await check({})).toMatchObject({ ok: true, findings: [], counts: { trees: 3, events: 19 } })
    expect(await check({ tree: '1004' })).toMatchObject({ ok: true, counts: { trees: 1, events: 12 } })
    expect(await verifyExport(made.auditLog.export(), new Map())).toMatchObject({ ok: false })
  })

  test('what was done to an export is found, by line or event', async () => {
    await using made = await makeAuditLog(kind)
    await fillDays(made)
    const lines = (await textOf(made.auditLog.export())).trimEnd().split('\n')
    const check = async (changed: readonly string[]) => bare(await verifyExport(pieces(changed.join('\n')), made.key.public_keys))
    const brand = lines.findIndex((line) => line.includes('"kind":"tree","desk_id"') && line.includes('"tree":"1004"'))
    const event = (index: number) => brand + 1 + index
    const without = (...gone: number[]) => lines.filter((_, index) => !gone.includes(index))
    expect(await check(lines)).toEqual([])
    expect(await check(without(event(1)))).toEqual([{ ...at, index: 1, kind: 'gap' }])
    expect(await check(without(event(10), event(11)))).toEqual([{ ...at, index: 10, through: 11, kind: 'truncated' }])
    expect(await check(without(brand))).toEqual([{ ...at, kind: 'head_missing' }])
    expect(await check(lines.slice(0, brand))).toEqual([{ ...at, kind: 'tree_missing' }])
    expect(await check([...lines, lines[event(3)] ?? ''])).toEqual([{ ...at, index: 3, kind: 'inserted' }])
    expect(await check([...lines.slice(0, 5), '{}', ...lines.slice(5)])).toEqual([{ tree: 'desk', index: 6, kind: 'unreadable' }])
    expect(await check(lines.map((line) => line.replace('"size":12', '"size":11')))).toContainEqual({
      ...at,
      size: 11,
      kind: 'head_forged',
    })
  })

  test('a line separator within a text ends no line', async () => {
    await using made = await makeAuditLog(kind)
    await made.auditLog.note([{ brand_id: '1004', actor: 'desk', action: 'a.b', facts: { text: 'one\u2028two\u2029three\r\nfour' } }])
    expect(await verifyExport(made.auditLog.export(), made.key.public_keys)).toMatchObject({ ok: true, counts: { events: 2 } })
  })
})

/** A text cut in two within a line. */
async function* pieces(text: string): AsyncGenerator<string> {
  const middle = Math.floor(text.length / 2)
  yield text.slice(0, middle)
  yield text.slice(middle)
}
