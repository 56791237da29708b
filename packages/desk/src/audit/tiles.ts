import { tileWidth } from '@card-member/tlog'
import type { TileRow } from '../store/audit-tables.ts'
import { eventHashes, findTile, tileRoots } from '../store/audit-tiles.ts'
import type { Store } from '../store/store.ts'
import { rootOfTile } from './merkle.ts'
import type { TreeAppend } from './tree-append.ts'

const tileHeight = 8
const hashBytes = 32

/** The tiles that become full when a tree grows. */
export async function filledTiles(
  store: Store,
  tree: string,
  { old_size, leaves, tile_roots }: Pick<TreeAppend, 'old_size' | 'leaves' | 'tile_roots'>,
): Promise<TileRow[]> {
  const tiles: TileRow[] = []
  let size = old_size
  let added: readonly Uint8Array[] = leaves
  for (let level = 0; added.length > 0; level++) {
    const first = Math.floor(size / tileWidth)
    const count = Math.floor((size + added.length) / tileWidth) - first
    if (count === 0) break
    const hashes = [...(await openTile(store, tree, level, size)), ...added]
    const roots: Uint8Array[] = []
    for (let at = 0; at < count; at++) {
      const full = hashes.slice(at * tileWidth, (at + 1) * tileWidth)
      const root = tile_roots.get(`${tileHeight * (level + 1)}/${first + at}`) ?? rootOfTile(full)
      roots.push(root)
      tiles.push({ tree, level, number: first + at, root: base64(root), hashes: base64(Buffer.concat(full)) })
    }
    size = first
    added = roots
  }
  return tiles
}

/** The hashes of the tile at the right edge of one level, which has `size` hashes in all. */
async function openTile(store: Store, tree: string, level: number, size: number): Promise<Uint8Array[]> {
  const number = Math.floor(size / tileWidth)
  return readTile(store, tree, level, number, size % tileWidth)
}

/** The first hashes of a tile, as many as are stored up to `width`. */
export async function readTile(store: Store, tree: string, level: number, number: number, width: number): Promise<Uint8Array[]> {
  if (width === 0) return []
  const begin = number * tileWidth
  const stored = split(await findTile(store, tree, level, number))
  if (stored.length >= width) return stored.slice(0, width)
  const rest =
    level === 0
      ? await eventHashes(store, tree, begin + stored.length, begin + width)
      : (await tileRoots(store, tree, level - 1, begin, begin + width)).slice(stored.length)
  return [...stored, ...rest.map((hash) => Buffer.from(hash, 'base64'))]
}

/** The hashes of a stored tile. */
export function split(hashes = ''): Uint8Array[] {
  const bytes = Buffer.from(hashes, 'base64')
  return Array.from({ length: Math.floor(bytes.length / hashBytes) }, (_, index) =>
    bytes.subarray(index * hashBytes, (index + 1) * hashBytes),
  )
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
