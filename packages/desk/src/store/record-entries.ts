import { insertRows, rowSet } from '@card-member/service/database'
import { sql } from 'kysely'
import type { EntryRow, SealRow } from './record-tables.ts'
import type { Store } from './store.ts'

const keyColumns = { brand_id: 'text', sequence: 'bigint' } as const
const entryColumns = {
  ...keyColumns,
  time: 'bigint',
  actor: 'text',
  action: 'text',
  facts: 'text',
  previous_hash: 'text',
  hash: 'text',
} as const
const sealColumns = {
  brand_id: 'text',
  day: 'text',
  sequence: 'bigint',
  hash: 'text',
  time: 'bigint',
  key_id: 'text',
  signature: 'text',
} as const

/** Adds entries, in one statement. */
export async function addEntries(store: Store, entries: readonly EntryRow[]): Promise<void> {
  await insertRows(store, 'entries', entryColumns, entries)
}

/** Adds seals of days, in one statement. */
export async function addSeals(store: Store, seals: readonly SealRow[]): Promise<void> {
  await insertRows(store, 'seals', sealColumns, seals)
}

/** Entries of one brand, the newest first. */
export async function newestEntries(
  { database }: Store,
  page: {
    readonly brand_id: string
    readonly before_sequence?: number | undefined
    readonly action?: string | undefined
    readonly limit: number
  },
): Promise<EntryRow[]> {
  let query = database.selectFrom('entries').selectAll().where('brand_id', '=', page.brand_id)
  if (page.before_sequence !== undefined) query = query.where('sequence', '<', page.before_sequence)
  if (page.action !== undefined) query = query.where('action', '=', page.action)
  return query.orderBy('sequence', 'desc').limit(page.limit).execute()
}

/** The hashes of entries by brand and sequence. */
export async function entryHashes(
  { kind, database }: Store,
  keys: readonly Pick<EntryRow, 'brand_id' | 'sequence'>[],
): Promise<Pick<EntryRow, 'brand_id' | 'sequence' | 'hash'>[]> {
  const { rows } = await sql<Pick<EntryRow, 'brand_id' | 'sequence' | 'hash'>>`
    select entries.brand_id, entries.sequence, entries.hash from ${rowSet(kind, keyColumns, keys)} cross join entries
    where entries.brand_id = given.brand_id and entries.sequence = given.sequence`.execute(database)
  return rows
}

/** The first seal after an entry, of a day before another one. */
export async function sealAfter({ database }: Store, brand_id: string, sequence: number, day: string): Promise<SealRow | undefined> {
  const query = database.selectFrom('seals').selectAll().where('brand_id', '=', brand_id).where('day', '<', day)
  return query.where('sequence', '>', sequence).orderBy('day').limit(1).executeTakeFirst()
}

/** Takes away what a seal covers, and the seals before it. Tells how many entries went. */
export async function removeCovered({ database }: Store, { brand_id, sequence, day }: SealRow): Promise<number> {
  const gone = await database.deleteFrom('entries').where('brand_id', '=', brand_id).where('sequence', '<=', sequence).executeTakeFirst()
  await database.deleteFrom('seals').where('brand_id', '=', brand_id).where('day', '<', day).execute()
  return Number(gone.numDeletedRows)
}
