import { randomUUID } from 'node:crypto'
import type { Store } from './store.ts'

/** Puts an authenticator in the place of those that a staff member had. */
export async function replaceTotp({ database }: Store, staff_id: string, sealed_secret: string, now: number): Promise<void> {
  await database.deleteFrom('second_factors').where('staff_id', '=', staff_id).where('kind', '=', 'totp').execute()
  await database
    .insertInto('second_factors')
    .values({ id: randomUUID(), staff_id, kind: 'totp', sealed_secret, create_time: now })
    .execute()
}
