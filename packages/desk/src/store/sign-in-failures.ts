import { sql } from 'kysely'
import type { Store } from './store.ts'

/** How many failures lock a key. The lock ends `window` seconds after the first failure or the last one. */
export interface FailureLimit {
  readonly limit: number
  readonly window: number
  readonly from: 'first' | 'last'
}

/**
 * Counts an attempt as failed before it is made, so that attempts at the same time are no more than the limit; an attempt that
 * succeeds is removed. `undefined` when the key is locked: such an attempt is not counted and does not lengthen the lock.
 */
export async function addFailure(
  { database }: Store,
  { key_hash, name_hash }: { readonly key_hash: string; readonly name_hash: string | null },
  now: number,
  { limit, window, from }: FailureLimit,
): Promise<number | undefined> {
  const hasEnded = sql`${now} - sign_in_failures.time >= ${window}`
  const time = from === 'last' ? sql`${now}` : sql`case when ${hasEnded} then ${now} else sign_in_failures.time end`
  const { rows } = await sql<{ failures: number }>`
    insert into sign_in_failures (key_hash, name_hash, failures, time) values (${key_hash}, ${name_hash}, 1, ${now})
    on conflict (key_hash) do update
      set failures = case when ${hasEnded} then 1 else sign_in_failures.failures + 1 end, time = ${time}
      where sign_in_failures.failures < ${limit} or ${hasEnded}
    returning failures`.execute(database)
  return rows[0]?.failures
}

/** When a key that is locked is free again, Unix seconds; undefined when it is not locked. */
export async function findLockEnd({ database }: Store, key_hash: string, now: number, of: FailureLimit): Promise<number | undefined> {
  const row = await database
    .selectFrom('sign_in_failures')
    .select('time')
    .where('key_hash', '=', key_hash)
    .where('failures', '>=', of.limit)
    .executeTakeFirst()
  const end = row === undefined ? now : row.time + of.window
  return end > now ? end : undefined
}

/** Removes one counted attempt. */
export async function removeFailure({ database }: Store, key_hash: string): Promise<void> {
  await database
    .updateTable('sign_in_failures')
    .set((row) => ({ failures: row('failures', '-', 1) }))
    .where('key_hash', '=', key_hash)
    .where('failures', '>', 0)
    .execute()
}

/** Deletes all failures of a name, at every address. */
export async function deleteFailuresOfName({ database }: Store, name_hash: string): Promise<void> {
  await database.deleteFrom('sign_in_failures').where('name_hash', '=', name_hash).execute()
}

/** Deletes the failures of a key. */
export async function deleteFailures({ database }: Store, key_hash: string): Promise<void> {
  await database.deleteFrom('sign_in_failures').where('key_hash', '=', key_hash).execute()
}

/** Deletes failures that lock nothing any more, so that invented names do not fill the table. */
export async function deleteExpiredFailures({ database }: Store, before: number): Promise<void> {
  await database.deleteFrom('sign_in_failures').where('time', '<=', before).execute()
}

/** Whether a name signed in from an address recently. */
export async function isKnownAddress({ database }: Store, key_hash: string, now: number): Promise<boolean> {
  const found = await database
    .selectFrom('known_addresses')
    .select('key_hash')
    .where('key_hash', '=', key_hash)
    .where('expire_time', '>', now)
    .executeTakeFirst()
  return found !== undefined
}

/** Remembers an address that a name signed in from, and deletes expired ones. */
export async function rememberAddress(
  { database }: Store,
  key_hash: string,
  { now, expire_time }: { readonly now: number; readonly expire_time: number },
): Promise<void> {
  await database.deleteFrom('known_addresses').where('expire_time', '<=', now).execute()
  await database
    .insertInto('known_addresses')
    .values({ key_hash, expire_time })
    .onConflict((conflict) => conflict.column('key_hash').doUpdateSet({ expire_time }))
    .execute()
}
