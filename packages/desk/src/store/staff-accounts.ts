import { randomUUID } from 'node:crypto'
import type { Store } from './store.ts'

/** Sets a person's password, the first or another one. */
export async function savePassword({ database }: Store, staff_id: string, password_hash: string, now: number): Promise<void> {
  await database
    .insertInto('accounts')
    .values({
      id: randomUUID(),
      provider_id: 'credential',
      account_id: staff_id,
      staff_id,
      password_hash,
      create_time: now,
      update_time: now,
    })
    .onConflict((conflict) => conflict.columns(['staff_id', 'provider_id']).doUpdateSet({ password_hash, update_time: now }))
    .execute()
}

/** The person whom a subject of the provider was bound to. */
export async function findBySubject({ database }: Store, subject: string): Promise<string | undefined> {
  const row = await database
    .selectFrom('accounts')
    .select('staff_id')
    .where('provider_id', '=', 'oidc')
    .where('account_id', '=', subject)
    .executeTakeFirst()
  return row?.staff_id
}

/** Binds a subject of the provider to a person; `false` when either is bound already. */
export async function bindSubject({ database }: Store, staff_id: string, subject: string, now: number): Promise<boolean> {
  const bound = await database
    .insertInto('accounts')
    .values({
      id: randomUUID(),
      provider_id: 'oidc',
      account_id: subject,
      staff_id,
      password_hash: null,
      create_time: now,
      update_time: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return bound !== undefined
}

/** Unbinds a person from their subject at the provider. */
export async function unbindSubject({ database }: Store, staff_id: string): Promise<void> {
  await database.deleteFrom('accounts').where('staff_id', '=', staff_id).where('provider_id', '=', 'oidc').execute()
}
