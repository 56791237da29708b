import { hash } from 'node:crypto'
import { CompactTree, type HashOptions, leafHash, type TreeState } from '@card-member/tlog'

/** Node's own SHA-256. */
export const hashOptions: HashOptions = { sha256: (data) => hash('sha256', data, 'buffer') }

/** The leaf hash of an entry. */
export function entryHash(entry: Uint8Array): Uint8Array {
  return leafHash(entry, hashOptions)
}

/** A tree with further leaves. */
export function appendLeaves(state: TreeState, leaves: readonly Uint8Array[]): TreeState {
  const tree = new CompactTree(state, hashOptions)
  for (const leaf of leaves) tree.append(leaf)
  return tree.state()
}

/** The root of a tree. */
export function rootOf(state: TreeState): Uint8Array {
  return new CompactTree(state, hashOptions).root()
}

/** The root over the hashes of a tile. */
export function rootOfTile(hashes: readonly Uint8Array[]): Uint8Array {
  return rootOf(appendLeaves({ size: 0, hashes: [] }, hashes))
}
