import { insertRows } from '@card-member/service/database'
import type { Selectable } from 'kysely'
import type { HistoryTable } from './schema.ts'
import type { Store } from './store.ts'

/** One change that happened. */
export type HistoryRow = Selectable<HistoryTable>

const columns = {
  brand_id: 'text',
  card_id: 'text',
  user_card_code: 'text',
  revision: 'bigint',
  time: 'bigint',
  mchid: 'text',
  operation: 'text',
  request_id: 'text',
  change: 'text',
} as const

/** Adds changes to the history. */
export function appendHistory(store: Store, rows: readonly HistoryRow[]): Promise<void> {
  return insertRows(store, 'history', columns, rows)
}

/** The changes of one card, oldest first. */
export async function readHistory(
  { database }: Store,
  key: Pick<HistoryRow, 'brand_id' | 'card_id' | 'user_card_code'>,
): Promise<HistoryRow[]> {
  return database
    .selectFrom('history')
    .selectAll()
    .where('brand_id', '=', key.brand_id)
    .where('card_id', '=', key.card_id)
    .where('user_card_code', '=', key.user_card_code)
    .orderBy('revision')
    .execute()
}
