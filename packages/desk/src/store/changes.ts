import { type Selectable, sql, type Updateable } from 'kysely'
import type { ChangeFilter, ChangeKind } from '../contract/changes.ts'
import type { PendingChangesTable } from './change-tables.ts'
import type { Store } from './store.ts'

/** A change, pending or decided. */
export type ChangeRow = Selectable<PendingChangesTable>

/** Adds a pending change. */
export async function insertChange({ database }: Store, row: ChangeRow): Promise<void> {
  await database.insertInto('pending_changes').values(row).execute()
}

/** The pending changes, the oldest first. */
export async function pendingChanges({ database }: Store): Promise<ChangeRow[]> {
  return database
    .selectFrom('pending_changes')
    .selectAll()
    .where('state', '=', 'pending')
    .orderBy('propose_time')
    .orderBy('change_id')
    .execute()
}

/** Which changes to list. */
export interface ChangeSelection {
  readonly state?: ChangeFilter | undefined
  readonly brand_id?: string | undefined
  readonly kind?: ChangeKind | undefined
}

/** Changes: those that wait, the oldest first, then those that were decided, the newest first. */
export async function listChanges({ database }: Store, { state, brand_id, kind }: ChangeSelection, offset: number, limit: number) {
  let matching = database.selectFrom('pending_changes')
  if (state === 'decided') matching = matching.where('state', '<>', 'pending')
  else if (state !== undefined) matching = matching.where('state', '=', state)
  if (brand_id !== undefined) matching = matching.where('brand_id', '=', brand_id)
  if (kind !== undefined) matching = matching.where('kind', '=', kind)
  const { total } = await matching.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await matching
    .selectAll()
    .orderBy(sql`case when state = 'pending' then 0 else 1 end`)
    .orderBy(sql`case when state = 'pending' then propose_time else -decide_time end`)
    .orderBy('change_id')
    .limit(limit)
    .offset(offset)
    .execute()
  return { rows, total_count: Number(total) }
}

/** A change by id. */
export async function findChange({ database }: Store, change_id: string): Promise<ChangeRow | undefined> {
  return database.selectFrom('pending_changes').selectAll().where('change_id', '=', change_id).executeTakeFirst()
}

/** The same, and nobody else decides it until the transaction ends. */
export async function lockChange({ kind, database }: Store, change_id: string): Promise<ChangeRow | undefined> {
  const query = database.selectFrom('pending_changes').selectAll().where('change_id', '=', change_id)
  return (kind === 'postgres' ? query.forUpdate() : query).executeTakeFirst()
}

/** Writes what became of a change. */
export async function decideChange({ database }: Store, change_id: string, decision: Updateable<PendingChangesTable>): Promise<void> {
  await database.updateTable('pending_changes').set(decision).where('change_id', '=', change_id).execute()
}
