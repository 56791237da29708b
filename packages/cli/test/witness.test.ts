import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  askWitness,
  CompactTree,
  consistencyProof,
  generateKey,
  importSigner,
  importVerifier,
  openCheckpoint,
  signCheckpoint,
} from '@card-member/tlog'
import { afterAll, describe, expect, it } from 'vitest'
import { treeInMemory } from '../../tlog/test/fixtures/reference-tree.ts'
import { start } from './command-fixture.ts'
import { runHere } from './in-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'card-member-witness-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const entries = (count: number) => Array.from({ length: count }, (_, i) => new TextEncoder().encode(`event ${i}`))

async function startWitness(data: string, vkeys: string) {
  const process = start(['witness', '--port', '0', '--data', data, '--logs', vkeys])
  const url = (await process.line(/^witness ready /)).replace('witness ready ', '')
  const vkey = await process.line(/^card-member\.local\/witness\+/)
  return { process, url, vkey, verifier: importVerifier(vkey) }
}

describe('card-member witness', () => {
  it('cosigns a log over HTTP, goes on after it was killed, and refuses a log that was set back or changed', async () => {
    const { skey, vkey } = await generateKey('desk.example/1/1004')
    const log = await importSigner(skey)
    const keys = join(folder, 'logs.txt')
    writeFileSync(keys, `# the desk\n${vkey}\n`)
    const data = join(folder, 'data')
    const { read } = treeInMemory(entries(30))
    const checkpointOf = (size: number, other = false) => {
      const tree = new CompactTree()
      for (const entry of entries(size)) tree.appendEntry(other ? entry.slice(1) : entry)
      return signCheckpoint({ origin: log.name, size, root: tree.root() }, [log])
    }
    const ask = async (
      at: { readonly url: string; readonly verifier: ReturnType<typeof importVerifier> },
      size: number,
      checkpoint?: string,
    ) =>
      askWitness({
        url: at.url,
        verifier: at.verifier,
        checkpoint: checkpoint ?? (await checkpointOf(size)),
        old_size: 0,
        proofFrom: (from) => consistencyProof(from, size, read),
      })

    const first = await startWitness(data, keys)
    const before_s = Math.floor(Date.now() / 1000)
    const cosigned = await openCheckpoint((await ask(first, 12)).checkpoint, {
      log: importVerifier(vkey),
      witnesses: [first.verifier],
      quorum: 1,
    })
    expect(cosigned.size).toBe(12)
    expect((cosigned.cosignatures[0]?.time ?? 0) - before_s).toBeGreaterThanOrEqual(0)
    expect(statSync(join(data, 'witness.key')).mode & 0o777).toBe(0o600)
    const second = await runHere(['witness', '--port', '0', '--data', data, '--logs', keys])
    expect([second.code, second.stderr]).toEqual([1, expect.stringMatching(/^A witness runs on .* already: process \d+, since .*, http:/)])
    first.process.signal('SIGKILL')
    await first.process.ended

    const later = await startWitness(data, keys)
    expect(later.vkey).toBe(first.vkey)
    await expect(ask(later, 11)).rejects.toMatchObject({ code: 'WITNESS_AHEAD' })
    await expect(ask(later, 30, await checkpointOf(30, true))).rejects.toMatchObject({ code: 'WITNESS_REFUSED' })
    await ask(later, 30)
    expect((await fetch(`${later.url}/add-checkpoint`, { method: 'POST', body: 'old 0\n' })).status).toBe(400)
    expect((await fetch(`${later.url}/`)).status).toBe(404)
    const { code, stdout } = await later.process.stop()
    expect([code, stdout]).toEqual([0, `witness ready ${later.url}\n${later.vkey}\n`])
    const kept = readdirSync(data).filter((name) => name.endsWith('.checkpoint'))
    expect(kept.map((name) => readFileSync(join(data, name), 'utf8').split('\n')[1])).toEqual(['30'])
  })

  it.each([
    ['no log', [], 2, 'No log to follow. Give its verifier key with --log, or a file of them with --logs.'],
    ['a key that is none', ['--log', 'example.com'], 1, 'The verifier key is malformed.'],
    ['a file that is not there', ['--logs', '/nowhere/logs.txt'], 1, '/nowhere/logs.txt cannot be read (ENOENT).'],
  ] as const)('with %s says what to do', async (_what, more, code, message) => {
    const ran = await runHere(['witness', '--data', join(folder, 'other'), ...more])
    expect([ran.code, ran.stderr]).toEqual([code, expect.stringContaining(message)])
  })

  it('with the key of a witness in place of a log says so', async () => {
    const { vkey } = await generateKey('w1', 'cosignature')
    const ran = await runHere(['witness', '--data', join(folder, 'other'), '--log', vkey, '--lang', 'zh-CN'])
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining('w1 的密钥是见证方的密钥。请填写日志的验证密钥。')])
  })
})
