import {
  formatCheckpoint,
  formatNote,
  formatVerifierKey,
  importVerifier,
  openCheckpoint,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  signCheckpoint,
  signerFromSeed,
  TlogError,
} from '@card-member/tlog'
import { bytesOf, mutated } from '../mutate.ts'
import { keeping, same, type Target } from '../target.ts'

const log = await signerFromSeed('example.com/log', new Uint8Array(32).fill(7))
const witness = await signerFromSeed('example.com/witness', new Uint8Array(32).fill(8), 'cosignature', { now: () => 1_784_000_000_000 })
const checkpoint = { origin: 'example.com/log', size: 20_852_163, root: new Uint8Array(32).fill(9) }
const notes = [await signCheckpoint(checkpoint, [log]), await signCheckpoint({ ...checkpoint, extensions: ['more'] }, [log, witness])]
const trust = { log: importVerifier(log.vkey), witnesses: [importVerifier(witness.vkey)] }

/** A signed note, its checkpoint, and a verifier key. */
export const note: Target = {
  name: 'note',
  inputs: mutated([...notes, log.vkey, witness.vkey].map(bytesOf), [
    '\u2014 ',
    '\n\n\u2014',
    'AAAA',
    '+',
    '\u00a0',
    '18446744073709551616',
  ]),
  open: () => async (input) => {
    const promised = { errors: [TlogError] }
    const read = await keeping(promised, () => parseNote(input))
    if (read !== undefined) {
      same([...bytesOf(formatNote(read))], [...input])
      const found = await keeping(promised, () => parseCheckpoint(read.text))
      if (found !== undefined) same(parseCheckpoint(formatCheckpoint(found)), found)
    }
    await keeping(promised, () => openCheckpoint(input, trust))
    const text = Buffer.from(input).toString()
    const key = await keeping(promised, () => parseVerifierKey(text))
    if (key !== undefined) same(parseVerifierKey(formatVerifierKey(key)), key)
  },
}
