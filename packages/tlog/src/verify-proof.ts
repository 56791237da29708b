import { equalBytes } from './bytes.ts'
import { checkHash, emptyRoot, type HashOptions, nodeHash } from './hash.ts'
import { checkInteger } from './number.ts'
import { inclusionRanges, type Proof } from './proof.ts'
import { TlogError } from './tlog-error.ts'
import { terms } from './tlog-errors.ts'
import { subtreeCount } from './tree-node.ts'

/** What {@link verifyInclusion} checks. */
export interface InclusionClaim {
  /** Which leaf, from 0. */
  readonly index: number
  /** How many leaves the tree has. */
  readonly size: number
  readonly leaf_hash: Uint8Array
  /** The root hash of the tree. */
  readonly root: Uint8Array
  readonly proof: Proof
}

/**
 * Verifies that a leaf is in a tree at its position. It returns nothing; whatever does not hold is thrown.
 *
 * @throws {TlogError} PROOF_INVALID when it does not hold; INTEGER_INVALID or HASH_INVALID for what cannot be checked
 * @example
 * verifyInclusion({ index: 3, size: 10, leaf_hash: leafHash(entry), root: checkpoint.root, proof })
 */
export function verifyInclusion({ index, size, leaf_hash, root, proof }: InclusionClaim, options: HashOptions = {}): void {
  checkInteger('size', size, 1)
  checkInteger('index', index, 0, size - 1)
  checkHash('leaf_hash', leaf_hash)
  checkHashes({ root }, proof)
  const siblings = inclusionRanges(index, { from: 0, to: size })
  const computed = proof.reduce(
    (hash, sibling, i) => ((siblings[i]?.from ?? 0) > index ? nodeHash(hash, sibling, options) : nodeHash(sibling, hash, options)),
    leaf_hash,
  )
  if (proof.length !== siblings.length || !equalBytes(computed, root)) throw new TlogError('PROOF_INVALID', terms.inclusionProof)
}

/** What {@link verifyConsistency} checks. */
export interface ConsistencyClaim {
  /** How many leaves the older tree has. */
  readonly old_size: number
  /** The root hash of the older tree. */
  readonly old_root: Uint8Array
  /** How many leaves the newer tree has. */
  readonly size: number
  /** The root hash of the newer tree. */
  readonly root: Uint8Array
  readonly proof: Proof
}

/**
 * Verifies that a tree begins with all leaves of an older tree, unchanged and in the same order. It returns nothing; whatever does
 * not hold is thrown.
 *
 * @throws {TlogError} PROOF_INVALID when it does not hold; INTEGER_INVALID or HASH_INVALID for what cannot be checked
 * @example
 * verifyConsistency({ old_size: 7, old_root: before.root, size: 10, root: after.root, proof })
 */
export function verifyConsistency({ old_size, old_root, size, root, proof }: ConsistencyClaim, options: HashOptions = {}): void {
  checkInteger('size', size, 0)
  checkInteger('old_size', old_size, 0, size)
  checkHashes({ old_root, root }, proof)
  if (!consistent({ old_size, old_root, size, root, proof }, options)) throw new TlogError('PROOF_INVALID', terms.consistencyProof)
}

function consistent({ old_size, old_root, size, root, proof }: ConsistencyClaim, options: HashOptions): boolean {
  if (old_size === size) return proof.length === 0 && equalBytes(old_root, root)
  if (old_size === 0) return proof.length === 0 && equalBytes(old_root, emptyRoot(options))
  // As RFC 9162, section 2.1.4.2. A complete old tree is a node of the new one, which the proof leaves out.
  const [first, ...path] = subtreeCount(old_size) === 1 ? [old_root, ...proof] : proof
  if (first === undefined) return false
  let [node, last] = [old_size - 1, size - 1]
  const climb = () => {
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  while (node % 2 === 1) climb()
  let [oldHash, hash] = [first, first]
  for (const sibling of path) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      oldHash = nodeHash(sibling, oldHash, options)
      hash = nodeHash(sibling, hash, options)
      while (node % 2 === 0 && node !== 0) climb()
    } else {
      hash = nodeHash(hash, sibling, options)
    }
    climb()
  }
  return last === 0 && equalBytes(oldHash, old_root) && equalBytes(hash, root)
}

function checkHashes(roots: Readonly<Record<string, Uint8Array>>, proof: Proof): void {
  for (const [name, hash] of Object.entries(roots)) checkHash(name, hash)
  for (const [i, hash] of proof.entries()) checkHash(`proof[${i}]`, hash)
}
