import { insertRows } from '@card-member/service/database'
import type { Selectable } from 'kysely'
import type { FeedsTable } from './schema.ts'
import type { Store } from './store.ts'

/** A feed that a caller added. */
export type FeedRow = Selectable<FeedsTable>

const columns = {
  brand_id: 'text',
  card_id: 'text',
  user_card_code: 'text',
  caller_kind: 'text',
  caller_id: 'text',
  out_request_no: 'text',
  cell: 'text',
  time: 'bigint',
} as const

/** Adds feeds. */
export function insertFeeds(store: Store, rows: readonly FeedRow[]): Promise<void> {
  return insertRows(store, 'feeds', columns, rows)
}
