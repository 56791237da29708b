import type { Database } from '@card-member/service/database'
import { auditedTrees, listTrees } from '../store/audit-reading.ts'
import { findLog } from '../store/audit-trees.ts'
import type { Schema } from '../store/schema.ts'
import { DeskClaims } from './desk-claims.ts'
import type { PublicKeys } from './desk-key.ts'
import { deskTree } from './entry.ts'
import { compareWithExport } from './export-comparison.ts'
import { Findings } from './findings.ts'
import { keysUnknownToLog } from './known-by-log.ts'
import { type AuditCounts, type AuditReport, makeReport } from './report.ts'
import { compareWithCheckpoint } from './verify-checkpoint.ts'
import { compareWithPublished } from './verify-published.ts'
import { type Verification, verifyTree } from './verify-tree.ts'
import type { Testimony } from './witnessing.ts'

/** What to verify. */
export interface VerifyOptions {
  /** Only this tree. */
  readonly tree?: string
  /** An earlier export: a file, or its text in pieces. */
  readonly against?: string | AsyncIterable<string | Uint8Array>
  /** The folder that the log was published to. */
  readonly published?: string
  /** A checkpoint that somebody kept, and where it is from. */
  readonly checkpoint?: { readonly note: string; readonly subject: string }
  /** What witnesses said when they were asked. */
  readonly testimonies?: readonly Testimony[]
  /** Told how many events were read since it was told last. */
  readonly onProgress?: (events: number) => void
}

/**
 * Verifies the log page by page and finds events that were changed, removed, inserted or reordered. The desk's own tree is read first:
 * what it says of the others is compared with what they are afterwards, so that appends at the same time are no findings.
 */
export async function verifyAuditLog(database: Database<Schema>, keys: PublicKeys, options: VerifyOptions = {}): Promise<AuditReport> {
  const store = { kind: database.kind, database: database.read }
  const findings = new Findings()
  const counts: AuditCounts = { trees: 0, events: 0, checkpoints: 0 }
  const log = await findLog(store)
  if (log === undefined) findings.add('log_missing', { tree: deskTree })
  const verification = { database, desk_id: log?.desk_id ?? '', keys, findings, counts, onProgress: options.onProgress }
  const trees = await auditedTrees(store)
  if (options.tree === undefined) for (const { kind, ...location } of await keysUnknownToLog(store)) findings.add(kind, location)
  if (trees.length > 0) await verifyTrees(verification, trees, options.tree)
  if (options.against !== undefined) await compareWithExport(store, options.against, findings, options.tree)
  const context = { store, log: log ?? { desk_id: '', host: null }, keys, findings }
  if (options.published !== undefined) counts.checkpoints += await compareWithPublished(context, options.published, options.tree)
  if (options.checkpoint !== undefined) {
    await compareWithCheckpoint(context, options.checkpoint.note, options.checkpoint.subject)
    counts.checkpoints++
  }
  for (const { tree, size, witness, rejected } of options.testimonies ?? [])
    if (rejected) findings.add('witness_refuses', { tree, size, subject: witness })
  return makeReport(findings, counts, options.testimonies)
}

async function verifyTrees(verification: Verification, trees: readonly string[], only: string | undefined): Promise<void> {
  const { database, findings, counts } = verification
  const store = { kind: database.kind, database: database.read }
  const claims = new DeskClaims()
  // The findings of the desk's own tree belong to those who may verify it.
  const desk = only === undefined || only === deskTree ? verification : { ...verification, findings: new Findings(), counts: { ...counts } }
  await verifyTree(desk, deskTree, async (page) => {
    claims.collect(page)
    await claims.compare(store, await listTrees(store), findings, only)
  })
  const rows = await listTrees(store)
  claims.end(trees, rows, findings, only)
  counts.checkpoints += claims.count
  for (const tree of trees) if (tree !== deskTree && (only ?? tree) === tree) await verifyTree(verification, tree)
}
