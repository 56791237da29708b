import type { Selectable, Updateable } from 'kysely'
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
