import type { Store } from './store.ts'

/** The authenticator of a staff member: its sealed secret, and the time step of its first code if one was given. */
export interface TotpSecret {
  readonly sealed_secret: string
  readonly last_step: number | null
}

/** Puts an authenticator in the place of the one that a staff member had. */
export async function replaceTotp(
  { database }: Store,
  staff_id: string,
  { sealed_secret, last_step }: TotpSecret,
  now: number,
): Promise<void> {
  const row = { sealed_secret, last_step, create_time: now }
  await database
    .insertInto('totp_secrets')
    .values({ staff_id, ...row })
    .onConflict((conflict) => conflict.column('staff_id').doUpdateSet(row))
    .execute()
}

/** Marks the code of a time step as used; `false` when it, or a later one, was used already. */
export async function useStep({ database }: Store, staff_id: string, step: number): Promise<boolean> {
  const used = await database
    .updateTable('totp_secrets')
    .set({ last_step: step })
    .where('staff_id', '=', staff_id)
    .where((row) => row.or([row('last_step', 'is', null), row('last_step', '<', step)]))
    .returning('staff_id')
    .executeTakeFirst()
  return used !== undefined
}

/** When the authenticator of a staff member was set up; `undefined` when they have none. */
export async function totpTime({ database }: Store, staff_id: string): Promise<number | undefined> {
  const row = await database.selectFrom('totp_secrets').select('create_time').where('staff_id', '=', staff_id).executeTakeFirst()
  return row?.create_time
}

/** Removes the authenticator of a staff member. */
export async function deleteTotp({ database }: Store, staff_id: string): Promise<void> {
  await database.deleteFrom('totp_secrets').where('staff_id', '=', staff_id).execute()
}
