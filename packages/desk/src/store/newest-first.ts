import { type SelectQueryBuilder, sql } from 'kysely'
import { countedMost } from '../contract/field.ts'
import type { Store } from './store.ts'

/** Where a row is in a list, the newest first. */
export interface RowPlace {
  readonly time: number
  readonly id: string
}

/** One page of a list, the newest first: behind a row, just before one, or from the beginning. */
export interface NewestFirst {
  readonly after?: RowPlace | undefined
  readonly before?: RowPlace | undefined
  readonly offset: number
  readonly limit: number
}

/** Orders the rows of a table by its columns of time and id, and keeps one page of them. A million rows behind a place are not read. */
export async function newestFirst<Tables, Table extends keyof Tables, Row>(
  matching: SelectQueryBuilder<Tables, Table, Row>,
  [time, id]: readonly [time: string, id: string],
  { after, before, offset, limit }: NewestFirst,
): Promise<Row[]> {
  const place = sql`(${sql.ref(time)}, ${sql.ref(id)})`
  const ordered = (direction: 'asc' | 'desc') => matching.orderBy(sql.ref(time), direction).orderBy(sql.ref(id), direction).limit(limit)
  if (after !== undefined) return ordered('desc').where(sql<boolean>`${place} < (${after.time}, ${after.id})`).execute()
  if (before === undefined) return ordered('desc').offset(offset).execute()
  return (await ordered('asc').where(sql<boolean>`${place} > (${before.time}, ${before.id})`).execute()).reverse()
}

/** How many rows match, counted until there are `countedMost`. */
export async function countSome<Tables, Table extends keyof Tables>(
  { database }: Store,
  matching: SelectQueryBuilder<Tables, Table, object>,
): Promise<number> {
  const counted = matching.select(sql<number>`1`.as('one')).limit(countedMost)
  const { rows } = await sql<{ total: number }>`select count(*) as total from ${counted} as counted`.execute(database)
  return Number(rows[0]?.total ?? 0)
}
