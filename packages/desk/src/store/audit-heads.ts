import { rowSet } from '@card-member/service/database'
import { sql } from 'kysely'
import type { ChainRow } from './audit-tables.ts'
import type { Store } from './store.ts'

const keyColumns = { brand_id: 'text' } as const
const headColumns = {
  ...keyColumns,
  number: 'bigint',
  chains: 'bigint',
  sequence: 'bigint',
  hash: 'text',
  day: 'text',
  checkpoint_sequence: 'bigint',
  key_id: 'text',
  signature: 'text',
} as const

/** Reads heads and locks them until the transaction ends, always in the order of brands. */
export async function lockHeads({ kind, database }: Store, brands: readonly string[]): Promise<ChainRow[]> {
  const keys = brands.map((brand_id) => ({ brand_id }))
  const { rows } = await sql<ChainRow>`
    select audit_heads.* from ${rowSet(kind, keyColumns, keys)} cross join audit_heads where audit_heads.brand_id = given.brand_id
    order by audit_heads.brand_id ${kind === 'postgres' ? sql`for update of audit_heads` : sql``}`.execute(database)
  return rows
}

/** Inserts empty heads where there are none. It waits for other processes that insert them. */
export async function addHeads({ kind, database }: Store, brands: readonly string[], hash: string): Promise<void> {
  const keys = brands.map((brand_id) => ({ brand_id }))
  await sql`
    insert into audit_heads (brand_id, number, chains, sequence, hash, day, checkpoint_sequence, key_id, signature,
      prune_sequence, prune_hash, prune_key_id, prune_signature)
    select brand_id, 0, 0, 0, ${hash}, '', 0, '', '', 0, ${hash}, '', '' from ${rowSet(kind, keyColumns, keys)} where true
    order by brand_id on conflict (brand_id) do nothing`.execute(database)
}

/** Updates heads, but not their prune points. */
export async function updateHeads({ kind, database }: Store, heads: readonly ChainRow[]): Promise<void> {
  if (heads.length === 0) return
  const names = Object.keys(headColumns).filter((name) => name !== 'brand_id')
  const changes = names.map((name) => sql`${sql.ref(name)} = ${sql.ref(`given.${name}`)}`)
  await sql`update audit_heads set ${sql.join(changes)} from ${rowSet(kind, headColumns, heads)}
    where audit_heads.brand_id = given.brand_id`.execute(database)
}

/** Updates the prune point of a chain. */
export async function updatePrunePoint(
  { database }: Store,
  brand_id: string,
  point: Pick<ChainRow, 'prune_sequence' | 'prune_hash' | 'prune_key_id' | 'prune_signature'>,
): Promise<void> {
  await database.updateTable('audit_heads').set(point).where('brand_id', '=', brand_id).execute()
}

/** Brands whose last day ended and has no checkpoint. */
export async function brandsWithoutCheckpoint({ database }: Store, today: string): Promise<string[]> {
  const query = database.selectFrom('audit_heads').select('brand_id').where('day', '<', today).where('day', '!=', '')
  const rows = await query.whereRef('checkpoint_sequence', '<', 'sequence').orderBy('brand_id').execute()
  return rows.map(({ brand_id }) => brand_id)
}

/** The prune points of brands. */
export async function prunePointsOf(
  { kind, database }: Store,
  brands: readonly string[],
): Promise<Pick<ChainRow, 'brand_id' | 'prune_sequence' | 'prune_hash'>[]> {
  const keys = brands.map((brand_id) => ({ brand_id }))
  const { rows } = await sql<Pick<ChainRow, 'brand_id' | 'prune_sequence' | 'prune_hash'>>`
    select audit_heads.brand_id, audit_heads.prune_sequence, audit_heads.prune_hash from ${rowSet(kind, keyColumns, keys)} cross join audit_heads
    where audit_heads.brand_id = given.brand_id`.execute(database)
  return rows
}
