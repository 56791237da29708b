import { checkHash, emptyRoot, type HashOptions, leafHash, nodeHash } from './hash.ts'
import { checkInteger } from './number.ts'
import { TlogError } from './tlog-error.ts'
import { type HashReader, subtreeCount, subtreesOf, type TreeNode } from './tree-node.ts'

/** What it takes to append to a tree and to know its root: at most 53 hashes. */
export interface TreeState {
  /** How many leaves it has, at most 2^53 - 1. */
  readonly size: number
  /** The roots of its complete subtrees from the left, the largest first: one for each one bit of the size, 32 bytes each. */
  readonly hashes: readonly Uint8Array[]
}

/**
 * A Merkle tree (RFC 6962) that keeps its right edge alone, so that it takes the same memory at ten leaves and at ten billion.
 * Appending costs one or two hashes on average.
 *
 * @example
 * const tree = new CompactTree()
 * for (const entry of entries) tree.append(leafHash(entry))
 * console.log(tree.size, tree.root())
 * const later = new CompactTree(tree.state())
 */
export class CompactTree {
  readonly #options: HashOptions
  readonly #hashes: Uint8Array[]
  #size: number

  /**
   * @param state where to go on; an empty tree unless given
   * @throws {TlogError} INTEGER_INVALID, TREE_STATE_INVALID, HASH_INVALID for a state that no tree has
   */
  constructor({ size, hashes }: TreeState = { size: 0, hashes: [] }, options: HashOptions = {}) {
    checkInteger('size', size, 0)
    if (hashes.length !== subtreeCount(size)) throw new TlogError('TREE_STATE_INVALID', size, hashes.length, subtreeCount(size))
    for (const [i, hash] of hashes.entries()) checkHash(`hashes[${i}]`, hash)
    this.#size = size
    this.#hashes = [...hashes]
    this.#options = options
  }

  /** How many leaves it has. */
  get size(): number {
    return this.#size
  }

  /**
   * Appends a leaf and answers with every subtree that it completes: the leaf itself first, then what stands on it. Who stores these
   * can make proofs later.
   *
   * @throws {TlogError} HASH_INVALID when it has not 32 bytes; INTEGER_INVALID when the tree has 2^53 - 1 leaves
   */
  append(leaf: Uint8Array): TreeNode[] {
    checkHash('leaf', leaf)
    checkInteger('size', this.#size + 1, 1)
    let node: TreeNode = { level: 0, index: this.#size, hash: leaf }
    const completed = [node]
    while (node.index % 2 === 1) {
      const left = this.#hashes.pop()
      if (left === undefined) break
      node = { level: node.level + 1, index: (node.index - 1) / 2, hash: nodeHash(left, node.hash, this.#options) }
      completed.push(node)
    }
    this.#hashes.push(node.hash)
    this.#size++
    return completed
  }

  /** Appends the leaf of an entry, as {@link CompactTree.append} does. */
  appendEntry(entry: Uint8Array): TreeNode[] {
    return this.append(leafHash(entry, this.#options))
  }

  /** The root hash, 32 bytes. */
  root(): Uint8Array {
    return (
      this.#hashes.reduceRight<Uint8Array | undefined>(
        (right, left) => (right === undefined ? left : nodeHash(left, right, this.#options)),
        undefined,
      ) ?? emptyRoot(this.#options)
    )
  }

  /** What to store in order to go on from here. */
  state(): TreeState {
    return { size: this.#size, hashes: [...this.#hashes] }
  }
}

/**
 * What it takes to go on from the first `size` leaves of a tree whose nodes are stored.
 *
 * @throws {TlogError} INTEGER_INVALID; TREE_STATE_INVALID, HASH_INVALID when `read` answers wrongly
 * @example
 * const tree = new CompactTree(await treeState(published.size, read))
 */
export async function treeState(size: number, read: HashReader): Promise<TreeState> {
  checkInteger('size', size, 0)
  const hashes = size === 0 ? [] : await read(subtreesOf({ from: 0, to: size }))
  return new CompactTree({ size, hashes }).state()
}
