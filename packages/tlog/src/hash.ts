import { concatBytes } from './bytes.ts'
import { sha256 as ownSha256, type Sha256 } from './sha256.ts'
import { TlogError } from './tlog-error.ts'

/** How long a hash is, in bytes. */
export const hashLength = 32

/** What may be chosen wherever a tree is hashed. */
export interface HashOptions {
  /** SHA-256; this package's own unless given. */
  readonly sha256?: Sha256
}

const leafPrefix = Uint8Array.of(0)
const pair = new Uint8Array(1 + 2 * hashLength)
pair[0] = 1

/**
 * The leaf hash of an entry: SHA-256 of a zero byte and the entry (RFC 6962, section 2.1).
 *
 * @example
 * tree.append(leafHash(new TextEncoder().encode('first entry')))
 */
export function leafHash(entry: Uint8Array, { sha256 = ownSha256 }: HashOptions = {}): Uint8Array {
  return sha256(concatBytes(leafPrefix, entry))
}

/**
 * The hash of an inner node: SHA-256 of the byte 0x01 and its two children, 32 bytes each (RFC 6962, section 2.1).
 *
 * @example
 * const root = nodeHash(leafHash(first), leafHash(second)) // of a tree of two
 */
export function nodeHash(left: Uint8Array, right: Uint8Array, { sha256 = ownSha256 }: HashOptions = {}): Uint8Array {
  pair.set(left, 1)
  pair.set(right, 1 + hashLength)
  return sha256(pair)
}

/**
 * The root hash of the tree without leaves: SHA-256 of nothing.
 *
 * @example
 * equalBytes(new CompactTree().root(), emptyRoot())
 */
export function emptyRoot({ sha256 = ownSha256 }: HashOptions = {}): Uint8Array {
  return sha256(new Uint8Array(0))
}

/** Checks that an argument is a hash. */
export function checkHash(name: string, hash: Uint8Array): void {
  if (hash.length !== hashLength) throw new TlogError('HASH_INVALID', name)
}
