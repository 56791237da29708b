import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { consistencyProof, PublishedLog, parseProofFile, type TileStorage, treeRoot } from '../src/index.ts'
import { goChecker } from './fixtures/go-checker.ts'
import { logKey, publish } from './fixtures/published.ts'
import { someEntries } from './fixtures/reference-tree.ts'

const folder = mkdtempSync(join(tmpdir(), 'tlog-go-'))
const base64 = (hashes: readonly Uint8Array[]) => hashes.map((hash) => Buffer.from(hash).toString('base64'))

let check: Awaited<ReturnType<typeof goChecker>>

beforeAll(async () => {
  check = await goChecker()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const storageIn = (prefix: string): TileStorage => ({
  read: async (path) => readFileSync(join(prefix, path)),
  write: async (path, bytes) => {
    mkdirSync(dirname(join(prefix, path)), { recursive: true })
    writeFileSync(join(prefix, path), bytes)
  },
})

describe('golang.org/x/mod, the code of the Go checksum database,', () => {
  it.each([
    [1, 0, 1],
    [255, 100, 128],
    [256, 255, 256],
    [70_000, 65_536, 40_001],
  ])('accepts the checkpoint, every tile and entry of a log of %i, a proof, and makes the same proofs', async (size, index, older) => {
    const prefix = join(folder, String(size))
    const storage = storageIn(prefix)
    const { signer, verifier, vkey } = await logKey()
    await publish(storage, signer, 0, someEntries(size))
    const log = new PublishedLog(storage.read, { log: verifier })
    const { file } = await log.prove(index, await log.checkpoint())
    const proofFile = join(prefix, 'entry.tlog-proof')
    writeFileSync(proofFile, file)
    const read = log.hashReader(size)
    expect(check({ folder: prefix, vkey, proof_file: proofFile, older_size: older })).toEqual({
      entries: size,
      entry: `entry ${index}`,
      index,
      record: size === 1 ? null : base64(parseProofFile(file).proof),
      consistency: older === size ? null : base64(await consistencyProof(older, size, read)),
      root: base64([await treeRoot(older, read)])[0],
    })
  })

  it('refuses a log of which one hash was changed', async () => {
    const prefix = join(folder, 'changed')
    const storage = storageIn(prefix)
    const { signer, verifier, vkey } = await logKey()
    await publish(storage, signer, 0, someEntries(300))
    const log = new PublishedLog(storage.read, { log: verifier })
    writeFileSync(join(prefix, 'p'), (await log.prove(3, await log.checkpoint())).file)
    const tile = readFileSync(join(prefix, 'tile/0/000'))
    writeFileSync(
      join(prefix, 'tile/0/000'),
      tile.map((byte, i) => (i === 40 ? byte ^ 1 : byte)),
    )
    expect(() => check({ folder: prefix, vkey, proof_file: join(prefix, 'p'), older_size: 7 })).toThrow(/entry 1\n/)
  })
})
