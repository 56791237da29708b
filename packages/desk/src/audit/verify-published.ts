import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newTiles, type Tile, tilePath, tileWidth } from '@card-member/tlog'
import { listTrees } from '../store/audit-reading.ts'
import type { TreeRow } from '../store/audit-tables.ts'
import { entryBundle } from './entry-bundle.ts'
import { readTile } from './tiles.ts'
import { type CheckpointContext, compareWithCheckpoint } from './verify-checkpoint.ts'

/** Compares the log with the folders that were published: checkpoints, every tile, every bundle of entries. Returns how many trees. */
export async function compareWithPublished(context: CheckpointContext, folder: string, only: string | undefined): Promise<number> {
  const trees = await listTrees(context.store)
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name)
  let count = 0
  for (const tree of names.sort()) {
    if ((only ?? tree) !== tree) continue
    count++
    await compareTree(context, join(folder, tree), tree, trees.get(tree))
  }
  return count
}

async function compareTree(context: CheckpointContext, folder: string, tree: string, row: TreeRow | undefined): Promise<void> {
  const { findings } = context
  const note = await bytesOf(join(folder, 'checkpoint'))
  if (note === undefined) return findings.add('published_wrong', { tree, subject: join(folder, 'checkpoint') })
  const published = await compareWithCheckpoint(context, note.toString(), join(folder, 'checkpoint'))
  if (published === undefined) return
  if (published.tree !== tree) return findings.add('other_log', { tree, subject: folder })
  for (const tile of newTiles(published.size)) {
    const path = join(folder, tilePath(tile))
    const wanted = await contentOf(context, tree, tile, row?.first_index ?? 0)
    if (wanted === undefined) continue
    const found = (await bytesOf(path)) ?? (await bytesOf(join(folder, tilePath({ ...tile, width: tileWidth }))))
    if (found === undefined || !found.subarray(0, wanted.length).equals(wanted)) findings.add('published_wrong', { tree, subject: path })
  }
}

async function contentOf({ store }: CheckpointContext, tree: string, tile: Tile, first_index: number): Promise<Uint8Array | undefined> {
  if (tile.level === 'entries') return entryBundle(store, tree, tile, first_index)
  return Buffer.concat(await readTile(store, tree, tile.level, tile.index, tile.width))
}

async function bytesOf(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined
    throw error
  }
}
