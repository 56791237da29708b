import { hash } from 'node:crypto'
import { CompactTree, type HashOptions, type TreeState } from '@card-member/tlog'

/** Node's own SHA-256. */
export const hashOptions: HashOptions = { sha256: (data) => hash('sha256', data, 'buffer') }

/** A tree with further leaves. */
export function appendLeaves(state: TreeState, leaves: readonly Uint8Array[]): TreeState {
  const tree = new CompactTree(state, hashOptions)
  for (const leaf of leaves) tree.append(leaf)
  return tree.state()
}

/** A tree after an append. */
export interface GrownTree {
  readonly state: TreeState
  /** The roots of the tiles that became full, by level of their nodes and index: `8/0` is that of the first 256 leaves. */
  readonly tile_roots: ReadonlyMap<string, Uint8Array>
}

const tileHeight = 8

/** Appends leaves, and keeps what tiles are made of. */
export function growTree(state: TreeState, leaves: readonly Uint8Array[]): GrownTree {
  const tree = new CompactTree(state, hashOptions)
  const tile_roots = new Map<string, Uint8Array>()
  for (const leaf of leaves)
    for (const { level, index, hash: node } of tree.append(leaf))
      if (level > 0 && level % tileHeight === 0) tile_roots.set(`${level}/${index}`, node)
  return { state: tree.state(), tile_roots }
}

/** The root of a tree. */
export function rootOf(state: TreeState): Uint8Array {
  return new CompactTree(state, hashOptions).root()
}

/** The root over the hashes of a tile. */
export function rootOfTile(hashes: readonly Uint8Array[]): Uint8Array {
  return rootOf(appendLeaves({ size: 0, hashes: [] }, hashes))
}
