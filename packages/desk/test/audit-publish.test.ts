import { createHash, createPublicKey, verify } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { proveEvent } from '../src/audit/proofs.ts'
import { publishLog } from '../src/audit/publish.ts'
import { verifyProof } from '../src/audit/verify-proof.ts'
import { unconfirmed } from '../src/audit/witness-file.ts'
import { at, put, resign, rewritten } from './audit-cases.ts'
import { type AuditFixture, bare, closeAuditLogs, eventsOf, makeAuditLog } from './fixtures/audit-log.ts'

afterAll(closeAuditLogs)

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'card-member-published-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

const publish = ({ auditLog }: AuditFixture, out: string) => publishLog(auditLog, out, unconfirmed, () => auditLog.now)
const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()

/** The root as RFC 6962 defines it, section 2.1. */
function merkleTreeHash(leaves: readonly Buffer[]): Buffer {
  const [only = sha256()] = leaves
  if (leaves.length < 2) return only
  const middle = 2 ** Math.floor(Math.log2(leaves.length - 1))
  return sha256(Buffer.of(1), merkleTreeHash(leaves.slice(0, middle)), merkleTreeHash(leaves.slice(middle)))
}

/** The entries of a published tree, read as tlog-tiles says. */
function entriesOf(tree: string, size: number): Buffer[] {
  const entries: Buffer[] = []
  for (let index = 0; index * 256 < size; index++) {
    const width = Math.min(256, size - index * 256)
    const bundle = readFileSync(join(tree, `tile/entries/${String(index).padStart(3, '0')}${width === 256 ? '' : `.p/${width}`}`))
    for (let byte = 0; byte < bundle.length; ) {
      const length = bundle.readUInt16BE(byte)
      entries.push(bundle.subarray(byte + 2, byte + 2 + length))
      byte += 2 + length
    }
  }
  return entries
}

/** Checks a published tree with nothing of ours. */
function expectSound(tree: string, size: number): void {
  const [text = '', signatures = ''] = readFileSync(join(tree, 'checkpoint'), 'utf8').split('\n\n')
  const [origin = '', digits, root] = text.split('\n')
  const leaves = entriesOf(tree, size).map((entry) => sha256(Buffer.of(0), entry))
  expect([Number(digits), leaves.length, root]).toEqual([size, size, merkleTreeHash(leaves).toString('base64')])
  const [name = '', id, key = ''] = readFileSync(join(tree, 'vkey'), 'utf8').trimEnd().split('+')
  const rest = readFileSync(join(tree, 'vkey'), 'utf8').trimEnd().slice(`${name}+${id}+`.length)
  const raw = Buffer.from(rest || key, 'base64').subarray(1)
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw])
  const line = signatures.split(' ')[2] ?? ''
  expect(name).toBe(origin)
  const signature = Buffer.from(line, 'base64').subarray(4)
  expect(verify(null, Buffer.from(`${text}\n`), createPublicKey({ key: spki, format: 'der', type: 'spki' }), signature)).toBe(true)
  for (let index = 0; index * 256 < size; index++) {
    const width = Math.min(256, size - index * 256)
    const tile = readFileSync(join(tree, `tile/0/${String(index).padStart(3, '0')}${width === 256 ? '' : `.p/${width}`}`))
    expect(tile).toEqual(Buffer.concat(leaves.slice(index * 256, index * 256 + width)))
  }
  const full = Math.floor(size / 256)
  if (full > 0)
    expect(readFileSync(join(tree, `tile/1/000.p/${full}`))).toEqual(
      Buffer.concat(Array.from({ length: full }, (_, index) => merkleTreeHash(leaves.slice(index * 256, index * 256 + 256)))),
    )
}

describe.each(kinds)('on %s', (kind) => {
  test('a log is published as tiles, and more of it without touching what is full', async () => {
    await using made = await makeAuditLog(kind)
    const out = folder()
    await made.auditLog.note([...eventsOf('1004', 300), ...eventsOf('1005', 1)])
    const first = await publish(made, out)
    expect(first.trees).toMatchObject([
      { tree: '1004', size: 300, files: 7 },
      { tree: '1005', size: 1, files: 4 },
      { tree: 'desk', size: 4, files: 4 },
    ])
    expect(readdirSync(out).sort()).toEqual(['1004', '1005', 'desk'])
    for (const [tree, size] of [
      ['1004', 300],
      ['1005', 1],
      ['desk', 4],
    ] as const)
      expectSound(join(out, tree), size)
    const full = join(out, '1004/tile/entries/000')
    const before = statSync(full, { bigint: true })
    await made.auditLog.note(eventsOf('1004', 300))
    expect((await publish(made, out)).trees).toMatchObject([
      { tree: '1004', size: 600, files: 6 },
      { tree: '1005', size: 1, files: 0 },
      { tree: 'desk', size: 5, files: 3 },
    ])
    expect(statSync(full, { bigint: true })).toMatchObject({ ino: before.ino, mtimeNs: before.mtimeNs })
    expectSound(join(out, '1004'), 600)
    expect(existsSync(join(out, '1004/tile/0/001.p/44'))).toBe(true)
    expect((await publish(made, out)).trees.map(({ files }) => files)).toEqual([0, 0, 0])
    expect(await made.auditLog.verify({ published: out })).toMatchObject({ ok: true, findings: [], counts: { trees: 3 } })
  })

  test('a log that was rolled back or rewritten is not published over what it was, and the folder shows it', async () => {
    await using made = await makeAuditLog(kind)
    const out = folder()
    await made.auditLog.note(eventsOf('1004', 10))
    await publish(made, out)
    const kept = readFileSync(join(out, '1004/checkpoint'), 'utf8')
    await put(made, await rewritten(made, 3, { actor: 'person_2' }))
    await resign(made)
    await made.auditLog.note(eventsOf('1004', 2))
    await expect(publish(made, out)).rejects.toMatchObject({ name: 'AuditError', kind: 'checkpoint_wrong' })
    expect(readFileSync(join(out, '1004/checkpoint'), 'utf8')).toBe(kept)
    const subject = join(out, '1004/checkpoint')
    expect(bare(await made.auditLog.verify({ published: out }))).toContainEqual({ ...at, size: 10, subject, kind: 'checkpoint_wrong' })
    expect(bare(await made.auditLog.verify({ checkpoint: { note: kept, subject: 'kept' } }))).toContainEqual({
      ...at,
      size: 10,
      subject: 'kept',
      kind: 'checkpoint_wrong',
    })
    await made.rows(`delete from audit_events where tree = '1004' and "index" >= 4`)
    await resign(made)
    await expect(publish(made, out)).rejects.toMatchObject({ kind: 'rolled_back' })
    await using other = await makeAuditLog(kind === 'sqlite' ? 'postgres' : 'sqlite')
    await other.auditLog.note(eventsOf('1004', 20))
    await expect(publish(other, out)).rejects.toMatchObject({ kind: 'other_log' })
    expect(bare(await other.auditLog.verify({ checkpoint: { note: kept, subject: 'kept' } }))).toEqual([
      { ...at, subject: 'kept', kind: 'other_log' },
    ])
  })

  test('a published file that is missing or differs is found', async () => {
    await using made = await makeAuditLog(kind)
    const out = folder()
    await made.auditLog.note(eventsOf('1004', 300))
    await publish(made, out)
    const [tile, entries] = [join(out, '1004/tile/0/000'), join(out, '1004/tile/entries/001.p/44')]
    rmSync(tile)
    const bytes = readFileSync(entries)
    writeFileSync(entries, Buffer.concat([bytes.subarray(0, 30), Buffer.of((bytes[30] ?? 0) ^ 1), bytes.subarray(31)]))
    writeFileSync(join(out, 'desk/checkpoint'), 'nothing')
    expect(bare(await made.auditLog.verify({ published: out }))).toEqual([
      { ...at, subject: entries, kind: 'published_wrong' },
      { ...at, subject: tile, kind: 'published_wrong' },
      { tree: 'desk', subject: join(out, 'desk/checkpoint'), kind: 'checkpoint_forged' },
    ])
  })

  test('after a purge, its bundles go and the hashes stay; proofs of before and of the rest are good', async () => {
    await using made = await makeAuditLog(kind)
    const out = folder()
    await made.auditLog.note(eventsOf('1004', 300))
    const old = (await proveEvent(made.auditLog, '1004', 5)) ?? ''
    await publish(made, out)
    made.clock.advance(86_400)
    const cut = made.clock.seconds
    await made.auditLog.note(eventsOf('1004', 300))
    await made.auditLog.purge('1004', cut)
    await publish(made, out)
    expect(existsSync(join(out, '1004/tile/entries/000'))).toBe(false)
    expect(existsSync(join(out, '1004/tile/0/000'))).toBe(true)
    expect(await made.auditLog.verify({ published: out })).toMatchObject({ ok: true, findings: [] })
    const vkey = readFileSync(join(out, '1004/vkey'), 'utf8')
    expect(await verifyProof(old, { vkey })).toMatchObject({ index: 5, size: 300, event: { event_id: '1004/5' } })
    expect(await proveEvent(made.auditLog, '1004', 5)).toBeUndefined()
    const later = (await proveEvent(made.auditLog, '1004', 310)) ?? ''
    expect(await verifyProof(later, { vkey })).toMatchObject({ index: 310, size: 601 })
    // A folder that is made anew lacks the bundle that the purge cut in two, and no more.
    const anew = folder()
    await publish(made, anew)
    expect(readdirSync(join(anew, '1004/tile/entries')).sort()).toEqual(['002.p'])
    expect(await made.auditLog.verify({ published: anew })).toMatchObject({ ok: true, findings: [] })
  })

  test('a proof holds for its event alone, and is small', async () => {
    await using made = await makeAuditLog(kind)
    await made.auditLog.note(eventsOf('1004', 300))
    const proof = (await proveEvent(made.auditLog, '1004', 299)) ?? ''
    const out = folder()
    await publish(made, out)
    const vkey = readFileSync(join(out, '1004/vkey'), 'utf8')
    expect(proof.split('\n')[0]).toBe('c2sp.org/tlog-proof@v1')
    expect(Buffer.byteLength(proof)).toBeLessThan(1500)
    const proven = await verifyProof(proof, { vkey })
    expect(proven).toMatchObject({ index: 299, size: 300, cosignatures: [], event: { action: 'card.look_up', event_id: '1004/299' } })
    const lines = proof.split('\n')
    const without = (index: number) => lines.filter((_, at) => at !== index).join('\n')
    const changed = proof.replace(
      /^extra .*$/m,
      (line) => `extra ${Buffer.from(Buffer.from(line.slice(6), 'base64').toString().replace('person_1', 'person_2')).toString('base64')}`,
    )
    for (const wrong of ['', 'x', without(0), without(1), without(2), without(3), changed, proof.replace('index 299', 'index 298')])
      await expect(verifyProof(wrong, { vkey }), wrong.slice(0, 40)).rejects.toMatchObject({ name: 'ProofError' })
    await expect(verifyProof(proof, { vkey: readFileSync(join(out, 'desk/vkey'), 'utf8') })).rejects.toMatchObject({ name: 'ProofError' })
    expect(await proveEvent(made.auditLog, '1004', 300)).toBeUndefined()
  })
})
