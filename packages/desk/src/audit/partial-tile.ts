import { tileWidth } from '@card-member/tlog'
import type { TileRow } from '../store/audit-tables.ts'
import { findTile } from '../store/audit-tiles.ts'
import type { Store } from '../store/store.ts'
import { readTile } from './tiles.ts'

/** The hashes before an index in the tile that it lies in, which a purge would take away with the events; undefined when they stay. */
export async function partialTile(store: Store, tree: string, index: number): Promise<TileRow | undefined> {
  const width = index % tileWidth
  const number = Math.floor(index / tileWidth)
  if (width === 0) return undefined
  const hashes = await readTile(store, tree, 0, number, width)
  const stored = await findTile(store, tree, 0, number)
  const joined = Buffer.concat(hashes).toString('base64')
  return stored !== undefined && stored.length >= joined.length ? undefined : { tree, level: 0, number, root: '', hashes: joined }
}
