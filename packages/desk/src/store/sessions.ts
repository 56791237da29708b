import type { Store } from './store.ts'

/** A session with the person it belongs to. */
export interface SessionRow {
  readonly id: string
  readonly staff_id: string
  readonly name: string
  readonly name_key: string
  readonly second_factor: string
  readonly disabled_time: number | null
  readonly update_time: number
  readonly expire_time: number
  readonly second_factor_time: number | null
}

/** The session of a token's hash. */
export async function findSession({ database }: Store, token_hash: string): Promise<SessionRow | undefined> {
  return database
    .selectFrom('sessions')
    .innerJoin('staff', 'staff.id', 'sessions.staff_id')
    .select([
      'sessions.id',
      'sessions.staff_id',
      'staff.name',
      'staff.name_key',
      'staff.second_factor',
      'staff.disabled_time',
      'sessions.update_time',
      'sessions.expire_time',
      'sessions.second_factor_time',
    ])
    .where('sessions.token_hash', '=', token_hash)
    .executeTakeFirst()
}

/** Notes that a session was used, or that its second factor was given again. */
export async function updateSession(
  { database }: Store,
  id: string,
  change: { readonly update_time: number; readonly second_factor_time?: number },
): Promise<void> {
  await database.updateTable('sessions').set(change).where('id', '=', id).execute()
}

/** Ends one session; `false` when it was over. */
export async function deleteSession({ database }: Store, id: string): Promise<boolean> {
  return (await database.deleteFrom('sessions').where('id', '=', id).returning('id').executeTakeFirst()) !== undefined
}

/** Ends every session of a person. */
export async function deleteSessionsOf({ database }: Store, staff_id: string): Promise<void> {
  await database.deleteFrom('sessions').where('staff_id', '=', staff_id).execute()
}

/** Drops the rows of sessions that ended by themselves. */
export async function deleteSessionsOver({ database }: Store, now: number, idle: number): Promise<void> {
  await database
    .deleteFrom('sessions')
    .where((row) => row.or([row('expire_time', '<=', now), row('update_time', '<=', now - idle)]))
    .execute()
}
