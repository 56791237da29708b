import { type SqlBool, sql } from 'kysely'
import type { TimeRange } from './time-range.ts'

/** Which rows about a brand's cards to list. */
export interface CardListFilter<State extends string> extends TimeRange {
  readonly brand_id: string
  readonly card_hash?: string | undefined
  readonly state?: State | undefined
}

/** What such a filter asks of a row, by the column of its time. */
export function inCardList({ brand_id, card_hash, state, from, before }: CardListFilter<string>, time: string) {
  const conditions = [sql`brand_id = ${brand_id}`]
  if (card_hash !== undefined) conditions.push(sql`card_hash = ${card_hash}`)
  if (state !== undefined) conditions.push(sql`state = ${state}`)
  if (from !== undefined) conditions.push(sql`${sql.ref(time)} >= ${from}`)
  if (before !== undefined) conditions.push(sql`${sql.ref(time)} < ${before}`)
  return sql<SqlBool>`${sql.join(conditions, sql` and `)}`
}
