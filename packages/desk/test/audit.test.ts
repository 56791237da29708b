import { createHash, createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { AuditLog } from '../src/audit/audit-log.ts'
import { verifyAuditLog } from '../src/audit/verify-log.ts'
import { bare, closeAuditLogs, eventsOf, fillTwoDays, makeAuditLog, textOf } from './fixtures/audit-log.ts'

afterAll(closeAuditLogs)

describe.each(kinds)('the audit log on %s', (kind) => {
  test('grows one chain for each brand and one for the desk', async () => {
    await using made = await makeAuditLog(kind)
    await made.auditLog.note([...eventsOf('1004', 2), ...eventsOf('', 1), ...eventsOf('1005', 1), ...eventsOf('1004', 1)])
    await made.auditLog.note(eventsOf('1004', 1))
    const rows = await made.rows('select brand_id, sequence, time, facts from audit_events order by brand_id, sequence')
    expect(rows.map(({ brand_id, sequence }) => [brand_id, sequence])).toEqual([
      ['', 1],
      ['1004', 1],
      ['1004', 2],
      ['1004', 3],
      ['1004', 4],
      ['1005', 1],
    ])
    expect(rows[1]).toMatchObject({ time: made.clock.seconds, facts: '{"last_four":"5665","number":1,"说明":"查询"}' })
    expect(await made.auditLog.verify()).toEqual({
      ok: true,
      complete: true,
      findings: [],
      findings_left_off: 0,
      counts: { chains: 3, events: 6, checkpoints: 0 },
    })
  })

  test('nothing at all verifies', async () => {
    await using made = await makeAuditLog(kind)
    await made.auditLog.note([])
    expect(await made.auditLog.purge('1004', made.clock.seconds)).toEqual({ events: 0, prune_sequence: 0 })
    expect(await made.auditLog.verify()).toMatchObject({ ok: true, counts: { chains: 0, events: 0, checkpoints: 0 } })
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
    expect(await made.auditLog.verify()).toMatchObject({ ok: true, counts: { chains: 2, events: 6, checkpoints: 0 } })
  })

  test('many appenders at once make one chain', async () => {
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
    expect(await made.auditLog.verify()).toMatchObject({ ok: true, findings: [], counts: { chains: 4, events: 400, checkpoints: 0 } })
  })

  test('a day is closed by the first event of a later one, or when it is over', async () => {
    await using made = await makeAuditLog(kind)
    made.clock.set('2026-11-24T23:59:59+08:00')
    await made.auditLog.note([...eventsOf('1004', 2), ...eventsOf('1005', 3)])
    made.clock.advance(1)
    await made.auditLog.note(eventsOf('1004', 1))
    const checkpoints = 'select brand_id, day, sequence from audit_checkpoints order by day, brand_id'
    expect(await made.rows(checkpoints)).toEqual([{ brand_id: '1004', day: '2026-11-24', sequence: 2 }])
    expect(await made.auditLog.writeDueCheckpoints()).toBe(1)
    expect(await made.auditLog.writeDueCheckpoints()).toBe(0)
    made.clock.advance(3 * 86_400)
    expect(await made.auditLog.verify()).toMatchObject({ ok: true, counts: { chains: 3, events: 6, checkpoints: 3 } })
    expect(await made.rows(checkpoints)).toEqual([
      { brand_id: '1004', day: '2026-11-24', sequence: 2 },
      { brand_id: '1005', day: '2026-11-24', sequence: 3 },
      { brand_id: '1004', day: '2026-11-25', sequence: 3 },
    ])
  })

  test('a clock that goes back opens no day again', async () => {
    await using made = await makeAuditLog(kind)
    await fillTwoDays(made)
    made.clock.advance(-86_400)
    await made.auditLog.note(eventsOf('1004', 1))
    // Without a checkpoint the day goes on; with one, the next event belongs to the next day.
    expect(await made.auditLog.writeDueCheckpoints(made.clock.seconds + 3 * 86_400)).toBe(1)
    await made.auditLog.note(eventsOf('1004', 1))
    expect(await made.rows('select time from audit_events where sequence >= 11 order by sequence')).toEqual([
      { time: made.clock.seconds },
      { time: Date.parse('2026-11-26T00:00:00+08:00') / 1000 },
    ])
    made.clock.advance(9 * 86_400)
    await made.auditLog.note(eventsOf('1004', 1))
    expect(await made.auditLog.verify()).toMatchObject({ ok: true, findings: [], counts: { events: 13, checkpoints: 3 } })
  })

  test('a new key takes over, and the old one stays good as long as it is known', async () => {
    await using made = await makeAuditLog(kind)
    await using second = await makeAuditLog('sqlite')
    await fillTwoDays(made)
    const public_keys = new Map([...made.key.public_keys, ...second.key.public_keys])
    const rolled = new AuditLog({ database: made.database, key: { ...second.key, public_keys }, clock: made.clock.read })
    made.clock.advance(86_400)
    await rolled.note(eventsOf('1004', 1))
    expect(await rolled.verify()).toMatchObject({ ok: true })
    expect(bare(await verifyAuditLog(made.database, second.key.public_keys))).toEqual([
      { brand_id: '1004', sequence: 5, day: '2026-11-24', kind: 'checkpoint_wrong' },
    ])
  })

  test('lists the newest first, by action, page by page', async () => {
    await using made = await makeAuditLog(kind)
    await made.auditLog.note([...eventsOf('1004', 3), { brand_id: '1004', actor: 'desk', action: 'batch.run', facts: { b: [1], a: null } }])
    const list = async (more: object) => (await made.auditLog.list({ brand_id: '1004', limit: 2, ...more })).map(({ sequence }) => sequence)
    expect(await list({})).toEqual([4, 3])
    expect(await list({ before_sequence: 3 })).toEqual([2, 1])
    expect(await list({ action: 'card.look_up' })).toEqual([3, 2])
    const [newest] = await made.auditLog.list({ brand_id: '1004', limit: 1 })
    expect(newest).toMatchObject({ actor: 'desk', action: 'batch.run', facts: { a: null, b: [1] } })
  })

  test('any outsider can recompute it from an export', async () => {
    await using made = await makeAuditLog(kind)
    await fillTwoDays(made)
    const form = (...parts: unknown[]) => Buffer.concat(parts.map((part) => Buffer.from(`${Buffer.from(String(part)).length}:${part}\n`)))
    const pem = createPublicKey(readFileSync(join(made.folder, 'desk_pub.pem')))
    const genuine = (text: Buffer, signature: string) => verify(null, text, pem, Buffer.from(signature, 'base64'))
    let previous = '0'.repeat(64)
    const seen: string[] = []
    for (const line of (await textOf(made.auditLog.export({ brand_id: '1004' }))).trim().split('\n')) {
      const row = JSON.parse(line)
      seen.push(row.kind)
      if (row.kind === 'head') {
        const { brand_id, number, chains, sequence, hash, day, checkpoint_sequence, key_id, signature } = row
        expect(genuine(form('head', brand_id, number, chains, sequence, hash, day, checkpoint_sequence, key_id), signature)).toBe(true)
      } else if (row.kind === 'checkpoint') {
        const { brand_id, day, sequence, hash, time, key_id, signature } = row
        expect(genuine(form('checkpoint', brand_id, day, sequence, hash, time, key_id), signature)).toBe(true)
      } else {
        const { brand_id, sequence, time, actor, action, facts, previous_hash, hash } = row
        const text = form('event', brand_id, sequence, time, actor, action, facts, previous_hash)
        expect(createHash('sha256').update(text).digest('hex')).toBe(hash)
        expect(previous_hash).toBe(previous)
        previous = hash
      }
    }
    expect(seen).toEqual(['head', 'checkpoint', ...Array.from({ length: 10 }, () => 'event')])
  })
})

test('any facts come back as they were', async () => {
  await using made = await makeAuditLog('sqlite')
  const facts = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue(), { noNullPrototype: true })
  let count = 0
  await fc.assert(
    fc.asyncProperty(facts, async (given) => {
      const known = JSON.parse(JSON.stringify(given))
      await made.auditLog.note([{ brand_id: '1004', actor: '人', action: 'a.b', facts: known }])
      count++
      expect((await made.auditLog.list({ brand_id: '1004', limit: 1 }))[0]?.facts).toEqual(known)
    }),
    { numRuns: 60 },
  )
  expect(await made.auditLog.verify()).toMatchObject({ ok: true, counts: { events: count } })
})
