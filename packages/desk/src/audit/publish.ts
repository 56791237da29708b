import { setToken } from '../store/audit-checkpoints.ts'
import { auditedTrees } from '../store/audit-reading.ts'
import type { AuditLog } from './audit-log.ts'
import { newestCheckpoint } from './checkpoints.ts'
import { deskTree } from './entry.ts'
import { type PublishedTree, TreeFolder } from './published-tree.ts'
import type { Confirmation } from './witness-file.ts'
import { type Testimony, Witnessing } from './witnessing.ts'

/** What a publication did. */
export interface Publication {
  readonly trees: readonly PublishedTree[]
  /** What the witnesses said that were asked. */
  readonly testimonies: readonly Testimony[]
  /** Why a checkpoint has no time stamp, where one is wanted. */
  readonly stamp_errors: readonly { readonly tree: string; readonly error: string }[]
}

/**
 * Makes checkpoints, asks witnesses and time-stamp server, and writes one folder a tree, the desk's own last, which names the others.
 *
 * @throws {AuditError} when a folder has a checkpoint that the log does not extend
 */
export async function publishLog(log: AuditLog, out: string, confirmation: Confirmation, now: () => number): Promise<Publication> {
  await log.writeCheckpoints()
  const testimonies = await new Witnessing(log, confirmation.witnesses, now).send()
  const { timestamp_url } = confirmation
  const stamp_errors: { tree: string; error: string }[] = []
  const trees: PublishedTree[] = []
  const names = (await auditedTrees(log.reading)).filter((tree) => tree !== deskTree)
  for (const tree of [...names, deskTree]) {
    const checkpoint = await newestCheckpoint(log.reading, tree)
    if (checkpoint === undefined) continue
    const stamped = async (note: string, url: string) => {
      // Loaded only where a server is configured: what reads its answers takes a while to load.
      const { stamp } = await import('./timestamp.ts')
      const answer = await stamp(url, note)
      if ('reason' in answer) {
        stamp_errors.push({ tree, error: answer.reason })
        return undefined
      }
      await setToken(
        { kind: log.database.kind, database: log.database.write },
        tree,
        checkpoint.size,
        Buffer.from(answer.token).toString('base64'),
      )
      return answer.token
    }
    const folder = new TreeFolder(log.reading, log.key, out, tree)
    trees.push(await folder.publish(checkpoint, timestamp_url === undefined ? undefined : (note) => stamped(note, timestamp_url)))
  }
  return { trees, testimonies, stamp_errors }
}
