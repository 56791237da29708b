import { openCheckpoint, parseCheckpoint, parseNote, TlogError } from '@card-member/tlog'
import { listTrees } from '../store/audit-reading.ts'
import type { AuditLogRow } from '../store/audit-tables.ts'
import type { Store } from '../store/store.ts'
import { compareCheckpoint } from './compare-checkpoint.ts'
import type { PublicKeys } from './desk-key.ts'
import type { Findings } from './findings.ts'
import { verifiersOf } from './note-keys.ts'
import { originOf } from './origin.ts'
import { TreeReader } from './tree-reader.ts'

/** What a checkpoint is compared with. */
export interface CheckpointContext {
  readonly store: Store
  readonly log: AuditLogRow
  readonly keys: PublicKeys
  readonly findings: Findings
}

/**
 * Compares the log with a checkpoint that somebody kept: the log must hold all that it had then.
 *
 * @param subject where it is from
 * @returns the size of a checkpoint of this log with a good signature
 */
export async function compareWithCheckpoint(
  { store, log, keys, findings }: CheckpointContext,
  note: string,
  subject: string,
): Promise<{ readonly tree: string; readonly size: number } | undefined> {
  const named = nameOf(note)
  const tree = named?.split('/').at(-1) ?? 'desk'
  const origin = originOf(log, tree)
  if (named !== undefined && named !== origin) {
    findings.add('other_log', { tree, subject })
    return undefined
  }
  try {
    const { size, root } = await openCheckpoint(note, { log: verifiersOf({ public_keys: keys }, origin), origin })
    const now = (await listTrees(store)).get(tree)?.size ?? 0
    const kind = await compareCheckpoint(new TreeReader(store, tree), now, { size, root: Buffer.from(root).toString('base64') })
    if (kind === undefined) return { tree, size }
    findings.add(kind, { tree, size, subject })
  } catch (error) {
    if (!(error instanceof TlogError)) throw error
    findings.add('checkpoint_forged', { tree, subject })
  }
  return undefined
}

function nameOf(note: string): string | undefined {
  try {
    return parseCheckpoint(parseNote(note).text).origin
  } catch (error) {
    if (error instanceof TlogError) return undefined
    throw error
  }
}
