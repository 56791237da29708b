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
