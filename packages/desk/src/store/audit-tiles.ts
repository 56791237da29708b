import type { TileRow } from './audit-tables.ts'
import type { Store } from './store.ts'

/** Adds tiles; one that a purge left partial is replaced by the full one. */
export async function putTiles({ database }: Store, tiles: readonly TileRow[]): Promise<void> {
  for (const tile of tiles)
    await database
      .insertInto('audit_tiles')
      .values(tile)
      .onConflict((conflict) => conflict.columns(['tree', 'level', 'number']).doUpdateSet({ root: tile.root, hashes: tile.hashes }))
      .execute()
}

/** The hashes of a tile that is stored, whether full or left partial by a purge. */
export async function findTile({ database }: Store, tree: string, level: number, number: number): Promise<string | undefined> {
  const query = database.selectFrom('audit_tiles').select('hashes').where('tree', '=', tree)
  return (await query.where('level', '=', level).where('number', '=', number).executeTakeFirst())?.hashes
}

/** The roots of full tiles of one level, by number from one on, before another, up to the first that is missing. */
export async function tileRoots({ database }: Store, tree: string, level: number, from: number, before: number): Promise<string[]> {
  const query = database.selectFrom('audit_tiles').select(['number', 'root']).where('tree', '=', tree).where('level', '=', level)
  const rows = await query.where('number', '>=', from).where('number', '<', before).where('root', '!=', '').orderBy('number').execute()
  const end = rows.findIndex(({ number, root }, at) => number !== from + at || !isHash(root))
  return rows.slice(0, end < 0 ? rows.length : end).map(({ root }) => root)
}

/** The stored hashes of events from one index on, before another, up to the first that is missing. */
export async function eventHashes({ database }: Store, tree: string, from: number, before: number): Promise<string[]> {
  const query = database.selectFrom('audit_events').select(['index', 'leaf_hash']).where('tree', '=', tree)
  const rows = await query.where('index', '>=', from).where('index', '<', before).orderBy('index').execute()
  const end = rows.findIndex(({ index, leaf_hash }, at) => index !== from + at || !isHash(leaf_hash))
  return rows.slice(0, end < 0 ? rows.length : end).map(({ leaf_hash }) => leaf_hash)
}

/** Stored tiles of one level in order of their numbers, from one on. */
export async function tilePage({ database }: Store, tree: string, level: number, from: number, limit: number): Promise<TileRow[]> {
  const query = database.selectFrom('audit_tiles').selectAll().where('tree', '=', tree).where('level', '=', level)
  return query.where('number', '>=', from).orderBy('number').limit(limit).execute()
}

// SQLite stores anything in a column, whatever its type.
function isHash(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Za-z0-9+/]{43}=$/.test(value)
}
