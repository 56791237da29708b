import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { parsePublicKeys } from '../src/audit/desk-key.ts'
import { verifyExport } from '../src/audit/verify-export.ts'
import { type AuditFixture, bare, closeAuditLogs, eventsOf, makeAuditLog, textOf } from './fixtures/audit-log.ts'

afterAll(closeAuditLogs)

/** Four days of three events each; the first three days are closed at 3, 6 and 9. */
async function fillDays({ auditLog, clock }: AuditFixture): Promise<void> {
  for (let day = 0; day < 4; day++) {
    if (day > 0) clock.advance(86_400)
    await auditLog.note(eventsOf('1004', 3))
  }
}

const at = { brand_id: '1004' }
const noon = (day: string) => Date.parse(`${day}T12:00:00+08:00`) / 1000

describe.each(kinds)('on %s', (kind) => {
  test('a purge takes whole closed days, tells of each, and the rest verifies', async () => {
    await using made = await makeAuditLog(kind)
    await fillDays(made)
    const early = await textOf(made.auditLog.export())
    expect(await made.auditLog.purge('1004', noon('2026-11-24'))).toEqual({ events: 0, prune_sequence: 0 })
    expect(await made.auditLog.purge('1004', noon('2026-11-26'), 'person_9')).toEqual({ events: 6, prune_sequence: 6 })
    const told = { actor: 'person_9', action: 'audit.prune' } as const
    const facts = { before: noon('2026-11-26'), events: 3, findings: 0 } as const
    expect(await made.auditLog.list({ ...at, limit: 2 })).toMatchObject([
      { ...told, sequence: 14, facts: { ...facts, from_sequence: 4, to_sequence: 6 } },
      { ...told, sequence: 13, facts: { ...facts, from_sequence: 1, to_sequence: 3 } },
    ])
    expect(await made.rows('select sequence from audit_checkpoints order by day')).toEqual([{ sequence: 6 }, { sequence: 9 }])
    expect(await made.auditLog.verify({ against: pieces(early) })).toMatchObject({ ok: true, counts: { events: 8, checkpoints: 2 } })
    expect(await made.auditLog.purge('1004', noon('2026-11-26'))).toEqual({ events: 0, prune_sequence: 6 })
    made.clock.advance(86_400)
    expect(await made.auditLog.purge('1004', made.clock.seconds)).toEqual({ events: 8, prune_sequence: 14 })
    await made.auditLog.note(eventsOf('1004', 1))
    const late = await textOf(made.auditLog.export())
    expect(await made.auditLog.verify({ against: pieces(late) })).toMatchObject({
      ok: true,
      findings: [],
      counts: { events: 3, checkpoints: 1 },
    })
    expect(await verifyExport(pieces(late), made.key.public_keys)).toMatchObject({ ok: true, complete: true })
  })

  test.each([
    ["update audit_heads set prune_hash = hash where brand_id = '1004'", { ...at, sequence: 6, kind: 'prune_point_wrong' }],
    ["update audit_heads set prune_sequence = 7 where brand_id = '1004'", { ...at, sequence: 7, kind: 'prune_point_wrong' }],
    ["delete from audit_checkpoints where brand_id = '1004' and sequence = 6", { ...at, sequence: 6, kind: 'checkpoint_missing' }],
    ["delete from audit_events where brand_id = '1004' and sequence = 7", { ...at, sequence: 7, kind: 'gap' }],
    ["update audit_events set sequence = 2 where brand_id = '1004' and sequence = 13", { ...at, sequence: 2, kind: 'inserted' }],
  ])('after a purge, it finds: %s', async (statement, found) => {
    await using made = await makeAuditLog(kind)
    await fillDays(made)
    await made.auditLog.purge('1004', noon('2026-11-26'))
    await made.rows(statement)
    expect(bare(await made.auditLog.verify())[0]).toEqual(found)
  })

  test('a purge of what was tampered with says that it was', async () => {
    await using made = await makeAuditLog(kind)
    await fillDays(made)
    await made.rows("delete from audit_events where brand_id = '1004' and sequence in (2, 5)")
    expect(await made.auditLog.purge('1004', noon('2026-11-26'))).toEqual({ events: 4, prune_sequence: 6 })
    expect(await made.auditLog.list({ ...at, limit: 2 })).toMatchObject([
      { facts: { events: 2, findings: 2 } },
      { facts: { events: 2, findings: 2 } },
    ])
    expect(await made.auditLog.verify()).toMatchObject({ ok: true })
  })

  test('an export of one brand, or of some days, is verified with the public key alone', async () => {
    await using made = await makeAuditLog(kind)
    await fillDays(made)
    await made.auditLog.note(eventsOf('1005', 2))
    const keys = parsePublicKeys([readFileSync(join(made.folder, 'desk_pub.pem'), 'utf8')])
    const check = async (options: object) => verifyExport(made.auditLog.export(options), keys)
    expect(await check({})).toMatchObject({ ok: true, complete: true, findings: [], counts: { chains: 3, events: 14, checkpoints: 3 } })
    expect(await check({ brand_id: '1004' })).toMatchObject({ ok: true, complete: true, counts: { chains: 1, events: 12, checkpoints: 3 } })
    const from = noon('2026-11-25')
    expect(await check({ brand_id: '1004', from })).toMatchObject({ ok: true, complete: false, counts: { events: 9, checkpoints: 3 } })
    expect(await check({ from, to: from })).toMatchObject({ ok: true, complete: false, counts: { chains: 3, events: 5, checkpoints: 2 } })
    expect(await check({ brand_id: '1004', to: from })).toMatchObject({ ok: true, complete: false, counts: { events: 6, checkpoints: 2 } })
    expect(await verifyExport(made.auditLog.export(), new Map())).toMatchObject({ ok: false })
  })

  test('what was done to an export is found, by line or event', async () => {
    await using made = await makeAuditLog(kind)
    await fillDays(made)
    const lines = (await textOf(made.auditLog.export())).trimEnd().split('\n')
    const check = async (changed: readonly string[]) => bare(await verifyExport(pieces(changed.join('\n')), made.key.public_keys))
    const without = (...gone: number[]) => lines.filter((_, index) => !gone.includes(index))
    // The desk's head, then the brand's at 1, its checkpoints at 2 to 4, its events from 5 on.
    expect(lines).toHaveLength(17)
    expect(await check(lines)).toEqual([])
    expect(await check(without(6))).toEqual([{ ...at, sequence: 2, kind: 'gap' }])
    expect(await check(without(15, 16))).toEqual([{ ...at, sequence: 11, through: 12, kind: 'truncated' }])
    expect(await check(without(3))).toEqual([{ ...at, sequence: 6, day: '2026-11-25', kind: 'checkpoint_missing' }])
    expect(await check(without(1))).toEqual([
      { ...at, sequence: 0, kind: 'head_missing' },
      { brand_id: '', sequence: 0, kind: 'chain_missing' },
    ])
    expect(await check(lines.slice(0, 1))).toEqual([{ brand_id: '', sequence: 0, kind: 'chain_missing' }])
    expect(await check([...lines, lines[7] ?? ''])).toEqual([{ ...at, sequence: 3, kind: 'inserted' }])
    expect(await check([...lines.slice(0, 5), '{}', ...lines.slice(5)])).toEqual([{ ...at, sequence: 6, kind: 'unreadable' }])
    expect(await check(lines.map((line) => line.replace('"to_sequence":12', '"to_sequence":11')))).toEqual([
      { ...at, sequence: 12, kind: 'inserted' },
      { ...at, sequence: 12, kind: 'truncated' },
    ])
    expect(await check(lines.slice(0, 16).map((line) => line.replace('"to_sequence":12', '"to_sequence":11')))).toEqual([
      { ...at, sequence: 12, kind: 'truncated' },
    ])
  })

  test('a line separator within a text ends no line', async () => {
    await using made = await makeAuditLog(kind)
    await made.auditLog.note([{ brand_id: '1004', actor: 'desk', action: 'a.b', facts: { text: 'one\u2028two\u2029three\r\nfour' } }])
    expect(await verifyExport(made.auditLog.export(), made.key.public_keys)).toMatchObject({ ok: true, counts: { events: 1 } })
  })
})

/** A text cut in two within a line. */
async function* pieces(text: string): AsyncGenerator<string> {
  const middle = Math.floor(text.length / 2)
  yield text.slice(0, middle)
  yield text.slice(middle)
}
