import type { Database } from '@card-member/service/database'
import { tileWidth } from '@card-member/tlog'
import { eventPages, listTrees, readTree } from '../store/audit-reading.ts'
import type { EventRow } from '../store/audit-tables.ts'
import { tilePage } from '../store/audit-tiles.ts'
import type { Schema } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { CardCheck } from './card-check.ts'
import type { PublicKeys } from './desk-key.ts'
import { Findings } from './findings.ts'
import { isHeadSigned } from './head.ts'
import type { AuditCounts } from './report.ts'
import { checkTiles, isTileSound } from './tile-check.ts'
import { split } from './tiles.ts'
import { TreeCheck } from './tree-check.ts'
import { HashesMissing, TreeReader } from './tree-reader.ts'

/** What a verification works with. */
export interface Verification {
  readonly database: Database<Schema>
  readonly desk_id: string
  readonly keys: PublicKeys
  readonly findings: Findings
  readonly counts: AuditCounts
  readonly onProgress?: ((events: number) => void) | undefined
}

/** Verifies the events and stored hashes of one tree against its signed state. @param seen is given every page of events */
export async function verifyTree(
  verification: Verification,
  tree: string,
  seen: (page: readonly EventRow[]) => Promise<void> = async () => undefined,
): Promise<void> {
  const { database, desk_id, keys, findings, counts, onProgress } = verification
  const store = { kind: database.kind, database: database.read }
  const { row, last, stray_blocks } = await readTree(database, tree)
  const found = new Findings()
  if (row === undefined) found.add('head_missing', { tree })
  const head = row !== undefined && isHeadSigned(row, desk_id, keys) ? row : undefined
  if (row !== undefined && head === undefined) found.add('head_forged', { tree, size: row.size })
  const check = new TreeCheck({ tree, head, frontier: head && (await frontierAt(store, tree, head.first_index, found)) }, found)
  const cards = head && new CardCheck(store, head, found)
  let events = 0
  if (last !== undefined)
    for await (const page of eventPages(store, tree, { through: last })) {
      const hashes = await tileHashes(store, tree, page)
      for (const event of page) check.event(event, hashes.get(event.index))
      await cards?.page(page)
      events += page.length
      await seen(page)
      onProgress?.(page.length)
    }
  check.end()
  await cards?.end()
  cards?.stray(stray_blocks)
  if (head !== undefined) await checkTiles(store, tree, head.size, found)
  // A purge at the same time removed events that this state has.
  const later = (await listTrees(store)).get(tree)
  if (!Object.is(later?.first_index, row?.first_index)) return verifyTree(verification, tree, seen)
  findings.addAll(found)
  counts.trees++
  counts.events += events
}

async function frontierAt(store: Store, tree: string, size: number, findings: Findings) {
  try {
    return await new TreeReader(store, tree).frontierAt(size)
  } catch (error) {
    if (!(error instanceof HashesMissing)) throw error
    findings.add('tile_wrong', { tree, index: 0, through: Math.max(size - 1, 0) })
    return undefined
  }
}

/** What the stored tiles have for the events of a page, by index. Tiles that are not sound themselves are left out. */
async function tileHashes(store: Store, tree: string, page: readonly EventRow[]): Promise<Map<number, string>> {
  const hashes = new Map<number, string>()
  const first = Math.floor((page[0]?.index ?? 0) / tileWidth)
  const last = Math.floor((page.at(-1)?.index ?? 0) / tileWidth)
  if (!(first >= 0 && last >= first)) return hashes
  for (const tile of await tilePage(store, tree, 0, first, page.length)) {
    if (tile.number > last) break
    if (isTileSound(tile))
      for (const [at, hash] of split(tile.hashes).entries()) hashes.set(tile.number * tileWidth + at, Buffer.from(hash).toString('base64'))
  }
  return hashes
}
