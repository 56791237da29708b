import { checkHash, emptyRoot, type HashOptions, nodeHash } from './hash.ts'
import { checkInteger } from './number.ts'
import { type HashReader, type LeafRange, splitPoint, subtreesOf } from './tree-node.ts'

/** The hashes of a proof, 32 bytes each; at most 53 for inclusion, 54 for consistency. */
export type Proof = readonly Uint8Array[]

/**
 * Makes the proof that a leaf is in a tree (RFC 6962, section 2.1.1): the hashes from the leaf's sibling up.
 *
 * @param index which leaf, from 0
 * @param size how many leaves the tree has
 * @throws {TlogError} INTEGER_INVALID when the tree has no such leaf; HASH_INVALID when `read` answers wrongly
 * @example
 * const proof = await inclusionProof(3, tree.size, read)
 * verifyInclusion({ index: 3, size: tree.size, leaf_hash, root: tree.root(), proof })
 */
export async function inclusionProof(index: number, size: number, read: HashReader, options: HashOptions = {}): Promise<Uint8Array[]> {
  checkInteger('size', size, 1)
  checkInteger('index', index, 0, size - 1)
  return rangeHashes(inclusionRanges(index, { from: 0, to: size }), read, options)
}

/**
 * Makes the proof that a tree begins with all leaves of an older tree, in the same order (RFC 6962, section 2.1.2). Empty when one
 * of them is empty or both have the same size.
 *
 * @throws {TlogError} INTEGER_INVALID when the old size is above the size; HASH_INVALID when `read` answers wrongly
 * @example
 * const proof = await consistencyProof(published.size, tree.size, read)
 */
export async function consistencyProof(old_size: number, size: number, read: HashReader, options: HashOptions = {}): Promise<Uint8Array[]> {
  checkInteger('size', size, 0)
  checkInteger('old_size', old_size, 0, size)
  if (old_size === 0 || old_size === size) return []
  return rangeHashes(consistencyRanges(old_size, { from: 0, to: size }), read, options)
}

/**
 * The root hash of the first `size` leaves.
 *
 * @throws {TlogError} INTEGER_INVALID, HASH_INVALID when `read` answers wrongly
 * @example
 * const before = await treeRoot(1000, read)
 */
export async function treeRoot(size: number, read: HashReader, options: HashOptions = {}): Promise<Uint8Array> {
  checkInteger('size', size, 0)
  const [root] = size === 0 ? [] : await rangeHashes([{ from: 0, to: size }], read, options)
  return root ?? emptyRoot(options)
}

/** The sibling on each level, from the leaf up. */
export function inclusionRanges(index: number, whole: LeafRange): LeafRange[] {
  const ranges: LeafRange[] = []
  for (let { from, to } = whole; to - from > 1; ) {
    const middle = from + splitPoint(to - from)
    if (index < middle) {
      ranges.push({ from: middle, to })
      to = middle
    } else {
      ranges.push({ from, to: middle })
      from = middle
    }
  }
  return ranges.reverse()
}

function consistencyRanges(old_size: number, whole: LeafRange): LeafRange[] {
  const ranges: LeafRange[] = []
  let { from, to } = whole
  while (to !== old_size) {
    const middle = from + splitPoint(to - from)
    if (old_size <= middle) {
      ranges.push({ from: middle, to })
      to = middle
    } else {
      ranges.push({ from, to: middle })
      from = middle
    }
  }
  // Whoever verifies knows the whole old root already.
  if (from !== 0) ranges.push({ from, to })
  return ranges.reverse()
}

async function rangeHashes(ranges: readonly LeafRange[], read: HashReader, options: HashOptions): Promise<Uint8Array[]> {
  const parts = ranges.map(subtreesOf)
  const nodes = parts.flat()
  const hashes = nodes.length === 0 ? [] : [...(await read(nodes))]
  for (const [i, { level, index }] of nodes.entries()) checkHash(`node ${level}/${index}`, hashes[i] ?? new Uint8Array(0))
  return parts.map((part) => hashes.splice(0, part.length).reduceRight((right, left) => nodeHash(left, right, options)))
}
