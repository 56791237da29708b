import { insertRows } from '@card-member/service/database'
import type { Selectable } from 'kysely'
import type { HistoryTable } from './schema.ts'
import type { Store } from './store.ts'

/** One change. */
export type HistoryRow = Selectable<HistoryTable>

const columns = {
  brand_id: 'text',
  card_id: 'text',
  entity: 'text',
  entity_id: 'text',
  revision: 'bigint',
  time: 'bigint',
  caller_kind: 'text',
  caller_id: 'text',
  operation: 'text',
  request_id: 'text',
  change: 'text',
} as const

/** Adds changes to the history. */
export function appendHistory(store: Store, rows: readonly HistoryRow[]): Promise<void> {
  return insertRows(store, 'history', columns, rows)
}

/** What identifies the entity of a change. */
export type EntityKey = Pick<HistoryRow, 'brand_id' | 'card_id' | 'entity' | 'entity_id'>

/** The changes of one entity, oldest first. */
export async function readHistory({ database }: Store, key: EntityKey): Promise<HistoryRow[]> {
  return database
    .selectFrom('history')
    .selectAll()
    .where('brand_id', '=', key.brand_id)
    .where('card_id', '=', key.card_id)
    .where('entity', '=', key.entity)
    .where('entity_id', '=', key.entity_id)
    .orderBy('revision')
    .execute()
}
