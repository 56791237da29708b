import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { ProofError, verifyProof } from '@card-member/desk'
import { formatTime } from '@card-member/sdk/contract'
import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { auditCommandWords as words } from '../words/audit.ts'
import type { SignInFlags } from './desk-flags.ts'
import { readable } from './files.ts'

/** Options of `card-member desk audit verify --proof`, which needs no desk. */
export interface ProofFlags extends Pick<SignInFlags, 'json'> {
  readonly proof?: string
  readonly vkey?: string
  readonly witness?: readonly string[]
}

/** Verifies a proof file without a desk. */
export async function runVerifyProof({ proof = '', vkey, witness = [], json }: ProofFlags, terminal: Terminal): Promise<number> {
  if (vkey === undefined) throw new CommandFailure(words.proofNeedsKey, exit.usage)
  const source = await readable(proof, readFile(proof, 'utf8'))
  try {
    const trust = { vkey: await keyOf(vkey), witnesses: await Promise.all(witness.map(keyOf)) }
    const { event, origin, index, size, cosignatures } = await verifyProof(source, trust)
    if (json) {
      terminal.write(JSON.stringify({ ok: true, origin, index, size, event: { ...event, time: formatTime(event.time) }, cosignatures }))
      return exit.done
    }
    terminal.say(words.proofHolds(event.event_id, size, origin))
    terminal.write(JSON.stringify({ ...event, time: formatTime(event.time) }))
    for (const { name, time } of cosignatures) terminal.say(words.cosigned(name, formatTime(time)))
    if (cosignatures.length === 0) terminal.say(words.noWitness)
    return exit.done
  } catch (error) {
    if (error instanceof ProofError) throw new CommandFailure(error.words)
    throw error
  }
}

// A key has plus signs and no such file: the path of a file is read.
async function keyOf(text: string): Promise<string> {
  return existsSync(text) ? (await readable(text, readFile(text, 'utf8'))).trim() : text
}
