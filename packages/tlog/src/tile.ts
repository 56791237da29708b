import { type HashOptions, hashLength, nodeHash } from './hash.ts'
import { checkInteger, decodeDecimal } from './number.ts'
import { TlogError } from './tlog-error.ts'
import type { HashReader, NodePosition } from './tree-node.ts'

/**
 * How many hashes a full tile has, and entries a full bundle.
 *
 * @example
 * const full = Math.floor(size / tileWidth)
 */
export const tileWidth = 256
/** How many levels of the tree a tile stands for. */
export const tileHeight = 8
const maxLevel = 63

/** A piece of a published tree: up to 256 consecutive hashes of one level, or the entries below such a piece (C2SP tlog-tiles). */
export interface Tile {
  /** Its hashes are nodes of the tree's level `8 * level`; `entries` for an entry bundle. */
  readonly level: number | 'entries'
  /** Its place among the tiles of its level, from 0. */
  readonly index: number
  /** How many hashes or entries it has: 1 to 255 for a partial one, 256 for a full one. */
  readonly width: number
}

/** A tile of hashes. */
export interface HashTile extends Tile {
  readonly level: number
}

/**
 * Where a tile is below the prefix of a log, for example `tile/0/x001/x234/067` or `tile/entries/000.p/5`.
 *
 * @throws {TlogError} INTEGER_INVALID for a tile that cannot be
 * @example
 * tilePath({ level: 1, index: 1234067, width: 256 }) // 'tile/1/x001/x234/067'
 */
export function tilePath({ level, index, width }: Tile): string {
  if (level !== 'entries') checkInteger('level', level, 0, maxLevel)
  checkInteger('index', index, 0)
  checkInteger('width', width, 1, tileWidth)
  const digits = String(index)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g) ?? []
  const place = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/')
  return `tile/${level}/${place}${width === tileWidth ? '' : `.p/${width}`}`
}

/**
 * The tile that a path names; undefined for every text that is no path of a tile.
 *
 * @example
 * parseTilePath('tile/entries/x001/000.p/5') // { level: 'entries', index: 1000, width: 5 }
 */
export function parseTilePath(path: string): Tile | undefined {
  const [, named = '', place = '', partial] =
    /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/.exec(path) ?? []
  const level = named === 'entries' ? ('entries' as const) : decodeDecimal(named)
  const index = Number(place.replaceAll(/[x/]/g, ''))
  const width = partial === undefined ? tileWidth : decodeDecimal(partial)
  if (level === undefined || width === undefined || !Number.isSafeInteger(index)) return undefined
  const tile = { level, index, width }
  const possible = (level === 'entries' || level <= maxLevel) && width >= 1 && width <= tileWidth
  // Written again it must be the same: no leading zeros, no `.p/256`.
  return possible && tilePath(tile) === path ? tile : undefined
}

/** The tile of a level that holds the hash or entry number `at` of that level, as it is in a tree of `size` leaves. */
export function tileOf(level: number | 'entries', at: number, size: number): Tile {
  const index = Math.floor(at / tileWidth)
  const count = level === 'entries' ? size : Math.floor(size / tileWidth ** level)
  return { level, index, width: Math.min(tileWidth, count - index * tileWidth) }
}

/**
 * The tiles and entry bundles that a tree of `size` leaves has and that of `old_size` has not, level by level: what to write when a
 * log grows.
 *
 * @throws {TlogError} INTEGER_INVALID when the old size is above the size
 * @example
 * for (const tile of newTiles(checkpoint.size)) console.log(tilePath(tile))
 */
export function* newTiles(size: number, old_size = 0): Generator<Tile> {
  checkInteger('size', size, 0)
  checkInteger('old_size', old_size, 0, size)
  for (const level of ['entries', 0] as const) yield* newTilesOf(level, size, old_size)
  for (let level = 1; size >= tileWidth ** level; level++)
    yield* newTilesOf(level, Math.floor(size / tileWidth ** level), Math.floor(old_size / tileWidth ** level))
}

function* newTilesOf(level: number | 'entries', count: number, old_count: number): Generator<Tile> {
  if (count === old_count) return
  for (let index = Math.floor(old_count / tileWidth); index * tileWidth < count; index++)
    yield { level, index, width: Math.min(tileWidth, count - index * tileWidth) }
}

/**
 * Looks up nodes of a tree of `size` leaves in its tiles. `readTile` answers with the bytes of a tile: its hashes one after another;
 * a fuller tile than asked for will do. Each tile is read once a call.
 *
 * @throws {TlogError} TILE_MALFORMED when a tile has not the hashes that it must have
 * @example
 * const proof = await inclusionProof(3, checkpoint.size, tileHashReader(checkpoint.size, (tile) => readFile(tilePath(tile))))
 */
export function tileHashReader(size: number, readTile: (tile: HashTile) => Promise<Uint8Array>, options: HashOptions = {}): HashReader {
  checkInteger('size', size, 0)
  return async (nodes) => {
    const tiles = new Map<string, Promise<Uint8Array>>()
    const readOnce = (tile: HashTile) => {
      const path = tilePath(tile)
      const reading = tiles.get(path) ?? readTile(tile).then((bytes) => checkedTile(tile, bytes))
      tiles.set(path, reading)
      return reading
    }
    return Promise.all(nodes.map(async (node) => nodeIn(node, size, readOnce, options)))
  }
}

async function nodeIn(node: NodePosition, size: number, readOnce: (tile: HashTile) => Promise<Uint8Array>, options: HashOptions) {
  const within = node.level % tileHeight
  const first = node.index * 2 ** within
  const level = (node.level - within) / tileHeight
  const tile = await readOnce({ ...tileOf(level, first, size), level })
  const offset = first % tileWidth
  let hashes = Array.from({ length: 2 ** within }, (_, i) => tile.subarray((offset + i) * hashLength, (offset + i + 1) * hashLength))
  while (hashes.length > 1) hashes = hashes.flatMap((left, i) => (i % 2 === 0 ? [nodeHash(left, hashes[i + 1] ?? left, options)] : []))
  return hashes[0] ?? new Uint8Array(0)
}

function checkedTile(tile: Tile, bytes: Uint8Array): Uint8Array {
  if (bytes.length % hashLength !== 0 || bytes.length < tile.width * hashLength || bytes.length > tileWidth * hashLength)
    throw new TlogError('TILE_MALFORMED', tilePath(tile))
  return bytes
}
