/** Where a complete subtree is: it holds the leaves from `index * 2 ** level` up to, not with, `(index + 1) * 2 ** level`. */
export interface NodePosition {
  /** Its height; 0 for a leaf. */
  readonly level: number
  /** Its place among the nodes of its level, from 0. */
  readonly index: number
}

/** A complete subtree with its hash. It never changes as the tree grows, so it can be stored for good. */
export interface TreeNode extends NodePosition {
  readonly hash: Uint8Array
}

/**
 * Looks up the hashes of complete subtrees, in the order of `nodes`, all at once: from a table of nodes, from tiles, from memory.
 */
export type HashReader = (nodes: readonly NodePosition[]) => Promise<readonly Uint8Array[]>

/** Leaves from `from` up to, not with, `to`. */
export interface LeafRange {
  readonly from: number
  readonly to: number
}

/** The largest power of two that is smaller than `size`, which is 2 or more: where a tree of that size is split. */
export function splitPoint(size: number): number {
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}

/** The complete subtrees that a range consists of, from the left. It must begin where a subtree as large as itself may begin. */
export function subtreesOf({ from, to }: LeafRange): NodePosition[] {
  const found: NodePosition[] = []
  for (let at = from; at < to; ) {
    let [level, leaves] = [0, 1]
    while (leaves * 2 <= to - at) {
      level++
      leaves *= 2
    }
    found.push({ level, index: at / leaves })
    at += leaves
  }
  return found
}

/** How many complete subtrees a tree consists of: the one bits of its size. */
export function subtreeCount(size: number): number {
  let count = 0
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2
  return count
}
