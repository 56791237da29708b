import { sql } from 'kysely'
import type { Store } from './store.ts'

/**
 * Takes the next `count` moments at which a call may leave, one every `interval` microseconds, by the database's own clock:
 * those of the processes may differ. Returns how long the first is away, in microseconds.
 */
export async function takeSlots(
  { kind, database }: Store,
  key: { readonly mchid: string; readonly operation: string },
  count: number,
  interval: number,
): Promise<number> {
  const now =
    kind === 'sqlite'
      ? sql`cast(unixepoch('subsec') * 1000 as integer) * 1000`
      : sql`(extract(epoch from clock_timestamp()) * 1000000)::bigint`
  const later = kind === 'sqlite' ? sql`max` : sql`greatest`
  const span = sql`cast(${count * interval} as bigint)`
  const { rows } = await sql<{ wait: number }>`
    insert into rate_limit_slots (mchid, operation, next_time) values (${key.mchid}, ${key.operation}, ${now} + ${span})
    on conflict (mchid, operation) do update set next_time = ${later}(rate_limit_slots.next_time, ${now}) + ${span}
    returning next_time - ${span} - ${now} as wait`.execute(database)
  return Math.max(0, Number(rows[0]?.wait ?? 0))
}

/** So much of a share that was not used may be used later, in microseconds. */
const longestSaving = 1_000_000

/**
 * Takes up to `wanted` of the moments that a kind of calls may have by now, one every `interval` microseconds; none of those to
 * come. Returns how many there were.
 *
 * @param now Unix microseconds by the database's clock
 */
export async function takeShare(
  { kind, database }: Store,
  key: { readonly mchid: string; readonly operation: string },
  wanted: number,
  interval: number,
  now: number,
): Promise<number> {
  if (wanted === 0) return 0
  const none = { ...key, next_time: 0 }
  await database
    .insertInto('rate_limit_slots')
    .values(none)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const own = database
    .selectFrom('rate_limit_slots')
    .select('next_time')
    .where('mchid', '=', key.mchid)
    .where('operation', '=', key.operation)
  const { next_time } = await (kind === 'postgres' ? own.forUpdate() : own).executeTakeFirstOrThrow()
  // One that lies far ahead was written before the clock stepped back.
  const ahead = Number(next_time) > now + interval ? 0 : Number(next_time)
  const first = Math.max(ahead, now - longestSaving)
  const count = first > now ? 0 : Math.min(wanted, Math.floor((now - first) / interval) + 1)
  await database
    .updateTable('rate_limit_slots')
    .set({ next_time: first + count * interval })
    .where('mchid', '=', key.mchid)
    .where('operation', '=', key.operation)
    .execute()
  return count
}
