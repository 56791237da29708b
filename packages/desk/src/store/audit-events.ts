import { insertRows, rowSet } from '@card-member/service/database'
import { sql } from 'kysely'
import type { EventRow } from './audit-tables.ts'
import type { Store } from './store.ts'

const eventColumns = {
  tree: 'text',
  index: 'bigint',
  time: 'bigint',
  actor: 'text',
  action: 'text',
  facts: 'text',
  leaf_hash: 'text',
} as const

/** Adds events, in one statement. */
export async function addEvents(store: Store, events: readonly EventRow[]): Promise<void> {
  await insertRows(store, 'audit_events', eventColumns, events)
}

/** The first event of a tree at or after a time; undefined when all are older. */
export async function firstEventSince({ database }: Store, tree: string, time: number): Promise<number | undefined> {
  const query = database.selectFrom('audit_events').select('index').where('tree', '=', tree).where('time', '>=', time)
  return (await query.orderBy('index').limit(1).executeTakeFirst())?.index
}

/** The stored hashes of events by tree and index. */
export async function leafHashes(
  { kind, database }: Store,
  keys: readonly Pick<EventRow, 'tree' | 'index'>[],
): Promise<Pick<EventRow, 'tree' | 'index' | 'leaf_hash'>[]> {
  const { rows } = await sql<Pick<EventRow, 'tree' | 'index' | 'leaf_hash'>>`
    select audit_events.tree, audit_events."index", audit_events.leaf_hash
    from ${rowSet(kind, { tree: 'text', index: 'bigint' }, keys)} cross join audit_events
    where audit_events.tree = given.tree and audit_events."index" = given."index"`.execute(database)
  return rows
}

/** Deletes the events before an index. Returns how many. */
export async function deleteEventsBefore({ database }: Store, tree: string, index: number): Promise<number> {
  const deleted = await database.deleteFrom('audit_events').where('tree', '=', tree).where('index', '<', index).executeTakeFirst()
  return Number(deleted.numDeletedRows)
}

/** One event. */
export function findEvent({ database }: Store, tree: string, index: number): Promise<EventRow | undefined> {
  return database.selectFrom('audit_events').selectAll().where('tree', '=', tree).where('index', '=', index).executeTakeFirst()
}

/** The events of the desk's own tree that name keys and trees, in order. */
export async function knownByLog({ database }: Store): Promise<Pick<EventRow, 'action' | 'facts'>[]> {
  const { rows } = await sql<Pick<EventRow, 'action' | 'facts'>>`select action, facts from audit_events
    where tree = 'desk' and action in ('audit.key', 'audit.tree') order by "index"`.execute(database)
  return rows
}
