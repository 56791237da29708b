import { tileWidth } from '@card-member/tlog'
import type { TileRow } from '../store/audit-tables.ts'
import { tilePage, tileRoots } from '../store/audit-tiles.ts'
import type { Store } from '../store/store.ts'
import type { Findings } from './findings.ts'
import { rootOfTile } from './merkle.ts'
import { split } from './tiles.ts'

const pageSize = 64

/** Whether the root that is stored with a tile is that of its hashes. */
export function isTileSound({ hashes, root }: TileRow): boolean {
  const nodes = split(hashes)
  return nodes.length === tileWidth && Buffer.from(rootOfTile(nodes)).toString('base64') === root
}

/** Verifies that every full tile of a tree is stored, has its root, and is what the tile above says. */
export async function checkTiles(store: Store, tree: string, size: number, findings: Findings): Promise<void> {
  let span = tileWidth
  for (let level = 0, count = Math.floor(size / tileWidth); count > 0; level++, count = Math.floor(count / tileWidth)) {
    for (let from = 0; from < count; from += pageSize) {
      const limit = Math.min(pageSize, count - from)
      const page = new Map((await tilePage(store, tree, level, from, limit)).map((tile) => [tile.number, tile]))
      for (let number = from; number < from + limit; number++)
        if (!(await isRight(store, page.get(number))))
          findings.add('tile_wrong', { tree, index: number * span, through: (number + 1) * span - 1 })
    }
    span *= tileWidth
  }
}

async function isRight(store: Store, tile: TileRow | undefined): Promise<boolean> {
  if (tile === undefined || !isTileSound(tile)) return false
  const { tree, level, number, hashes } = tile
  if (level === 0) return true
  const below = await tileRoots(store, tree, level - 1, number * tileWidth, (number + 1) * tileWidth)
  return Buffer.concat(below.map((root) => Buffer.from(root, 'base64'))).toString('base64') === hashes
}
