import { sql } from 'kysely'
import type { Store } from './store.ts'

/** How many failures lock a key, and for how long, in seconds: from the last failure, or within a window that the first one opens. */
export interface FailureLimit {
  readonly most: number
  readonly window: number
  readonly from: 'first' | 'last'
}

/**
 * Counts an attempt as failed before it is made, so that attempts at the same time cannot be more than allowed; one that
 * succeeds is taken back. `undefined` when the key is locked: an attempt then counts for nothing and does not lengthen the lock.
 */
export async function countFailure(
  { database }: Store,
  { key_hash, name_hash }: { readonly key_hash: string; readonly name_hash: string | null },
  now: number,
  { most, window, from }: FailureLimit,
): Promise<number | undefined> {
  const over = sql`${now} - sign_in_failures.time >= ${window}`
  const time = from === 'last' ? sql`${now}` : sql`case when ${over} then ${now} else sign_in_failures.time end`
  const { rows } = await sql<{ failures: number }>`
    insert into sign_in_failures (key_hash, name_hash, failures, time) values (${key_hash}, ${name_hash}, 1, ${now})
    on conflict (key_hash) do update
      set failures = case when ${over} then 1 else sign_in_failures.failures + 1 end, time = ${time}
      where sign_in_failures.failures < ${most} or ${over}
    returning failures`.execute(database)
  return rows[0]?.failures
}

/** Takes back one counted attempt. */
export async function takeBackFailure({ database }: Store, key_hash: string): Promise<void> {
  await database
    .updateTable('sign_in_failures')
    .set((row) => ({ failures: row('failures', '-', 1) }))
    .where('key_hash', '=', key_hash)
    .where('failures', '>', 0)
    .execute()
}

/** Forgets all failures of a name, wherever they were. */
export async function clearFailuresOf({ database }: Store, name_hash: string): Promise<void> {
  await database.deleteFrom('sign_in_failures').where('name_hash', '=', name_hash).execute()
}

/** Forgets the failures of a key. */
export async function clearFailures({ database }: Store, key_hash: string): Promise<void> {
  await database.deleteFrom('sign_in_failures').where('key_hash', '=', key_hash).execute()
}

/** Forgets failures that no longer matter, so that invented names do not fill the table. */
export async function deleteFailuresOver({ database }: Store, before: number): Promise<void> {
  await database.deleteFrom('sign_in_failures').where('time', '<=', before).execute()
}

/** Whether a name was signed in from a place of late. */
export async function isKnownPlace({ database }: Store, key_hash: string, now: number): Promise<boolean> {
  const found = await database
    .selectFrom('sign_in_places')
    .select('key_hash')
    .where('key_hash', '=', key_hash)
    .where('expire_time', '>', now)
    .executeTakeFirst()
  return found !== undefined
}

/** Remembers a place, and forgets those whose time is over. */
export async function knowPlace(
  { database }: Store,
  key_hash: string,
  { now, expire_time }: { readonly now: number; readonly expire_time: number },
): Promise<void> {
  await database.deleteFrom('sign_in_places').where('expire_time', '<=', now).execute()
  await database
    .insertInto('sign_in_places')
    .values({ key_hash, expire_time })
    .onConflict((conflict) => conflict.column('key_hash').doUpdateSet({ expire_time }))
    .execute()
}
