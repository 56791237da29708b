import {
  formatEntryBundle,
  formatProofFile,
  formatWitnessRequest,
  importVerifier,
  leafHash,
  PublishedLog,
  parseEntryBundle,
  parseProofFile,
  parseTilePath,
  parseWitnessRequest,
  signCheckpoint,
  signerFromSeed,
  TlogError,
  tilePath,
  verifyProofFile,
} from '@card-member/tlog'
import { bytesOf, mutated } from '../mutate.ts'
import { keeping, same, type Target } from '../target.ts'

const entry = bytesOf('an entry')
const log = await signerFromSeed('example.com/log', new Uint8Array(32).fill(7))
const checkpoint = await signCheckpoint({ origin: 'example.com/log', size: 1, root: leafHash(entry) }, [log])
const hash = new Uint8Array(32).fill(9)
const trust = { log: importVerifier(log.vkey) }
const seeds = [
  ...['tile/entries/x001/000.p/5', 'tile/0/x001/x234/067', 'tile/63/000'].map(bytesOf),
  formatEntryBundle([entry, new Uint8Array(300), new Uint8Array()]),
  bytesOf(formatProofFile({ extra: entry, index: 0, proof: [], checkpoint })),
  bytesOf(formatProofFile({ index: 3, proof: [hash, hash], checkpoint })),
  bytesOf(formatWitnessRequest({ old_size: 1, proof: [hash, hash], checkpoint })),
]

/** What a published log consists of: paths and content of tiles, proofs, and what is asked of a witness. */
export const tile: Target = {
  name: 'tile',
  inputs: mutated(seeds, ['tile/', '.p/', 'x999/', 'extra ', 'index ', 'old ', 'c2sp.org/tlog-proof@v1\n']),
  open: () => async (input) => {
    const promised = { errors: [TlogError] }
    const text = Buffer.from(input).toString()
    const path = parseTilePath(text)
    if (path !== undefined) same(tilePath(path), text)
    const entries = await keeping(promised, () => parseEntryBundle(input))
    if (entries !== undefined) same([...formatEntryBundle(entries)], [...input])
    const proof = await keeping(promised, () => parseProofFile(input))
    if (proof !== undefined) same(parseProofFile(formatProofFile(proof)), proof)
    await keeping(promised, () => verifyProofFile(input, trust))
    const asked = await keeping(promised, () => parseWitnessRequest(input))
    if (asked !== undefined) same(parseWitnessRequest(formatWitnessRequest(asked)), asked)
    // Every file of the log is this one, but for its checkpoint.
    const published = new PublishedLog(async (name) => (name === 'checkpoint' ? bytesOf(checkpoint) : input), trust)
    await keeping(promised, async () => {
      for await (const _ of published.entries(1)) await published.prove(0, await published.checkpoint())
    })
  },
}
