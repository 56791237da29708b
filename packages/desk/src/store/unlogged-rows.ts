import { sql } from 'kysely'
import { factOf } from './fact-of.ts'
import { purgedBefore } from './logged-state.ts'
import type { Store } from './store.ts'

/** A table whose rows each have an event that names them. */
interface Logged {
  readonly table: 'invalidations' | 'batches'
  readonly id: 'invalidation_id' | 'batch_id'
  readonly time: 'start_time' | 'create_time'
  /** Each of these names its row. */
  readonly actions: readonly string[]
}

const logged: readonly Logged[] = [
  { table: 'invalidations', id: 'invalidation_id', time: 'start_time', actions: ['invalidation.begin'] },
  { table: 'batches', id: 'batch_id', time: 'create_time', actions: ['batch.prepare', 'batch.prepare_failed', 'batch.cancel'] },
]
const limit = 100

/** Rows of a brand that no event of its tree names, though the events of their time are kept. */
export async function unloggedRows(store: Store, brand_id: string): Promise<{ readonly table: string; readonly id: string }[]> {
  const found: { table: string; id: string }[] = []
  const since = (await purgedBefore(store, brand_id)) ?? 0
  for (const { table, id, time, actions } of logged) {
    // A batch that is being prepared has its event when all its rows are stored.
    const isDone = table === 'batches' ? sql`and batches.state <> 'preparing'` : sql``
    const { rows } = await sql<{ id: string }>`
      with told as materialized (select ${factOf(store, id)} as id from audit_events where tree = ${brand_id} and action in (${sql.join(actions)}))
      select ${sql.ref(`${table}.${id}`)} as id
      from ${sql.table(table)} left join told on told.id = ${sql.ref(`${table}.${id}`)}
      where ${sql.ref(`${table}.brand_id`)} = ${brand_id} and told.id is null
        and ${sql.ref(`${table}.${time}`)} >= ${since} ${isDone}
      order by 1 limit ${limit}`.execute(store.database)
    found.push(...rows.map((row) => ({ table, id: row.id })))
  }
  return found
}

/**
 * How many consents of a brand no event names, beyond those that checks of batches recorded: their events have numbers and hashes, not
 * names. Never below 0.
 */
export async function unloggedConsents(store: Store, brand_id: string): Promise<number> {
  const since = (await purgedBefore(store, brand_id)) ?? 0
  const number = store.kind === 'sqlite' ? factOf(store, 'consents') : sql`cast(${factOf(store, 'consents')} as bigint)`
  const { rows } = await sql<{ unnamed: number; of_batches: number }>`
    with told as materialized (select ${factOf(store, 'consent_id')} as id from audit_events
        where tree = ${brand_id} and action = 'consent.record')
    select
      (select count(*) from consents left join told on told.id = consents.consent_id
        where consents.brand_id = ${brand_id} and told.id is null and consents.record_time >= ${since}) as unnamed,
      (select coalesce(sum(${number}), 0) from audit_events where tree = ${brand_id} and action = 'batch.look_up') as of_batches`.execute(
    store.database,
  )
  const { unnamed = 0, of_batches = 0 } = rows[0] ?? {}
  return Math.max(0, Number(unnamed) - Number(of_batches))
}
