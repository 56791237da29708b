import { formatEntryBundle, maxEntryLength, type Tile, tileWidth } from '@card-member/tlog'
import { eventPages } from '../store/audit-reading.ts'
import type { Store } from '../store/store.ts'
import { entryOf } from './entry.ts'

/** The entries of a tile; undefined when some were purged, because the bundle cannot be made any more. */
export async function entryBundle(
  store: Store,
  tree: string,
  { index, width }: Tile,
  first_index: number,
): Promise<Uint8Array | undefined> {
  const from = index * tileWidth
  if (from < first_index) return undefined
  const entries: Uint8Array[] = []
  // What was tampered with may be longer. That it was is found by its hash.
  for await (const page of eventPages(store, tree, { after: String(from - 1), through: String(from + width - 1) }))
    entries.push(...page.map((event) => Buffer.from(entryOf(event)).subarray(0, maxEntryLength)))
  return formatEntryBundle(entries)
}
