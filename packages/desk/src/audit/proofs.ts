import { formatProofFile } from '@card-member/tlog'
import { findEvent } from '../store/audit-events.ts'
import type { AuditLog } from './audit-log.ts'
import { checkpointFor, inclusionOf, wholeNote } from './checkpoints.ts'
import { entryOf } from './entry.ts'

/**
 * Makes the proof that an event is in its tree, as the text of a `.tlog-proof`: with the entry's bytes, so that it needs nothing beside
 * the verifier key. Undefined when there is no such event.
 */
export async function proveEvent(log: AuditLog, tree: string, index: number): Promise<string | undefined> {
  const store = log.reading
  const event = await findEvent(store, tree, index)
  if (event === undefined) return undefined
  let checkpoint = await checkpointFor(store, tree, index)
  if (checkpoint === undefined) {
    await log.writeCheckpoints(tree)
    checkpoint = await checkpointFor(store, tree, index)
  }
  if (checkpoint === undefined) return undefined
  const proof = await inclusionOf(store, tree, index, checkpoint.size)
  return formatProofFile({ extra: Buffer.from(entryOf(event)), index, proof, checkpoint: wholeNote(checkpoint) })
}
