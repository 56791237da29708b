import { sql } from 'kysely'
import type { RateLimitSlotsTable } from './invalidation-tables.ts'
import type { Store } from './store.ts'

/** Whose calls of which operation share one rate. */
export type SlotKey = Pick<RateLimitSlotsTable, 'caller_kind' | 'caller_id' | 'operation'>

/**
 * Takes the next `count` slots, one every `interval` microseconds, by the database's clock, because the clocks of processes may
 * differ. Returns how long to wait for the first one, in microseconds.
 */
export async function takeSlots({ kind, database }: Store, key: SlotKey, count: number, interval: number): Promise<number> {
  const now =
    kind === 'sqlite'
      ? sql`cast(unixepoch('subsec') * 1000 as integer) * 1000`
      : sql`(extract(epoch from clock_timestamp()) * 1000000)::bigint`
  const later = kind === 'sqlite' ? sql`max` : sql`greatest`
  const span = sql`cast(${count * interval} as bigint)`
  const { rows } = await sql<{ wait: number }>`
    insert into rate_limit_slots (caller_kind, caller_id, operation, next_time)
    values (${key.caller_kind}, ${key.caller_id}, ${key.operation}, ${now} + ${span})
    on conflict (caller_kind, caller_id, operation) do update set next_time = ${later}(rate_limit_slots.next_time, ${now}) + ${span}
    returning next_time - ${span} - ${now} as wait`.execute(database)
  return Math.max(0, Number(rows[0]?.wait ?? 0))
}

/** For how many microseconds unused slots of a share are kept. */
const longestUnused = 1_000_000

/**
 * Takes up to `wanted` of the slots that are due by now, one every `interval` microseconds, and none of the future. Returns how many
 * were taken.
 *
 * @param now Unix microseconds by the database's clock
 */
export async function takeShare({ kind, database }: Store, key: SlotKey, wanted: number, interval: number, now: number): Promise<number> {
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
    .where('caller_kind', '=', key.caller_kind)
    .where('caller_id', '=', key.caller_id)
    .where('operation', '=', key.operation)
  const { next_time } = await (kind === 'postgres' ? own.forUpdate() : own).executeTakeFirstOrThrow()
  // A slot far in the future was written before the clock was set back.
  const ahead = Number(next_time) > now + interval ? 0 : Number(next_time)
  const first = Math.max(ahead, now - longestUnused)
  const count = first > now ? 0 : Math.min(wanted, Math.floor((now - first) / interval) + 1)
  await database
    .updateTable('rate_limit_slots')
    .set({ next_time: first + count * interval })
    .where('caller_kind', '=', key.caller_kind)
    .where('caller_id', '=', key.caller_id)
    .where('operation', '=', key.operation)
    .execute()
  return count
}
