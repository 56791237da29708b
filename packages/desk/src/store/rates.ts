import { sql } from 'kysely'
import type { Store } from './store.ts'

/**
 * Takes the next `count` moments at which a call may leave, one every `interval` microseconds, by the database's own clock:
 * those of the processes may differ. Returns how long the first is away, in microseconds.
 */
export async function takeMoments(
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
    insert into rates (mchid, operation, next_time) values (${key.mchid}, ${key.operation}, ${now} + ${span})
    on conflict (mchid, operation) do update set next_time = ${later}(rates.next_time, ${now}) + ${span}
    returning next_time - ${span} - ${now} as wait`.execute(database)
  return Math.max(0, Number(rows[0]?.wait ?? 0))
}
