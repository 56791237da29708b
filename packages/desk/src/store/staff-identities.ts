import type { Store } from './store.ts'

/** Somebody at an OpenID Connect provider. */
export interface Identity {
  readonly issuer: string
  readonly subject: string
}

/** The id of the staff member that an identity is bound to. */
export async function findByIdentity({ database }: Store, { issuer, subject }: Identity): Promise<string | undefined> {
  const row = await database
    .selectFrom('oidc_identities')
    .select('staff_id')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row?.staff_id
}

/** Binds an identity to a staff member; `false` when either is bound already. */
export async function bindIdentity({ database }: Store, staff_id: string, { issuer, subject }: Identity, now: number): Promise<boolean> {
  const bound = await database
    .insertInto('oidc_identities')
    .values({ issuer, subject, staff_id, create_time: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('staff_id')
    .executeTakeFirst()
  return bound !== undefined
}

/** Unbinds a staff member from their identity. */
export async function unbindIdentity({ database }: Store, staff_id: string): Promise<void> {
  await database.deleteFrom('oidc_identities').where('staff_id', '=', staff_id).execute()
}
