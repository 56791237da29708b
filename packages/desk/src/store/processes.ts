import type { Store } from './store.ts'

/** A process that works on this database. */
export interface ProcessRow {
  readonly process_id: string
  readonly host: string
  readonly pid: number
  readonly beat_time: number
  readonly address: string | null
}

/** Tells that a process lives. */
export async function beat({ database }: Store, row: ProcessRow): Promise<void> {
  await database
    .insertInto('processes')
    .values(row)
    .onConflict((conflict) => conflict.column('process_id').doUpdateSet({ beat_time: row.beat_time, address: row.address }))
    .execute()
}

/** All that have told so and have not left. */
export function listProcesses({ database }: Store): Promise<ProcessRow[]> {
  return database.selectFrom('processes').selectAll().execute()
}

/** Takes processes off the list. */
export async function forgetProcesses({ database }: Store, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await database.deleteFrom('processes').where('process_id', 'in', ids).execute()
}
