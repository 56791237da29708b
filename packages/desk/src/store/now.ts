import { sql } from 'kysely'
import type { Store } from './store.ts'

/** Milliseconds since 1970 by the clock of the machine that the database is on. */
export async function databaseNow({ kind, database }: Store): Promise<number> {
  const now =
    kind === 'sqlite'
      ? sql<number>`cast(unixepoch('subsec') * 1000 as integer)`
      : sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`
  const { rows } = await sql<{ now: number }>`select ${now} as now`.execute(database)
  return Number(rows[0]?.now)
}
