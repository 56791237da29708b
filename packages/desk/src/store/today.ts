import { sql } from 'kysely'
import type { Batch } from './batches.ts'
import type { InvalidationRow } from './invalidations.ts'
import type { Store } from './store.ts'

/** The first rows of a list, and how long it is. */
export interface Beginning<Row> {
  readonly rows: Row[]
  readonly total_count: number
}

/** Batches of these brands that somebody has to look at: stopped by their circuit breaker, or waiting after their canary. */
export async function heldBatches(
  { database }: Store,
  brand_ids: readonly string[],
  why: 'stopped' | 'canary',
  limit: number,
): Promise<Beginning<Batch>> {
  if (brand_ids.length === 0) return { rows: [], total_count: 0 }
  const all = database.selectFrom('batches').where('brand_id', 'in', brand_ids)
  const held =
    why === 'stopped' ? all.where('state', '=', 'stopped_by_breaker') : all.where('state', '=', 'paused').where('stop_kind', '=', 'canary')
  const { total } = await held.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await held.selectAll().orderBy('create_time').orderBy('batch_id').limit(limit).execute()
  return { rows, total_count: Number(total) }
}

/** Invalidations of these brands whose outcome is unknown, the oldest first. */
export async function unknownInvalidations(
  { database }: Store,
  brand_ids: readonly string[],
  limit: number,
): Promise<Beginning<InvalidationRow>> {
  if (brand_ids.length === 0) return { rows: [], total_count: 0 }
  // The condition of the index of open invalidations, as it is there: SQLite uses the index for nothing else.
  const open = sql<boolean>`state in ('sending', 'unknown')`
  const unknown = database.selectFrom('invalidations').where(open).where('state', '=', 'unknown').where('brand_id', 'in', brand_ids)
  const { total } = await unknown.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  // Whole rows are not in that index, so that it names them first: SQLite would read every row of the brands otherwise.
  const keys = unknown.select(['brand_id', 'invalidation_id'])
  const rows = await database
    .selectFrom('invalidations')
    .selectAll()
    .where(({ eb, refTuple }) => eb(refTuple('brand_id', 'invalidation_id'), 'in', keys.$asTuple('brand_id', 'invalidation_id')))
    .orderBy('start_time')
    .orderBy('invalidation_id')
    .limit(limit)
    .execute()
  return { rows, total_count: Number(total) }
}

/** How many cards these brands ended on each day since one, from the counters of the days; days without any are missing. */
export async function invalidationsByDay(
  { database }: Store,
  brand_ids: readonly string[],
  since: string,
): Promise<ReadonlyMap<string, number>> {
  if (brand_ids.length === 0) return new Map()
  const rows = await database
    .selectFrom('daily_quotas')
    .select(['day', ({ fn }) => fn.sum<number>('invalidations').as('total')])
    .where('brand_id', 'in', brand_ids)
    .where('day', '>=', since)
    .groupBy('day')
    .execute()
  return new Map(rows.map(({ day, total }) => [day, Number(total)]))
}
