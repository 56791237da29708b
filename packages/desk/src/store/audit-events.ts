import { insertRows, rowSet } from '@card-member/service/database'
import { sql } from 'kysely'
import type { CheckpointRow, EventRow } from './audit-tables.ts'
import type { Store } from './store.ts'

const keyColumns = { brand_id: 'text', sequence: 'bigint' } as const
const eventColumns = {
  ...keyColumns,
  time: 'bigint',
  actor: 'text',
  action: 'text',
  facts: 'text',
  previous_hash: 'text',
  hash: 'text',
} as const
const checkpointColumns = {
  brand_id: 'text',
  day: 'text',
  sequence: 'bigint',
  hash: 'text',
  time: 'bigint',
  key_id: 'text',
  signature: 'text',
} as const

/** Adds events, in one statement. */
export async function addEvents(store: Store, events: readonly EventRow[]): Promise<void> {
  await insertRows(store, 'audit_events', eventColumns, events)
}

/** Adds checkpoints of days, in one statement. */
export async function addCheckpoints(store: Store, checkpoints: readonly CheckpointRow[]): Promise<void> {
  await insertRows(store, 'audit_checkpoints', checkpointColumns, checkpoints)
}

/** Events of one brand, the newest first. */
export async function newestEvents(
  { database }: Store,
  page: {
    readonly brand_id: string
    readonly before_sequence?: number | undefined
    readonly action?: string | undefined
    readonly limit: number
  },
): Promise<EventRow[]> {
  let query = database.selectFrom('audit_events').selectAll().where('brand_id', '=', page.brand_id)
  if (page.before_sequence !== undefined) query = query.where('sequence', '<', page.before_sequence)
  if (page.action !== undefined) query = query.where('action', '=', page.action)
  return query.orderBy('sequence', 'desc').limit(page.limit).execute()
}

/** The hashes of events by brand and sequence. */
export async function eventHashes(
  { kind, database }: Store,
  keys: readonly Pick<EventRow, 'brand_id' | 'sequence'>[],
): Promise<Pick<EventRow, 'brand_id' | 'sequence' | 'hash'>[]> {
  const { rows } = await sql<Pick<EventRow, 'brand_id' | 'sequence' | 'hash'>>`
    select audit_events.brand_id, audit_events.sequence, audit_events.hash from ${rowSet(kind, keyColumns, keys)} cross join audit_events
    where audit_events.brand_id = given.brand_id and audit_events.sequence = given.sequence`.execute(database)
  return rows
}

/** The first checkpoint after an event, of a day before another one. */
export async function checkpointAfter(
  { database }: Store,
  brand_id: string,
  sequence: number,
  day: string,
): Promise<CheckpointRow | undefined> {
  const query = database.selectFrom('audit_checkpoints').selectAll().where('brand_id', '=', brand_id).where('day', '<', day)
  return query.where('sequence', '>', sequence).orderBy('day').limit(1).executeTakeFirst()
}

/** Deletes the events that a checkpoint covers, and earlier checkpoints. Returns how many events. */
export async function deleteCovered({ database }: Store, { brand_id, sequence, day }: CheckpointRow): Promise<number> {
  const deleted = await database
    .deleteFrom('audit_events')
    .where('brand_id', '=', brand_id)
    .where('sequence', '<=', sequence)
    .executeTakeFirst()
  await database.deleteFrom('audit_checkpoints').where('brand_id', '=', brand_id).where('day', '<', day).execute()
  return Number(deleted.numDeletedRows)
}
