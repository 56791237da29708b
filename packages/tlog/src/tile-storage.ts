import { hashLength } from './hash.ts'
import { type Tile, tilePath, tileWidth } from './tile.ts'
import { TlogError } from './tlog-error.ts'

/** Reads a file of a published log by its path below the prefix of the log; undefined when there is none. */
export type ReadPath = (path: string) => Promise<Uint8Array | undefined>

/** Where a published log is kept: a folder, a bucket, a table. */
export interface TileStorage {
  readonly read: ReadPath
  /** Stores a file, whole or not at all. A path of a tile is never written with other bytes than it has. */
  readonly write: (path: string, bytes: Uint8Array) => Promise<void>
}

/** Reads a tile or entry bundle; in place of a partial one that has been removed, the full one. */
export async function readTile(read: ReadPath, tile: Tile): Promise<Uint8Array> {
  const bytes = (await read(tilePath(tile))) ?? (tile.width < tileWidth ? await read(tilePath({ ...tile, width: tileWidth })) : undefined)
  if (bytes === undefined) throw new TlogError('FILE_MISSING', tilePath(tile))
  return bytes
}

/** Reads a tile as its hashes. */
export async function readTileHashes(read: ReadPath, tile: Tile): Promise<Uint8Array[]> {
  const bytes = await readTile(read, tile)
  if (bytes.length % hashLength !== 0 || bytes.length < tile.width * hashLength) throw new TlogError('TILE_MALFORMED', tilePath(tile))
  return Array.from({ length: tile.width }, (_, i) => bytes.subarray(i * hashLength, (i + 1) * hashLength))
}

/**
 * Reads a published log below a URL. A file that is not there is undefined; every other failure is thrown.
 *
 * @throws {TlogError} FETCH_FAILED
 * @example
 * const log = new PublishedLog(urlReader('https://example.com/log'), { log: importVerifier(vkey) })
 */
export function urlReader(
  prefix: string,
  { fetch: call = fetch, signal }: { readonly fetch?: typeof fetch; readonly signal?: AbortSignal } = {},
): ReadPath {
  return async (path) => {
    const url = `${prefix.replace(/\/$/, '')}/${path}`
    try {
      const response = await call(url, { ...(signal && { signal }) })
      const bytes = new Uint8Array(await response.arrayBuffer())
      if (response.status === 404) return undefined
      if (response.status !== 200) throw new TlogError('FETCH_FAILED', url, response.status)
      return bytes
    } catch (error) {
      if (error instanceof TlogError) throw error
      throw new TlogError('FETCH_FAILED', url, error instanceof Error ? error.message : String(error))
    }
  }
}
