import { maxEntryLength } from '@card-member/tlog'
import type { EventRow, TreeRow } from '../store/audit-tables.ts'
import { canonical } from './canonical.ts'
import { entryOf, leafOf } from './entry.ts'
import type { AuditEvent } from './event.ts'
import { AuditError } from './finding-kind.ts'
import { frontierOf, writeFrontier } from './frontier.ts'
import { type GrownTree, growTree } from './merkle.ts'

/** What an append adds to one tree. */
export interface TreeAppend {
  readonly rows: readonly EventRow[]
  readonly leaves: readonly Uint8Array[]
  readonly tile_roots: GrownTree['tile_roots']
  readonly old_size: number
  readonly old_frontier: string
  /** Not signed yet. */
  readonly tree: TreeRow
}

/**
 * Appends events to a tree.
 *
 * @throws {AuditError} event_too_large
 */
export function appendEvents(tree: TreeRow, events: readonly Omit<AuditEvent, 'brand_id'>[], time: number): TreeAppend {
  const leaves: Uint8Array[] = []
  const rows = events.map(({ actor, action, facts }, at) => {
    const content = { tree: tree.tree, index: tree.size + at, time, actor, action, facts: canonical(facts) }
    // A unit of UTF-16 is at most three bytes of UTF-8.
    if (content.facts.length > maxEntryLength / 4) limitSize(content)
    const leaf = leafOf(content)
    leaves.push(leaf)
    return { ...content, leaf_hash: leaf.toString('base64') }
  })
  const { state, tile_roots } = growTree(frontierOf(tree), leaves)
  return {
    rows,
    leaves,
    tile_roots,
    old_size: tree.size,
    old_frontier: tree.frontier,
    tree: { ...tree, size: state.size, frontier: writeFrontier(state), time },
  }
}

function limitSize(event: Omit<EventRow, 'leaf_hash'>): void {
  const size = Buffer.byteLength(entryOf(event))
  if (size > maxEntryLength) throw new AuditError('event_too_large', { tree: event.tree, index: event.index, size })
}
