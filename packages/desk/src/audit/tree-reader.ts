import type { NodePosition, TreeState } from '@card-member/tlog'
import type { Store } from '../store/store.ts'
import { rootOf, rootOfTile } from './merkle.ts'
import { readTile, tileWidth } from './tiles.ts'

const tileHeight = 8
const keptTiles = 32

/** Stored hashes that are missing. */
export class HashesMissing extends Error {
  override readonly name = 'HashesMissing'
}

/** Reads the hashes of one tree from its tiles, so that roots and proofs need as many reads as the tree has levels. */
export class TreeReader {
  readonly #store: Store
  readonly #tree: string
  readonly #tiles = new Map<string, Promise<Uint8Array[]>>()

  constructor(store: Store, tree: string) {
    this.#store = store
    this.#tree = tree
  }

  /**
   * The hashes of nodes, all of which lie within the tree.
   *
   * @throws {HashesMissing}
   */
  nodes(wanted: readonly NodePosition[]): Promise<Uint8Array[]> {
    return Promise.all(wanted.map((node) => this.#node(node)))
  }

  /** The frontier of the tree when it had this size. @throws {HashesMissing} */
  async frontierAt(size: number): Promise<TreeState> {
    return { size, hashes: await this.nodes(frontierNodes(size)) }
  }

  /** The root of the tree when it had this size, in base64. @throws {HashesMissing} */
  async rootAt(size: number): Promise<string> {
    return Buffer.from(rootOf(await this.frontierAt(size))).toString('base64')
  }

  async #node({ level, index }: NodePosition): Promise<Uint8Array> {
    const height = level % tileHeight
    const width = 2 ** height
    const first = index * width
    const number = Math.floor(first / tileWidth)
    const from = first % tileWidth
    const hashes = (await this.#tile(Math.floor(level / tileHeight), number, from + width)).slice(from, from + width)
    if (hashes.length < width) throw new HashesMissing(`tree ${this.#tree}: hashes of level ${level} at ${index} are missing`)
    return rootOfTile(hashes)
  }

  #tile(level: number, number: number, width: number): Promise<Uint8Array[]> {
    const key = `${level}/${number}`
    const known = this.#tiles.get(key)
    const tile = known?.then((hashes) => (hashes.length < width ? this.#read(level, number) : hashes)) ?? this.#read(level, number)
    this.#tiles.delete(key)
    this.#tiles.set(key, tile)
    for (const oldest of this.#tiles.keys()) {
      if (this.#tiles.size <= keptTiles) break
      this.#tiles.delete(oldest)
    }
    return tile
  }

  #read(level: number, number: number): Promise<Uint8Array[]> {
    return readTile(this.#store, this.#tree, level, number, tileWidth)
  }
}

/** The complete subtrees that a tree of some size is made of, from left to right. */
function frontierNodes(size: number): NodePosition[] {
  const nodes: NodePosition[] = []
  let begin = 0
  for (let level = Math.floor(Math.log2(Math.max(size, 1))); level >= 0; level--) {
    const width = 2 ** level
    if (size - begin < width) continue
    nodes.push({ level, index: begin / width })
    begin += width
  }
  return nodes
}
