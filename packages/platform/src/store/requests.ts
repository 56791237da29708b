import { insertRows, rowSet } from '@card-member/service/database'
import { type Selectable, sql } from 'kysely'
import type { RequestsTable } from './schema.ts'
import type { Store } from './store.ts'

/** An answer stored by its request number. */
export type RequestRow = Selectable<RequestsTable>

/** What identifies a request: its number is unique per caller, brand and operation. */
export type RequestKey = Pick<RequestRow, 'brand_id' | 'caller_kind' | 'caller_id' | 'operation' | 'out_request_no'>

const keyColumns = { brand_id: 'text', caller_kind: 'text', caller_id: 'text', operation: 'text', out_request_no: 'text' } as const
const columns = { ...keyColumns, content_hash: 'text', reply: 'text', time: 'bigint' } as const

/** A request's key as one text, for maps. */
export function requestKey({ brand_id, caller_kind, caller_id, operation, out_request_no }: RequestKey): string {
  return `${brand_id} ${caller_kind} ${caller_id} ${operation} ${out_request_no}`
}

/** Finds the answers of many requests at once, by their key as one text. */
export async function findRequests({ kind, database }: Store, keys: readonly RequestKey[]): Promise<Map<string, RequestRow>> {
  const { rows } = await sql<RequestRow>`
    select requests.* from ${rowSet(kind, keyColumns, keys)} cross join requests
    where requests.brand_id = given.brand_id
    and requests.caller_kind = given.caller_kind and requests.caller_id = given.caller_id
    and requests.operation = given.operation and requests.out_request_no = given.out_request_no`.execute(database)
  return new Map(rows.map((row) => [requestKey(row), row]))
}

/** Stores answers. */
export function insertRequests(store: Store, rows: readonly RequestRow[]): Promise<void> {
  return insertRows(store, 'requests', columns, rows)
}
