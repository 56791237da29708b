import { insertRows, rowSet } from '@card-member/service/database'
import { type Selectable, sql } from 'kysely'
import type { RequestsTable } from './schema.ts'
import type { Store } from './store.ts'

/** An answer kept by its request number. */
export type RequestRow = Selectable<RequestsTable>

/** What names a request: the number is unique per merchant, brand and operation. */
export type RequestKey = Pick<RequestRow, 'brand_id' | 'mchid' | 'operation' | 'out_request_no'>

const keyColumns = { brand_id: 'text', mchid: 'text', operation: 'text', out_request_no: 'text' } as const
const columns = { ...keyColumns, content_hash: 'text', reply: 'text', time: 'bigint' } as const

/** A request's key as one text. */
export function requestKey({ brand_id, mchid, operation, out_request_no }: RequestKey): string {
  return `${brand_id} ${mchid} ${operation} ${out_request_no}`
}

/** Finds the answers of many requests at once, by their key as one text. */
export async function findRequests({ kind, database }: Store, keys: readonly RequestKey[]): Promise<Map<string, RequestRow>> {
  const { rows } = await sql<RequestRow>`
    select requests.* from ${rowSet(kind, keyColumns, keys)} cross join requests
    where requests.brand_id = given.brand_id and requests.mchid = given.mchid
    and requests.operation = given.operation and requests.out_request_no = given.out_request_no`.execute(database)
  return new Map(rows.map((row) => [requestKey(row), row]))
}

/** Keeps answers. */
export function insertRequests(store: Store, rows: readonly RequestRow[]): Promise<void> {
  return insertRows(store, 'requests', columns, rows)
}
