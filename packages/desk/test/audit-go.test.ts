import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { goChecker } from '../../tlog/test/fixtures/go-checker.ts'
import { Findings } from '../src/audit/findings.ts'
import { proveEvent } from '../src/audit/proofs.ts'
import { publishLog } from '../src/audit/publish.ts'
import { checkTiles } from '../src/audit/tile-check.ts'
import { TreeReader } from '../src/audit/tree-reader.ts'
import { unconfirmed } from '../src/audit/witness-file.ts'
import { closeAuditLogs, eventsOf, makeAuditLog } from './fixtures/audit-log.ts'

let check: Awaited<ReturnType<typeof goChecker>>

beforeAll(async () => {
  check = await goChecker()
})
afterAll(closeAuditLogs)

describe.each(kinds)('a log that a desk on %s published, and a proof of it,', (kind) => {
  // The largest has a full tile of level 1: 65,536 events in the tree of a brand.
  test.each(kind === 'sqlite' ? [1, 300, 65_600] : [300])('are good to golang.org/x/mod: %i events', async (size) => {
    await using made = await makeAuditLog(kind)
    const { auditLog } = made
    const out = mkdtempSync(join(tmpdir(), 'card-member-go-'))
    onTestFinished(() => rmSync(out, { recursive: true, force: true }))
    for (let begun = 0; begun < size; begun += 8200) await auditLog.note(eventsOf('1004', Math.min(8200, size - begun)))
    await publishLog(auditLog, out, unconfirmed, () => auditLog.now)
    const checked = async (tree: string, index: number, older_size: number) => {
      const folder = join(out, tree)
      const proof_file = join(folder, 'event.tlog-proof')
      writeFileSync(proof_file, (await proveEvent(auditLog, tree, index)) ?? '')
      return check({ folder, vkey: readFileSync(join(folder, 'vkey'), 'utf8').trim(), proof_file, older_size })
    }
    const older_size = Math.ceil(size * 0.7)
    const brand = await checked('1004', size - 1, older_size)
    expect(brand).toMatchObject({ entries: size, index: size - 1 })
    expect(JSON.parse(brand.entry)).toMatchObject({ event_id: `1004/${size - 1}`, action: 'card.look_up', actor: 'person_1' })
    expect(brand.root).toBe(await new TreeReader(auditLog.reading, '1004').rootAt(older_size))
    const desk = await checked('desk', 0, 1)
    expect(desk).toMatchObject({ entries: 2, index: 0 })
    expect(JSON.parse(desk.entry)).toMatchObject({ event_id: 'desk/0', action: 'audit.tree', facts: { tree: '1004' } })
    if (size < 65_536) return
    expect(readdirSync(join(out, '1004/tile/1'))).toEqual(['000'])
    expect(readdirSync(join(out, '1004/tile/2/000.p'))).toEqual(['1'])
    expect(await auditLog.verify({ published: out })).toMatchObject({ ok: true, findings: [] })
    await made.rows("update audit_tiles set root = hashes where tree = '1004' and level = 1")
    const findings = new Findings()
    await checkTiles(auditLog.reading, '1004', size, findings)
    expect(findings.list()).toMatchObject([{ tree: '1004', index: 0, through: 65_535, kind: 'tile_wrong' }])
    const tile = join(out, '1004/tile/1/000')
    writeFileSync(
      tile,
      readFileSync(tile).map((byte, at) => (at === 40 ? byte ^ 1 : byte)),
    )
    await expect(checked('1004', 3, 7)).rejects.toThrow('Command failed')
  })
})
