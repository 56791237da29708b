import { insertRows, rowSet } from '@card-member/service/database'
import { type Selectable, sql } from 'kysely'
import type { ExchangesTable } from './schema.ts'
import type { Store } from './store.ts'

/** An exchange of points for a coupon. */
export type ExchangeRow = Selectable<ExchangesTable>
/** The primary key of an exchange. */
export type ExchangeKey = Pick<ExchangeRow, 'brand_id' | 'record_id'>

const keyColumns = { brand_id: 'text', record_id: 'text' } as const
const columns = {
  ...keyColumns,
  card_id: 'text',
  user_card_code: 'text',
  openid: 'text',
  details: 'text',
  result: 'text',
  state: 'text',
  coupon_code: 'text',
  reject_reason: 'text',
  create_time: 'bigint',
  modify_time: 'bigint',
} as const

/** An exchange's key as one text, for maps. */
export function exchangeKey({ brand_id, record_id }: ExchangeKey): string {
  return `${brand_id} ${record_id}`
}

/** Adds exchanges. */
export function insertExchanges(store: Store, rows: readonly ExchangeRow[]): Promise<void> {
  return insertRows(store, 'exchanges', columns, rows)
}

/** Finds many exchanges at once and locks them until the transaction ends. */
export async function lockExchanges({ kind, database }: Store, keys: readonly ExchangeKey[]): Promise<Map<string, ExchangeRow>> {
  const { rows } = await sql<ExchangeRow>`
    select exchanges.* from ${rowSet(kind, keyColumns, keys)} cross join exchanges
    where exchanges.brand_id = given.brand_id and exchanges.record_id = given.record_id
    ${kind === 'postgres' ? sql`for update of exchanges` : sql``}`.execute(database)
  return new Map(rows.map((row) => [exchangeKey(row), row]))
}

/** Updates exchanges. */
export async function updateExchanges({ kind, database }: Store, rows: readonly ExchangeRow[]): Promise<void> {
  await sql`
    update exchanges set result = given.result, state = given.state, coupon_code = given.coupon_code,
      reject_reason = given.reject_reason, modify_time = given.modify_time
    from ${rowSet(kind, columns, rows)}
    where exchanges.brand_id = given.brand_id and exchanges.record_id = given.record_id`.execute(database)
}
