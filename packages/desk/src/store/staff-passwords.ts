import type { Store } from './store.ts'

/** Sets a password, the first or another one. */
export async function setPasswordHash({ database }: Store, staff_id: string, password_hash: string, now: number): Promise<void> {
  await database
    .insertInto('passwords')
    .values({ staff_id, password_hash, update_time: now })
    .onConflict((conflict) => conflict.column('staff_id').doUpdateSet({ password_hash, update_time: now }))
    .execute()
}

/** Removes a password: its owner signs in by a passkey. */
export async function deletePassword({ database }: Store, staff_id: string): Promise<void> {
  await database.deleteFrom('passwords').where('staff_id', '=', staff_id).execute()
}
