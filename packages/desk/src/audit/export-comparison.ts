import { leafHashes } from '../store/audit-events.ts'
import { listTrees } from '../store/audit-reading.ts'
import type { EventRow } from '../store/audit-tables.ts'
import { findLog } from '../store/audit-trees.ts'
import type { Store } from '../store/store.ts'
import { compareCheckpoint } from './compare-checkpoint.ts'
import { parseLine, type TreeLine } from './export-line.ts'
import type { Findings } from './findings.ts'
import { readFrontier } from './frontier.ts'
import { linesOf } from './lines.ts'
import { rootOf } from './merkle.ts'
import { TreeReader } from './tree-reader.ts'

type ExportedEvent = Pick<EventRow, 'tree' | 'index' | 'leaf_hash'>

const pageSize = 2000

/** Finds the events of an earlier export that are missing or differ and were not purged, and trees that do not continue what it had. */
export async function compareWithExport(
  store: Store,
  source: string | AsyncIterable<string | Uint8Array>,
  findings: Findings,
  only: string | undefined,
): Promise<void> {
  let exported: ExportedEvent[] = []
  let number = 0
  for await (const line of linesOf(source)) {
    number++
    const parsed = parseLine(line)
    if (parsed === undefined) findings.add('unreadable', { tree: only ?? 'desk', index: number })
    else if ((only ?? parsed.tree) !== parsed.tree) continue
    else if (parsed.kind === 'event') exported.push(parsed)
    else await compareTree(store, parsed, findings)
    if (exported.length < pageSize) continue
    await compare(store, exported, findings)
    exported = []
  }
  await compare(store, exported, findings)
}

async function compareTree(store: Store, exported: TreeLine, findings: Findings): Promise<void> {
  const { tree, size, desk_id } = exported
  if ((await findLog(store))?.desk_id !== desk_id) return findings.add('other_log', { tree, size })
  const row = (await listTrees(store)).get(tree)
  const frontier = readFrontier(size, exported.frontier)
  if (frontier === undefined) return findings.add('unreadable', { tree, index: 1 })
  const root = Buffer.from(rootOf(frontier)).toString('base64')
  const kind = await compareCheckpoint(new TreeReader(store, tree), row?.size ?? 0, { size, root })
  if (kind !== undefined) findings.add(kind, { tree, size })
}

async function compare(store: Store, exported: readonly ExportedEvent[], findings: Findings): Promise<void> {
  if (exported.length === 0) return
  const key = ({ tree, index }: Pick<ExportedEvent, 'tree' | 'index'>) => `${index} ${tree}`
  const stored = new Map((await leafHashes(store, exported)).map((row) => [key(row), row.leaf_hash]))
  const trees = await listTrees(store)
  for (const event of exported) {
    const { tree, index, leaf_hash } = event
    // The hash of a purged event is in the tiles, where the comparison of the tree finds another one.
    if (stored.get(key(event)) === leaf_hash || index < (trees.get(tree)?.first_index ?? 0)) continue
    findings.add('differs_from_export', { tree, index })
  }
}
