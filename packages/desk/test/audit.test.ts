import { createHash, createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { AuditLog } from '../src/audit/audit-log.ts'
import { TreeReader } from '../src/audit/tree-reader.ts'
import { verifyAuditLog } from '../src/audit/verify-log.ts'
import { bare, closeAuditLogs, eventsOf, fillTwoDays, makeAuditLog, textOf } from './fixtures/audit-log.ts'

afterAll(closeAuditLogs)

describe.each(kinds)('the audit log on %s', (kind) => {
  test('grows one tree for each brand and one for the desk', async () => {
    await using made = await makeAuditLog(kind)
    await made.auditLog.note([...eventsOf('1004', 2), ...eventsOf('', 1), ...eventsOf('1005', 1), ...eventsOf('1004', 1)])
    await made.auditLog.note(eventsOf('1004', 1))
    const rows = await made.rows('select tree, "index", time, actor, action, facts from audit_events order by tree, "index"')
    expect(rows.map(({ tree, index }) => [tree, index])).toEqual([
      ['1004', 0],
      ['1004', 1],
      ['1004', 2],
      ['1004', 3],
      ['1005', 0],
      ['desk', 0],
      ['desk', 1],
      ['desk', 2],
    ])
    expect(rows.slice(5, 7)).toMatchObject([
      { actor: 'desk', action: 'audit.tree', facts: '{"tree":"1004"}' },
      { actor: 'desk', action: 'audit.tree', facts: '{"tree":"1005"}' },
    ])
    expect(rows[0]).toMatchObject({ time: made.clock.seconds, facts: '{"last_four":"5665","number":1,"说明":"查询"}' })
    expect(await made.auditLog.verify()).toEqual({
      ok: true,
      findings: [],
      findings_left_off: 0,
      counts: { trees: 3, events: 10, checkpoints: 2 },
      witnesses: [],
    })
  })

  test('nothing at all verifies', async () => {
    await using made = await makeAuditLog(kind)
    await made.auditLog.note([])
    expect(await made.auditLog.purge('1004', made.clock.seconds)).toEqual({ events: 0, first_index: 0 })
    expect(await made.auditLog.verify()).toMatchObject({ ok: true, counts: { trees: 0, events: 0, checkpoints: 0 } })
    expect(await textOf(made.auditLog.export())).toBe('')
  })

  test('events go with their transaction, both ways', async () => {
    await using made = await makeAuditLog(kind)
    const append = (fails: boolean) =>
      made.database.write.transaction().execute(async (database) => {
        await made.auditLog.append({ kind, database }, eventsOf('1004', 2))
        await made.auditLog.append({ kind, database }, eventsOf('1004', 1))
        if (fails) throw new Error('undone')
      })
    await expect(append(true)).rejects.toThrow('undone')
    await append(false)
    await expect(append(true)).rejects.toThrow('undone')
    await append(false)
    expect(await made.auditLog.verify()).toMatchObject({ ok: true, counts: { trees: 2, events: 8, checkpoints: 1 } })
  })

  test('many appenders at once make one tree', async () => {
    await using made = await makeAuditLog(kind)
    // One SQLite file belongs to one desk; a PostgreSQL database may have several.
    const other = kind === 'postgres' ? await made.another() : made.auditLog
    const brands = ['1004', '1005', '', '1006']
    await Promise.all(
      Array.from({ length: 80 }, (_, index) => {
        const first = brands[index % 4] ?? ''
        const second = brands[(index * 7 + 1) % 4] ?? ''
        return (index % 2 === 0 ? made.auditLog : other).note([...eventsOf(first, 3), ...eventsOf(second, 2)])
      }),
    )
    expect(await made.auditLog.verify()).toMatchObject({ ok: true, findings: [], counts: { trees: 4, events: 406, checkpoints: 3 } })
  })

  test('a checkpoint is made when a day is over or ten minutes went by, and the tree of the desk names it', async () => {
    await using made = await makeAuditLog(kind)
    made.clock.set('2026-11-24T23:59:59+08:00')
    await made.auditLog.note([...eventsOf('1004', 2), ...eventsOf('1005', 3)])
    expect(await made.auditLog.writeDueCheckpoints()).toBe(0)
    made.clock.advance(1)
    expect(await made.auditLog.writeDueCheckpoints()).toBe(3)
    expect(await made.auditLog.writeDueCheckpoints()).toBe(0)
    const named = async () => (await made.auditLog.list({ tree: 'desk', action: 'audit.checkpoint', limit: 9 })).map(({ facts }) => facts)
    const [first, second] = await named()
    expect([first, second]).toMatchObject([
      { tree: '1005', size: 3 },
      { tree: '1004', size: 2 },
    ])
    await made.auditLog.note(eventsOf('1004', 1))
    made.clock.advance(599)
    expect(await made.auditLog.writeDueCheckpoints()).toBe(0)
    made.clock.advance(1)
    expect(await made.auditLog.writeDueCheckpoints()).toBe(2)
    expect(await named()).toEqual([{ tree: '1004', size: 3, root: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/) }, first, second])
    expect(await made.rows('select tree, size from audit_checkpoints order by tree')).toEqual([
      { tree: '1004', size: 3 },
      { tree: '1005', size: 3 },
      { tree: 'desk', size: 5 },
    ])
    expect(await made.auditLog.verify()).toMatchObject({ ok: true, counts: { trees: 3, events: 11, checkpoints: 3 } })
  })

  test('a clock that goes back hides nothing', async () => {
    await using made = await makeAuditLog(kind)
    await fillTwoDays(made)
    made.clock.advance(-86_400)
    await made.auditLog.note(eventsOf('1004', 1))
    expect(await made.auditLog.writeDueCheckpoints()).toBe(0)
    made.clock.advance(9 * 86_400)
    expect(await made.auditLog.writeDueCheckpoints()).toBe(2)
    expect(await made.auditLog.verify()).toMatchObject({ ok: true, findings: [], counts: { events: 15, checkpoints: 3 } })
  })

  test('a new key takes over, and the old one stays good as long as it is known', async () => {
    await using made = await makeAuditLog(kind)
    await using second = await makeAuditLog('sqlite')
    await fillTwoDays(made)
    await made.auditLog.note(eventsOf('1005', 1))
    const public_keys = new Map([...made.key.public_keys, ...second.key.public_keys])
    const rolled = new AuditLog({ database: made.database, key: { ...second.key, public_keys }, clock: made.clock.read })
    made.clock.advance(86_400)
    await rolled.note(eventsOf('1004', 1))
    expect(await rolled.verify()).toMatchObject({ ok: true })
    expect(bare(await verifyAuditLog(made.database, second.key.public_keys))).toEqual([{ tree: '1005', size: 1, kind: 'head_forged' }])
  })

  test('an event that no entry bundle could hold is refused with its transaction', async () => {
    await using made = await makeAuditLog(kind)
    const event = (length: number) => [{ brand_id: '1004', actor: 'desk', action: 'a.b', facts: { text: '字'.repeat(length) } }]
    const bytes = 65_535 - Buffer.byteLength('{"action":"a.b","actor":"desk","event_id":"1004/0","facts":{"text":""},"time":1795000000}')
    await expect(made.auditLog.note(event(Math.floor(bytes / 3) + 1))).rejects.toMatchObject({ kind: 'event_too_large' })
    expect(await made.rows('select tree from audit_events')).toEqual([])
    await made.auditLog.note(event(Math.floor(bytes / 3)))
    expect(await made.auditLog.verify()).toMatchObject({ ok: true })
  })

  test('hashes of thousands of events fill tiles, and the root at every size comes from them', async () => {
    await using made = await makeAuditLog(kind)
    for (const count of [255, 2, 600, 1, 167]) await made.auditLog.note(eventsOf('1004', count))
    const tiles = "select level, number, length(hashes) as length from audit_tiles where tree = '1004' order by level, number"
    expect(await made.rows(tiles)).toEqual([0, 1, 2, 3].map((number) => ({ level: 0, number, length: Math.ceil((256 * 32) / 3) * 4 })))
    const leaves = (await made.rows('select leaf_hash from audit_events where tree = \'1004\' order by "index"')).map(({ leaf_hash }) =>
      Buffer.from(String(leaf_hash), 'base64'),
    )
    const reader = new TreeReader({ kind, database: made.database.read }, '1004')
    for (const size of [0, 1, 2, 255, 256, 257, 511, 512, 857, 1024, 1025])
      expect(await reader.rootAt(size), `${size}`).toBe(merkleTreeHash(leaves.slice(0, size)).toString('base64'))
    expect(await made.auditLog.verify()).toMatchObject({ ok: true })
    await made.rows("update audit_tiles set hashes = replace(hashes, substr(hashes, 5, 1), 'A') where tree = '1004' and number = 1")
    expect(bare(await made.auditLog.verify())).toContainEqual({ tree: '1004', index: 256, through: 511, kind: 'tile_wrong' })
  })

  test('lists the newest first, by action, page by page', async () => {
    await using made = await makeAuditLog(kind)
    await made.auditLog.note([...eventsOf('1004', 3), { brand_id: '1004', actor: 'desk', action: 'batch.run', facts: { b: [1], a: null } }])
    const list = async (more: object) => (await made.auditLog.list({ tree: '1004', limit: 2, ...more })).map(({ index }) => index)
    expect(await list({})).toEqual([3, 2])
    expect(await list({ after: { time: made.clock.seconds, index: 2 } })).toEqual([1, 0])
    expect(await list({ action: 'card.look_up' })).toEqual([2, 1])
    const [newest] = await made.auditLog.list({ tree: '1004', limit: 1 })
    expect(newest).toMatchObject({ actor: 'desk', action: 'batch.run', facts: { a: null, b: [1] } })
  })

  test('any outsider can recompute it from an export', async () => {
    await using made = await makeAuditLog(kind)
    await fillTwoDays(made)
    const [head, ...events] = (await textOf(made.auditLog.export({ tree: '1004' })))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const leaves = events.map(({ tree, index, time, actor, action, facts }) => {
      const entry = { action, actor, event_id: `${tree}/${index}`, facts: JSON.parse(facts), time }
      return sha256(Buffer.of(0), Buffer.from(JSON.stringify(entry)))
    })
    expect(events.map(({ leaf_hash }) => leaf_hash)).toEqual(leaves.map((hash) => hash.toString('base64')))
    const [row] = await made.rows("select note from audit_checkpoints where tree = '1004'")
    const { desk_id } = head
    const origin = `card-member.local/${desk_id}/1004`
    const [body = '', signature = ''] = String(row?.note).split('\n\n')
    expect(`${body}\n`).toBe(`${origin}\n10\n${merkleTreeHash(leaves).toString('base64')}\n`)
    expect(desk_id).toMatch(/^[0-9a-f]{16}$/)
    const pem = createPublicKey(readFileSync(join(made.folder, 'desk_pub.pem')))
    const [dash, name, text = ''] = signature.trimEnd().split(' ')
    const bytes = Buffer.from(text, 'base64')
    expect([dash, name]).toEqual(['\u2014', origin])
    const raw = Buffer.from(pem.export({ format: 'jwk' }).x ?? '', 'base64url')
    expect(bytes.subarray(0, 4)).toEqual(sha256(Buffer.from(`${origin}\n`), Buffer.of(1), raw).subarray(0, 4))
    expect(verify(null, Buffer.from(`${body}\n`), pem, bytes.subarray(4))).toBe(true)
  })
})

const sha256 = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest()

/** The root as RFC 6962 defines it, section 2.1, not as the audit log computes it. */
function merkleTreeHash(leaves: readonly Buffer[]): Buffer {
  const [only = sha256()] = leaves
  if (leaves.length < 2) return only
  const middle = 2 ** Math.floor(Math.log2(leaves.length - 1))
  return sha256(Buffer.of(1), merkleTreeHash(leaves.slice(0, middle)), merkleTreeHash(leaves.slice(middle)))
}

test('any facts come back as they were', async () => {
  await using made = await makeAuditLog('sqlite')
  const facts = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue(), { noNullPrototype: true })
  let count = 0
  await fc.assert(
    fc.asyncProperty(facts, async (given) => {
      const known = JSON.parse(JSON.stringify(given))
      await made.auditLog.note([{ brand_id: '1004', actor: '人', action: 'a.b', facts: known }])
      count++
      expect((await made.auditLog.list({ tree: '1004', limit: 1 }))[0]?.facts).toEqual(known)
    }),
    { numRuns: 60 },
  )
  expect(await made.auditLog.verify()).toMatchObject({ ok: true, counts: { events: count + 2 } })
})
