import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { StaffTables } from './staff-tables.ts'
import type { Store } from './store.ts'

/** A passkey of a staff member. */
export type PasskeyRow = Selectable<StaffTables['passkeys']>

/** SHA-256 of a passkey, in hex: by it the audit log names a passkey and its public key. */
export function passkeyHash({ id, public_key }: Pick<PasskeyRow, 'id' | 'public_key'>): string {
  return createHash('sha256').update(`${id}\n${public_key}`).digest('hex')
}

/** Adds a passkey; `false` when somebody has it already. */
export async function insertPasskey({ database }: Store, row: PasskeyRow): Promise<boolean> {
  const inserted = await database
    .insertInto('passkeys')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** A passkey by its credential id. */
export async function findPasskey({ database }: Store, id: string): Promise<PasskeyRow | undefined> {
  return database.selectFrom('passkeys').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The passkeys of a staff member, the oldest first. */
export async function passkeysOf({ database }: Store, staff_id: string): Promise<PasskeyRow[]> {
  return database.selectFrom('passkeys').selectAll().where('staff_id', '=', staff_id).orderBy('create_time').orderBy('id').execute()
}

/**
 * Writes that a passkey signed. `false` when it was removed, or when its counter is not above the last one: then there are two of a key
 * that is never copied. Authenticators that do not count always say 0.
 */
export async function usePasskey(
  { database }: Store,
  id: string,
  { counter, backed_up, now }: { readonly counter: number; readonly backed_up: boolean; readonly now: number },
): Promise<boolean> {
  const used = await database
    .updateTable('passkeys')
    .set({ counter, backed_up: backed_up ? 1 : 0, last_used_time: now })
    .where('id', '=', id)
    .where((row) => (counter === 0 ? row('counter', '=', 0) : row('counter', '<', counter)))
    .returning('id')
    .executeTakeFirst()
  return used !== undefined
}

/** Removes one passkey of a staff member; `false` when they have none such. */
export async function deletePasskey({ database }: Store, staff_id: string, id: string): Promise<boolean> {
  const deleted = await database
    .deleteFrom('passkeys')
    .where('staff_id', '=', staff_id)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  return deleted !== undefined
}

/** Removes every passkey of a staff member. */
export async function deletePasskeysOf({ database }: Store, staff_id: string): Promise<void> {
  await database.deleteFrom('passkeys').where('staff_id', '=', staff_id).execute()
}

/** Marks a challenge as answered; `false` when it was already. Forgets those that expired. */
export async function useChallenge(
  { database }: Store,
  { challenge, expire_time, now }: { readonly challenge: string; readonly expire_time: number; readonly now: number },
): Promise<boolean> {
  await database.deleteFrom('used_challenges').where('expire_time', '<=', now).execute()
  const used = await database
    .insertInto('used_challenges')
    .values({ challenge, expire_time })
    .onConflict((conflict) => conflict.doNothing())
    .returning('challenge')
    .executeTakeFirst()
  return used !== undefined
}
