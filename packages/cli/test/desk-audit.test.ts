import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parseDatabaseUrl } from '@card-member/service/database'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { brand_id, type CommandDesk, openCommandDesk } from './desk-fixture.ts'

let desk: CommandDesk
beforeAll(async () => {
  desk = await openCommandDesk({}, 'admin', 'auditor', 'author')
  // An event of the brand, so that it has a tree too.
  const set = ['--set', 'daily_cap=100']
  expect(await desk.run('admin', 'desk', 'settings', '--brand', brand_id, ...set)).toMatchObject({ code: 0 })
})
afterAll(() => desk[Symbol.asyncDispose]())

describe('card-member desk audit', () => {
  it('exports the audit log, which notes it, and verifies it, alone and against the export', async () => {
    const out = join(desk.environment.folder, 'audit.jsonl')
    expect(await desk.run('admin', 'desk', 'audit', 'verify')).toMatchObject({ code: 1, stdout: '' })
    expect(await desk.run('auditor', 'desk', 'audit', 'export', '--json')).toMatchObject({ code: 2 })
    expect(await desk.run('auditor', 'desk', 'audit', 'export', '--out', out)).toEqual({ code: 0, stdout: `Written: ${out}\n`, stderr: '' })
    const lines = (await readFile(out, 'utf8')).trim().split('\n')
    expect(JSON.parse(lines.at(0) ?? '')).toMatchObject({ kind: 'tree' })
    expect(lines.filter((line) => line.includes('audit.export'))).toHaveLength(1)
    const { stdout } = await desk.run('auditor', 'desk', 'audit', 'export', '--brand', '-')
    expect(JSON.parse(stdout.split('\n')[0] ?? '')).toMatchObject({ kind: 'tree', tree: 'desk' })
    const { code, told } = await desk.json('auditor', 'desk', 'audit', 'verify', '--against', out)
    expect({ code, told }).toMatchObject({ code: 0, told: { ok: true, findings: [], counts: { trees: expect.any(Number) } } })
    expect((await desk.run('auditor', 'desk', 'audit', 'verify')).stdout).toMatch(/^The audit log is sound\.\n {2}trees +\d+\n/)
  })

  it('publishes the log, proves an event, and verifies both, the proof without a desk', async () => {
    const out = join(desk.environment.folder, 'published')
    const proof = join(desk.environment.folder, 'event.tlog-proof')
    const published = await desk.json('auditor', 'desk', 'audit', 'publish', '--out', out)
    expect(published.told).toMatchObject({ out, trees: [{ tree: '1004' }, { tree: 'desk' }], witnesses: [], stamp_errors: [] })
    const listed = await desk.json('auditor', 'desk', 'audit', 'list', '--brand', '-', '--action', 'audit.publish')
    expect(listed.told.data).toEqual([expect.objectContaining({ tree: 'desk', index: expect.any(Number), event_id: expect.any(String) })])
    const { event_id } = listed.told.data[0] ?? {}
    expect(await desk.run('auditor', 'desk', 'audit', 'prove', String(event_id), '--out', proof)).toMatchObject({
      code: 0,
      stdout: `Written: ${proof}\n`,
    })
    const files = ['--proof', proof, '--vkey', join(out, 'desk/vkey')]
    const verified = await desk.run('auditor', 'desk', 'audit', 'verify', ...files)
    expect(verified.stdout).toMatch(new RegExp(`^The proof holds: ${event_id} is in the log card-member\\.local/[0-9a-f]{16}/desk`))
    expect(await desk.run('auditor', 'desk', 'audit', 'verify', '--proof', proof)).toMatchObject({ code: 2 })
    const wrong = await desk.run('auditor', 'desk', 'audit', 'verify', '--proof', proof, '--vkey', join(out, '1004/vkey'))
    expect(wrong).toMatchObject({ code: 1, stdout: '' })
    const kept = join(out, '1004/checkpoint')
    expect(await desk.run('auditor', 'desk', 'audit', 'verify', '--published', out, '--checkpoint', kept)).toMatchObject({ code: 0 })
    expect((await desk.run('auditor', 'desk', 'audit', 'status')).stdout).toMatch(/^1004 {2}\d+ events {2}checkpoint \d+ /m)
    expect(await desk.run('auditor', 'desk', 'audit', 'prove', 'desk/999999', '--out', proof)).toMatchObject({ code: 1 })
  })

  it('ends with 1 when an event was changed, and says which', async () => {
    const url = parseDatabaseUrl(desk.environment.database.url)
    const database = new DatabaseSync(url.kind === 'sqlite' ? url.file : '')
    // The first that names no key and no tree: without those the desk would not open.
    const { at } = database.prepare(`select min("index") as at from audit_events where tree = 'desk' and action = 'staff.add'`).get() ?? {}
    database.exec(`update audit_events set action = 'nothing.much' where tree = 'desk' and "index" = ${at}`)
    database.close()
    const { code, stderr } = await desk.run('auditor', 'desk', 'audit', 'verify')
    expect(code).toBe(1)
    expect(stderr).toContain('The audit log is NOT sound: 1 findings.\n')
    expect(stderr).toContain(`the desk, event ${at}: the content was changed: it does not have its hash\n`)
    const { told } = await desk.json('auditor', 'desk', 'audit', 'verify', '--brand', '-')
    expect(told).toMatchObject({ ok: false, findings: [{ kind: 'changed', index: at }] })
  })
})
