import { concatBytes } from './bytes.ts'
import { CompactTree, treeState } from './compact-tree.ts'
import { formatEntryBundle, maxEntryLength, parseEntryBundle } from './entry-bundle.ts'
import type { HashOptions } from './hash.ts'
import { checkInteger } from './number.ts'
import { type Tile, tileHashReader, tileHeight, tileOf, tilePath, tileWidth } from './tile.ts'
import { readTile, readTileHashes, type TileStorage } from './tile-storage.ts'
import { TlogError } from './tlog-error.ts'

/**
 * Writes a log as tiles and entry bundles, in flat memory. Full ones are written as they fill; {@link TileWriter.flush} writes the
 * partial ones, after which a checkpoint of that size may be published.
 *
 * @example
 * const writer = await TileWriter.open(storage, published.size)
 * for (const entry of newEntries) await writer.append(entry)
 * await writer.flush()
 * const checkpoint = await signCheckpoint({ origin, size: writer.size, root: writer.root() }, [signer])
 * await storage.write('checkpoint', new TextEncoder().encode(checkpoint))
 */
export class TileWriter {
  readonly #storage: TileStorage
  readonly #tree: CompactTree
  readonly #levels: Uint8Array[][]
  #entries: Uint8Array[]

  private constructor(storage: TileStorage, tree: CompactTree, levels: Uint8Array[][], entries: Uint8Array[]) {
    this.#storage = storage
    this.#tree = tree
    this.#levels = levels
    this.#entries = entries
  }

  /**
   * Goes on with a log of `size` entries, from its tiles.
   *
   * @throws {TlogError} FILE_MISSING, TILE_MALFORMED when the storage does not hold such a log; INTEGER_INVALID
   */
  static async open(storage: TileStorage, size = 0, options: HashOptions = {}): Promise<TileWriter> {
    checkInteger('size', size, 0)
    const read = tileHashReader(size, (tile) => readTile(storage.read, tile), options)
    const tree = new CompactTree(await treeState(size, read), options)
    const levels: Uint8Array[][] = []
    for (let level = 0; size >= tileWidth ** level; level++) {
      const count = Math.floor(size / tileWidth ** level)
      levels.push(count % tileWidth === 0 ? [] : await readTileHashes(storage.read, tileOf(level, count - 1, size)))
    }
    const bundle = tileOf('entries', size, size)
    const entries = bundle.width === 0 ? [] : parseEntryBundle(await readTile(storage.read, bundle), tilePath(bundle))
    if (entries.length < bundle.width) throw new TlogError('TILE_MALFORMED', tilePath(bundle))
    return new TileWriter(storage, tree, levels, entries.slice(0, bundle.width))
  }

  /** How many entries it has. */
  get size(): number {
    return this.#tree.size
  }

  /** The root hash of all entries. */
  root(): Uint8Array {
    return this.#tree.root()
  }

  /**
   * Appends an entry of at most 65,535 bytes. One call at a time.
   *
   * @throws {TlogError} ENTRY_TOO_LONG
   */
  async append(entry: Uint8Array): Promise<void> {
    if (entry.length > maxEntryLength) throw new TlogError('ENTRY_TOO_LONG', entry.length, maxEntryLength)
    const index = Math.floor(this.#tree.size / tileWidth)
    this.#entries.push(entry)
    for (const node of this.#tree.appendEntry(entry)) {
      if (node.level % tileHeight !== 0) continue
      const level = node.level / tileHeight
      const hashes = this.#levels[level] ?? []
      this.#levels[level] = hashes
      hashes.push(node.hash)
      if (hashes.length < tileWidth) continue
      await this.#write({ level, index: Math.floor(node.index / tileWidth), width: tileWidth }, concatBytes(...hashes))
      this.#levels[level] = []
    }
    if (this.#entries.length < tileWidth) return
    await this.#write({ level: 'entries', index, width: tileWidth }, formatEntryBundle(this.#entries))
    this.#entries = []
  }

  /** Writes the partial tiles and the partial bundle of the size that the log has. */
  async flush(): Promise<void> {
    const { size } = this.#tree
    for (const [level, hashes] of this.#levels.entries())
      if (hashes.length > 0) await this.#write(tileOf(level, Math.floor(size / tileWidth ** level) - 1, size), concatBytes(...hashes))
    if (this.#entries.length > 0) await this.#write(tileOf('entries', size - 1, size), formatEntryBundle(this.#entries))
  }

  async #write(tile: Tile, bytes: Uint8Array): Promise<void> {
    await this.#storage.write(tilePath(tile), bytes)
  }
}
