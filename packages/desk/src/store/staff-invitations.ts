import type { Selectable } from 'kysely'
import type { StaffTables } from './staff-tables.ts'
import type { Store } from './store.ts'

/** An invitation as it is stored. */
export type InvitationRow = Selectable<StaffTables['invitations']>

/** Adds an invitation. */
export async function insertInvitation({ database }: Store, row: InvitationRow): Promise<void> {
  await database.insertInto('invitations').values(row).execute()
}

/** The invitation with this hash of its token. */
export async function findInvitationByToken({ database }: Store, token_hash: string): Promise<InvitationRow | undefined> {
  return database.selectFrom('invitations').selectAll().where('token_hash', '=', token_hash).executeTakeFirst()
}

/** An invitation by its id. */
export async function findInvitation({ database }: Store, id: string): Promise<InvitationRow | undefined> {
  return database.selectFrom('invitations').selectAll().where('id', '=', id).executeTakeFirst()
}

/** All invitations, the newest first. */
export async function allInvitations({ database }: Store): Promise<InvitationRow[]> {
  return database.selectFrom('invitations').selectAll().where('kind', '!=', 'first').orderBy('create_time', 'desc').orderBy('id').execute()
}

/** Those that wait, or whose links work. */
export async function liveInvitations({ database }: Store, now: number): Promise<InvitationRow[]> {
  return database
    .selectFrom('invitations')
    .selectAll()
    .where('state', 'in', ['waiting', 'open'])
    .where((row) => row.or([row('expire_time', 'is', null), row('expire_time', '>', now)]))
    .execute()
}

/** Opens an invitation that waits: its link works until `expire_time`. `false` when it does not wait. */
export async function openInvitation(
  { database }: Store,
  id: string,
  { expire_time, confirmed_by = null }: { readonly expire_time: number; readonly confirmed_by?: string | null },
): Promise<boolean> {
  const opened = await database
    .updateTable('invitations')
    .set({ state: 'open', expire_time, confirmed_by })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .returning('id')
    .executeTakeFirst()
  return opened !== undefined
}

/** Uses an invitation up; of several requests at once only one gets `true`. */
export async function takeInvitation({ database }: Store, id: string, now: number): Promise<boolean> {
  const taken = await database
    .updateTable('invitations')
    .set({ state: 'used' })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .where('expire_time', '>', now)
    .returning('id')
    .executeTakeFirst()
  return taken !== undefined
}

/** Stops an invitation that waits or is open; `false` when there is none such. */
export async function stopInvitation({ database }: Store, id: string): Promise<boolean> {
  const stopped = await database
    .updateTable('invitations')
    .set({ state: 'stopped' })
    .where('id', '=', id)
    .where('state', 'in', ['waiting', 'open'])
    .returning('id')
    .executeTakeFirst()
  return stopped !== undefined
}

/** Deletes the invitation of the first start, so that the next one replaces it. */
export async function deleteFirstInvitation({ database }: Store): Promise<void> {
  await database.deleteFrom('invitations').where('kind', '=', 'first').execute()
}
