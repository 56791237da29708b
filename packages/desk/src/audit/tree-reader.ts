import { type HashReader, type HashTile, type TreeState, tileHashReader, tileWidth, treeRoot, treeState } from '@card-member/tlog'
import type { Store } from '../store/store.ts'
import { hashOptions } from './merkle.ts'
import { readTile } from './tiles.ts'

const keptTiles = 32
const hashBytes = 32

/** Stored hashes that are missing. */
export class HashesMissing extends Error {
  override readonly name = 'HashesMissing'
}

/** Reads the hashes of one tree from its tiles, so that roots and proofs need as many reads as the tree has levels. */
export class TreeReader {
  readonly #store: Store
  readonly #tree: string
  readonly #tiles = new Map<string, Promise<Uint8Array>>()

  constructor(store: Store, tree: string) {
    this.#store = store
    this.#tree = tree
  }

  /** The nodes of the tree when it had this size. Reading throws `HashesMissing`. */
  nodesAt(size: number): HashReader {
    return tileHashReader(size, (tile) => this.#tile(tile), hashOptions)
  }

  /** The frontier of the tree when it had this size. @throws {HashesMissing} */
  frontierAt(size: number): Promise<TreeState> {
    return treeState(size, this.nodesAt(size))
  }

  /** The root of the tree when it had this size, in base64. @throws {HashesMissing} */
  async rootAt(size: number): Promise<string> {
    return Buffer.from(await treeRoot(size, this.nodesAt(size), hashOptions)).toString('base64')
  }

  async #tile({ level, index, width }: HashTile): Promise<Uint8Array> {
    const key = `${level}/${index}`
    const wanted = width * hashBytes
    let tile = await this.#tiles.get(key)
    if (tile === undefined || tile.length < wanted) tile = await this.#keep(key, this.#read(level, index))
    if (tile.length < wanted) throw new HashesMissing(`tree ${this.#tree}: hashes of tile ${key} are missing`)
    return tile
  }

  #keep(key: string, tile: Promise<Uint8Array>): Promise<Uint8Array> {
    this.#tiles.delete(key)
    this.#tiles.set(key, tile)
    for (const oldest of this.#tiles.keys()) {
      if (this.#tiles.size <= keptTiles) break
      this.#tiles.delete(oldest)
    }
    return tile
  }

  async #read(level: number, index: number): Promise<Uint8Array> {
    return Buffer.concat(await readTile(this.#store, this.#tree, level, index, tileWidth))
  }
}
