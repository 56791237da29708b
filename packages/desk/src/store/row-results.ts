import { type Database, rowSet } from '@card-member/service/database'
import { sql } from 'kysely'
import type { BatchKey, BatchRow } from './batch-rows.ts'
import type { Schema } from './schema.ts'
import { bySlices } from './slices.ts'
import type { Store } from './store.ts'

const keyColumns = { brand_id: 'text', batch_id: 'text', line: 'bigint' } as const
const resultColumns = {
  ...keyColumns,
  invalidation_id: 'text',
  state: 'text',
  code: 'text',
  server_message: 'text',
  invalid_time: 'text',
  request_id: 'text',
  attempts: 'bigint',
  request_count: 'bigint',
  next_time: 'bigint',
  end_time: 'bigint',
} as const

/** Writes the results of rows, or that they are attempted again, and releases them. */
export async function writeRowResults(
  { kind, database }: Store,
  rows: readonly Pick<BatchRow, keyof typeof resultColumns>[],
): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update batch_rows set invalidation_id = given.invalidation_id, state = given.state, code = given.code, server_message = given.server_message,
      invalid_time = given.invalid_time, request_id = given.request_id, attempts = given.attempts, request_count = given.request_count,
      next_time = given.next_time, end_time = given.end_time, process_id = null
    from ${rowSet(kind, resultColumns, rows)}
    where batch_rows.brand_id = given.brand_id and batch_rows.batch_id = given.batch_id and batch_rows.line = given.line`.execute(database)
}

/** Marks rows as sending, before their requests leave. */
export async function markRowsSending(
  { kind, database }: Store,
  rows: readonly (Pick<BatchRow, 'brand_id' | 'batch_id' | 'line' | 'attempts'> & { readonly invalidation_id: string })[],
): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update batch_rows set state = 'sending', invalidation_id = given.invalidation_id, attempts = given.attempts
    from ${rowSet(kind, { ...keyColumns, invalidation_id: 'text', attempts: 'bigint' }, rows)}
    where batch_rows.brand_id = given.brand_id and batch_rows.batch_id = given.batch_id and batch_rows.line = given.line`.execute(database)
}

/** The results of the last rows that ended since a time, the newest first. */
export async function lastResults({ database }: Store, { brand_id, batch_id }: BatchKey, since: number, count: number) {
  return database
    .selectFrom('batch_rows')
    .select(['state', 'code'])
    .where('brand_id', '=', brand_id)
    .where('batch_id', '=', batch_id)
    .where('end_time', '>=', since)
    .where('attempts', '>', 0)
    .orderBy('end_time', 'desc')
    .orderBy('line', 'desc')
    .limit(count)
    .execute()
}

/** Makes checked rows unchecked again, slice by slice; rows with faults stay as they are. */
export function resetCheck(database: Database<Schema>, batch: BatchKey): Promise<void> {
  const { brand_id, batch_id } = batch
  return bySlices(database, batch, ({ database: transaction }, { first, last }) =>
    transaction
      .updateTable('batch_rows')
      .set({
        state: 'pending',
        preflight: null,
        code: null,
        server_message: null,
        invalid_time: null,
        request_id: null,
        end_time: null,
        process_id: null,
      })
      .where('brand_id', '=', brand_id)
      .where('batch_id', '=', batch_id)
      .where('line', '>=', first)
      .where('line', '<=', last)
      .where('preflight', 'is not', null)
      .where('attempts', '=', 0)
      .where(({ exists, selectFrom }) =>
        // Unless another check has begun since.
        exists(
          selectFrom('batches')
            .select('batches.batch_id')
            .where('batches.brand_id', '=', brand_id)
            .where('batches.batch_id', '=', batch_id)
            .where('batches.state', '=', 'uploaded'),
        ),
      )
      .execute(),
  )
}

const checkColumns = {
  ...keyColumns,
  state: 'text',
  preflight: 'text',
  code: 'text',
  server_message: 'text',
  invalid_time: 'text',
  request_id: 'text',
  consent_id: 'text',
  end_time: 'bigint',
} as const

/** What the check writes about a row. */
export type CheckedRow = Pick<BatchRow, keyof typeof checkColumns>

/** Writes what the check found, and releases the rows. */
export async function writeChecked({ kind, database }: Store, rows: readonly CheckedRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update batch_rows set state = given.state, preflight = given.preflight, code = given.code, server_message = given.server_message,
      invalid_time = given.invalid_time, request_id = given.request_id, consent_id = given.consent_id, end_time = given.end_time,
      process_id = null
    from ${rowSet(kind, checkColumns, rows)}
    where batch_rows.brand_id = given.brand_id and batch_rows.batch_id = given.batch_id and batch_rows.line = given.line`.execute(database)
}

/** Whether any row is not checked yet. */
export async function hasUnchecked({ database }: Store, { brand_id, batch_id }: BatchKey): Promise<boolean> {
  const query = database.selectFrom('batch_rows').select('line').where('brand_id', '=', brand_id).where('batch_id', '=', batch_id)
  const unchecked = query.where('state', '=', sql.lit('pending')).where('preflight', 'is', null)
  return (await unchecked.limit(1).executeTakeFirst()) !== undefined
}

/** Rows to refuse, and why. */
export interface RefusedRows {
  readonly lines: readonly number[]
  readonly code: string
  /** JSON. */
  readonly faults: string
}

/** Refuses rows. */
export async function refuseRows(
  { kind, database }: Store,
  { brand_id, batch_id }: BatchKey,
  { lines, code, faults }: RefusedRows,
  end_time: number,
) {
  await sql`
    update batch_rows set state = 'rejected', code = ${code}, end_time = ${end_time}, faults = ${faults}
    from ${rowSet(
      kind,
      { line: 'bigint' },
      lines.map((line) => ({ line })),
    )}
    where batch_rows.brand_id = ${brand_id} and batch_rows.batch_id = ${batch_id} and batch_rows.line = given.line`.execute(database)
}
