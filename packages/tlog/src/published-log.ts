import { equalBytes } from './bytes.ts'
import { type CheckpointTrust, type OpenedCheckpoint, openCheckpoint } from './checkpoint.ts'
import { CompactTree } from './compact-tree.ts'
import { parseEntryBundle } from './entry-bundle.ts'
import type { HashOptions } from './hash.ts'
import { checkInteger } from './number.ts'
import { consistencyProof, inclusionProof, treeRoot } from './proof.ts'
import { formatProofFile } from './proof-file.ts'
import { tileHashReader, tileHeight, tileOf, tilePath, tileWidth } from './tile.ts'
import { type ReadPath, readTile, readTileHashes } from './tile-storage.ts'
import { TlogError } from './tlog-error.ts'
import type { HashReader, TreeNode } from './tree-node.ts'
import { verifyConsistency, verifyInclusion } from './verify-proof.ts'

/** A checkpoint that was verified, with the note that carries it. */
export interface PublishedCheckpoint extends OpenedCheckpoint {
  /** The signed note, byte by byte. */
  readonly note: string
}

/**
 * Reads a log that somebody published as files (C2SP tlog-tiles). Nothing that is read is believed: all is checked against the
 * checkpoint.
 *
 * @example
 * const log = new PublishedLog((path) => readFile(join(folder, path)).catch(() => undefined), { log: importVerifier(vkey) })
 * const checkpoint = await log.checkpoint()
 * await log.verify(checkpoint)
 */
export class PublishedLog {
  readonly #read: ReadPath
  readonly #trust: CheckpointTrust
  readonly #options: HashOptions

  constructor(read: ReadPath, trust: CheckpointTrust, options: HashOptions = {}) {
    this.#read = read
    this.#trust = trust
    this.#options = options
  }

  /**
   * The checkpoint that is published, verified.
   *
   * @throws {TlogError} FILE_MISSING; the errors of {@link openCheckpoint}
   */
  async checkpoint(): Promise<PublishedCheckpoint> {
    const bytes = await this.#read('checkpoint')
    if (bytes === undefined) throw new TlogError('FILE_MISSING', 'checkpoint')
    return { ...(await openCheckpoint(bytes, this.#trust)), note: new TextDecoder().decode(bytes) }
  }

  /** Looks up hashes of a tree of `size` leaves in the tiles. */
  hashReader(size: number): HashReader {
    return tileHashReader(size, (tile) => readTile(this.#read, tile), this.#options)
  }

  /**
   * One entry, and the `.tlog-proof` file that proves it.
   *
   * @throws {TlogError} INTEGER_INVALID when there is no such entry; PROOF_INVALID when the files do not belong to the checkpoint
   */
  async prove(index: number, { size, root, note }: PublishedCheckpoint): Promise<{ readonly entry: Uint8Array; readonly file: string }> {
    checkInteger('index', index, 0, size - 1)
    const [entry = new Uint8Array(0)] = await this.#bundle(Math.floor(index / tileWidth), size, index % tileWidth)
    const proof = await inclusionProof(index, size, this.hashReader(size), this.#options)
    const [leaf] = new CompactTree(undefined, this.#options).appendEntry(entry)
    verifyInclusion({ index, size, leaf_hash: leaf?.hash ?? root, root, proof }, this.#options)
    return { entry, file: formatProofFile({ extra: entry, index, proof, checkpoint: note }) }
  }

  /**
   * Verifies that a checkpoint begins with all entries of an older one.
   *
   * @throws {TlogError} PROOF_INVALID when it does not; INTEGER_INVALID when the older one is larger
   */
  async verifyExtends(older: Pick<OpenedCheckpoint, 'size' | 'root'>, { size, root }: OpenedCheckpoint): Promise<void> {
    const proof = await consistencyProof(older.size, size, this.hashReader(size), this.#options)
    verifyConsistency({ old_size: older.size, old_root: older.root, size, root, proof }, this.#options)
  }

  /** The entries from `from` on, in order; they are checked by {@link PublishedLog.verify} alone. */
  async *entries(size: number, from = 0): AsyncGenerator<Uint8Array> {
    checkInteger('from', from, 0, size)
    for (let index = Math.floor(from / tileWidth); index * tileWidth < size; index++)
      yield* await this.#bundle(index, size, Math.max(0, from - index * tileWidth))
  }

  /**
   * Verifies the whole log in flat memory: that the entries give the root hash of the checkpoint, and that every tile has the hashes
   * of the entries.
   *
   * @throws {TlogError} ROOT_MISMATCH, TILE_MISMATCH with the path, FILE_MISSING, TILE_MALFORMED
   */
  async verify({ size, root }: OpenedCheckpoint): Promise<void> {
    const tree = new CompactTree(undefined, this.#options)
    const open: Uint8Array[][] = []
    for await (const entry of this.entries(size)) for (const node of tree.appendEntry(entry)) await this.#compare(node, size, open)
    if (!equalBytes(tree.root(), root) || !equalBytes(await treeRoot(size, this.hashReader(size), this.#options), root))
      throw new TlogError('ROOT_MISMATCH', size)
  }

  async #compare({ level, index, hash }: TreeNode, size: number, open: Uint8Array[][]): Promise<void> {
    if (level % tileHeight !== 0) return
    const tile = tileOf(level / tileHeight, index, size)
    const at = index % tileWidth
    if (at === 0) open[level / tileHeight] = await readTileHashes(this.#read, tile)
    if (!equalBytes(open[level / tileHeight]?.[at] ?? new Uint8Array(0), hash)) throw new TlogError('TILE_MISMATCH', tilePath(tile))
  }

  async #bundle(index: number, size: number, from: number): Promise<Uint8Array[]> {
    const tile = tileOf('entries', index * tileWidth, size)
    const entries = parseEntryBundle(await readTile(this.#read, tile), tilePath(tile))
    if (entries.length < tile.width || entries.length > tileWidth) throw new TlogError('TILE_MALFORMED', tilePath(tile))
    return entries.slice(from, tile.width)
  }
}
