import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importVerifier, openCheckpoint } from '@card-member/tlog'
import { AsnConvert } from '@peculiar/asn1-schema'
import { PKIStatusInfo, TimeStampResp } from '@peculiar/asn1-tsp'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { CapturedLog } from '../../../test/captured-log.ts'
import { kinds } from '../../../test/database-fixture.ts'
import { ConfirmationLoop } from '../src/audit/confirmation-loop.ts'
import { signerOf } from '../src/audit/note-keys.ts'
import { proveEvent } from '../src/audit/proofs.ts'
import { publishLog } from '../src/audit/publish.ts'
import { statusOf } from '../src/audit/status.ts'
import { stamp } from '../src/audit/timestamp.ts'
import { verifyProof } from '../src/audit/verify-proof.ts'
import { readWitnesses } from '../src/audit/witness-file.ts'
import { type AuditFixture, closeAuditLogs, eventsOf, makeAuditLog } from './fixtures/audit-log.ts'
import { makeAuthority, serveStamps } from './fixtures/time-stamp-authority.ts'
import { TestWitness } from './fixtures/witness.ts'

afterAll(closeAuditLogs)

async function follow(witness: TestWitness, made: AuditFixture, ...trees: string[]): Promise<void> {
  const [row] = await made.rows('select desk_id from audit_log')
  for (const tree of trees) {
    const origin = `card-member.local/${row?.desk_id}/${tree}`
    witness.follow(signerOf(made.key, origin).vkey)
  }
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'card-member-confirmed-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

describe.each(kinds)('on %s', (kind) => {
  test('a running desk sends each checkpoint to its witnesses; one that is away stops nothing and is shown', async () => {
    await using made = await makeAuditLog(kind)
    const witness = await TestWitness.make('witness.example', made.clock.read)
    await follow(witness, made, '1004', 'desk')
    const served = await witness.serve()
    const port = Number(new URL(served.url).port)
    writeFileSync(join(made.folder, 'witnesses.json'), JSON.stringify({ witnesses: [{ url: served.url, vkey: witness.signer.vkey }] }))
    const confirmation = readWitnesses(made.folder)
    const captured = new CapturedLog()
    await using loop = new ConfirmationLoop({ auditLog: made.auditLog, confirmation, log: captured.log })
    await made.auditLog.note(eventsOf('1004', 3))
    await made.auditLog.writeCheckpoints()
    await loop.poke()
    const seen = { witness: 'witness.example', url: served.url, error: null }
    const first = made.clock.seconds
    expect((await statusOf(made.auditLog, confirmation)).witnesses).toEqual([
      { ...seen, tree: '1004', size: 3, time: first },
      { ...seen, tree: 'desk', size: 2, time: first },
    ])
    await served[Symbol.asyncDispose]()
    await made.auditLog.note(eventsOf('1004', 3))
    made.clock.advance(600)
    await made.auditLog.writeCheckpoints()
    await loop.poke()
    expect((await statusOf(made.auditLog, confirmation)).witnesses[0]).toEqual({
      ...seen,
      tree: '1004',
      size: 3,
      time: first,
      error: { code: 'unreachable', detail: 'ECONNREFUSED' },
    })
    expect(captured.lines('a witness cannot be reached; it is tried again')).toHaveLength(2)
    // The proof of an old event has the cosignature, that of a new one has none yet.
    const vkey = (await statusOf(made.auditLog, confirmation)).trees[0]?.vkey ?? ''
    const trust = { vkey, witnesses: [witness.signer.vkey] }
    expect((await verifyProof((await proveEvent(made.auditLog, '1004', 1)) ?? '', trust)).cosignatures).toEqual([
      { name: 'witness.example', time: first },
    ])
    expect((await verifyProof((await proveEvent(made.auditLog, '1004', 4)) ?? '', trust)).cosignatures).toEqual([])
    await using _again = await witness.serve(port)
    await loop.poke()
    expect((await statusOf(made.auditLog, confirmation)).witnesses[0]).toMatchObject({ size: 3, error: { code: 'unreachable' } })
    made.clock.advance(60)
    await loop.poke()
    expect((await statusOf(made.auditLog, confirmation)).witnesses[0]).toMatchObject({ size: 6, error: null, time: first + 660 })
  })

  test('a witness that has more than this process knows is asked again from there', async () => {
    await using made = await makeAuditLog(kind)
    const witness = await TestWitness.make('witness.example', made.clock.read)
    await follow(witness, made, '1004', 'desk')
    await using served = await witness.serve()
    const confirmation = { witnesses: [{ url: served.url, vkey: witness.signer.vkey, name: 'witness.example' }], timestamp_url: undefined }
    await made.auditLog.note(eventsOf('1004', 3))
    const out = folder()
    await publishLog(made.auditLog, out, confirmation, () => made.clock.seconds)
    await made.rows('delete from audit_witnesses')
    await made.auditLog.note(eventsOf('1004', 3))
    const { testimonies } = await publishLog(made.auditLog, out, confirmation, () => made.clock.seconds)
    expect(testimonies).toMatchObject([
      { tree: '1004', size: 6, rejected: false, error: undefined },
      { tree: 'desk', rejected: false, error: undefined },
    ])
    const note = readFileSync(join(out, '1004/checkpoint'), 'utf8')
    const [vkey, witnesses] = [readFileSync(join(out, '1004/vkey'), 'utf8').trim(), [importVerifier(witness.signer.vkey)]]
    expect(await openCheckpoint(note, { log: importVerifier(vkey), witnesses, quorum: 1 })).toMatchObject({ size: 6 })
  })
})

test.each([
  ['[', 'is not JSON'],
  ['{"witnesses":[{"url":"ftp://x","vkey":"y"}]}', 'witnesses[0].url'],
  ['{"witnesses":[{"url":"https://x.example","vkey":"y"}]}', 'malformed'],
])('a witness file that is wrong is named: %s', (content, words) => {
  const path = folder()
  writeFileSync(join(path, 'witnesses.json'), content)
  expect(() => readWitnesses(path)).toThrow(new RegExp(`witnesses\\.json.*${words.replaceAll(/[[\].]/g, '\\$&')}`, 's'))
})

test('a published checkpoint has a time stamp of RFC 3161 beside it, which openssl verifies', async () => {
  await using made = await makeAuditLog('sqlite')
  const authority = makeAuthority(folder())
  const server = await serveStamps(authority.answer)
  onTestFinished(() => server.close())
  const confirmation = { witnesses: [], timestamp_url: server.url }
  await made.auditLog.note(eventsOf('1004', 3))
  const out = folder()
  const publish = () => publishLog(made.auditLog, out, confirmation, () => made.clock.seconds)
  expect(await publish()).toMatchObject({ stamp_errors: [] })
  for (const tree of ['1004', 'desk']) {
    const files = ['-in', join(out, tree, 'checkpoint.tsr'), '-data', join(out, tree, 'checkpoint')]
    expect(execFileSync('openssl', ['ts', '-verify', ...files, '-CAfile', authority.certificate], { stdio: 'pipe' }).toString()).toMatch(
      /OK/,
    )
  }
  expect((await statusOf(made.auditLog, confirmation)).trees).toMatchObject([
    { checkpoint: { has_time_stamp: true } },
    { checkpoint: { has_time_stamp: true } },
  ])
  const token = readFileSync(join(out, '1004/checkpoint.tsr'))
  expect((await publish()).trees.map(({ files }) => files)).toEqual([0, 0])
  expect(readFileSync(join(out, '1004/checkpoint.tsr'))).toEqual(token)
  server.close()
  await made.auditLog.note(eventsOf('1004', 3))
  expect((await publish()).stamp_errors).toEqual([
    { tree: '1004', error: 'ECONNREFUSED' },
    { tree: 'desk', error: 'ECONNREFUSED' },
  ])
})

test.each([
  [
    'refuses',
    () => new Uint8Array(AsnConvert.serialize(new TimeStampResp({ status: new PKIStatusInfo({ status: 2 }) }))),
    'was not granted',
  ],
  ['stamps other bytes', () => kept.token, 'is of other bytes'],
  ['answers no DER', () => Buffer.from('what?'), 'the answer is no time stamp'],
  ['answers too much', () => Buffer.alloc(65_537), 'more than 65536 bytes'],
])('a time-stamp server that %s gives no time stamp', async (_what, answer, reason) => {
  if (kept.token.length === 0) kept.token = await stampedOnce()
  const server = await serveStamps(answer)
  onTestFinished(() => server.close())
  expect(await stamp(server.url, 'text')).toMatchObject({ reason: expect.stringContaining(reason) })
})

const kept: { token: Uint8Array } = { token: Buffer.alloc(0) }

async function stampedOnce(): Promise<Uint8Array> {
  const server = await serveStamps(makeAuthority(folder()).answer)
  const answer = await stamp(server.url, 'text')
  server.close()
  if ('reason' in answer) throw new Error(answer.reason)
  return answer.token
}
