import { rowSet } from '@card-member/service/database'
import { sql } from 'kysely'
import type { BatchRow } from './batch-rows.ts'
import type { Store } from './store.ts'

const columns = {
  brand_id: 'text',
  batch_id: 'text',
  line: 'bigint',
  state: 'text',
  preflight: 'text',
  code: 'text',
  message: 'text',
  invalid_time: 'text',
  request_id: 'text',
  consent_id: 'text',
  end_time: 'bigint',
} as const

/** What the check writes of a row. */
export type CheckedRow = Pick<BatchRow, keyof typeof columns>

/** Writes what the check found, and lets go of the rows. */
export async function writeChecked({ kind, database }: Store, rows: readonly CheckedRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update batch_rows set state = given.state, preflight = given.preflight, code = given.code, message = given.message,
      invalid_time = given.invalid_time, request_id = given.request_id, consent_id = given.consent_id, end_time = given.end_time,
      process_id = null
    from ${rowSet(kind, columns, rows)}
    where batch_rows.brand_id = given.brand_id and batch_rows.batch_id = given.batch_id and batch_rows.line = given.line`.execute(database)
}
