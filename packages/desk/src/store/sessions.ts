import type { Selectable } from 'kysely'
import type { StaffTables } from './staff-tables.ts'
import type { Store } from './store.ts'

/** A session with the staff member whose it is. */
export interface SessionRow {
  readonly id: string
  readonly staff_id: string
  readonly name: string
  readonly disabled_time: number | null
  readonly last_used_time: number
  readonly expire_time: number
  readonly second_factor_time: number | null
  readonly second_factor_step: number | null
  readonly method: 'browser' | 'command'
}

/** Adds a session. */
export async function insertSession({ database }: Store, row: Selectable<StaffTables['sessions']>): Promise<void> {
  await database.insertInto('sessions').values(row).execute()
}

/** The session with this hash of its token. */
export async function findSession({ database }: Store, token_hash: string): Promise<SessionRow | undefined> {
  return database
    .selectFrom('sessions')
    .innerJoin('staff', 'staff.id', 'sessions.staff_id')
    .select([
      'sessions.id',
      'sessions.staff_id',
      'staff.name',
      'staff.disabled_time',
      'sessions.last_used_time',
      'sessions.expire_time',
      'sessions.second_factor_time',
      'sessions.second_factor_step',
      'sessions.method',
    ])
    .where('sessions.token_hash', '=', token_hash)
    .executeTakeFirst()
}

/** Writes when a session was used, and when its second factor was given. */
export async function updateSession(
  { database }: Store,
  id: string,
  change: Partial<Pick<Selectable<StaffTables['sessions']>, 'last_used_time' | 'second_factor_time' | 'second_factor_step'>>,
): Promise<void> {
  await database.updateTable('sessions').set(change).where('id', '=', id).execute()
}

/** Ends one session; `false` when there is none. */
export async function deleteSession({ database }: Store, id: string): Promise<boolean> {
  return (await database.deleteFrom('sessions').where('id', '=', id).returning('id').executeTakeFirst()) !== undefined
}

/** Ends every session of a staff member, but for one if it is named. Returns how many there were. */
export async function deleteSessionsOf({ database }: Store, staff_id: string, except = ''): Promise<number> {
  return (await database.deleteFrom('sessions').where('staff_id', '=', staff_id).where('id', '!=', except).returning('id').execute()).length
}

/** Ends one session of a staff member; `false` when they have none such. */
export async function deleteSessionOf({ database }: Store, staff_id: string, id: string): Promise<boolean> {
  const ended = await database
    .deleteFrom('sessions')
    .where('staff_id', '=', staff_id)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  return ended !== undefined
}

/** The sessions of a staff member, the last used first. */
export async function sessionsOf({ database }: Store, staff_id: string): Promise<Selectable<StaffTables['sessions']>[]> {
  return database
    .selectFrom('sessions')
    .selectAll()
    .where('staff_id', '=', staff_id)
    .orderBy('last_used_time', 'desc')
    .orderBy('id')
    .execute()
}

/** Deletes sessions that expired, and those of browsers that were not used for `idle` seconds. */
export async function deleteEndedSessions({ database }: Store, now: number, idle: number): Promise<void> {
  await database
    .deleteFrom('sessions')
    .where((row) =>
      row.or([row('expire_time', '<=', now), row.and([row('method', '=', 'browser'), row('last_used_time', '<=', now - idle)])]),
    )
    .execute()
}
