import { insertMany } from '@card-member/service/database'
import { sql } from 'kysely'
import type { BatchKey, BatchRow } from './batch-rows.ts'
import type { Store } from './store.ts'

const columns = {
  brand_id: 'text',
  batch_id: 'text',
  line: 'bigint',
  card_id: 'text',
  card_key: 'text',
  code_last4: 'text',
  cells: 'text',
  consent_channel: 'text',
  told_at: 'bigint',
  agreed_at: 'bigint',
  state: 'text',
  code: 'text',
  faults: 'text',
  attempts: 'bigint',
  calls: 'bigint',
  next_time: 'bigint',
  end_time: 'bigint',
} as const

/** A row as the file gives it. */
export type NewRow = Pick<BatchRow, keyof typeof columns>

/** Adds rows of a file. */
export function insertBatchRows(store: Store, rows: readonly NewRow[]): Promise<void> {
  return insertMany(store, 'batch_rows', columns, rows)
}

const open = sql`('uploaded', 'checked', 'approved', 'running', 'paused', 'stopped_by_breaker')`

/** Refuses rows that name a card which an earlier row of the file, or another open batch, names already. */
export async function refuseDuplicates({ database }: Store, { brand_id, batch_id }: BatchKey, end_time: number): Promise<void> {
  const refuse = (fault: string, condition: ReturnType<typeof sql<boolean>>) =>
    sql`
    update batch_rows set state = 'rejected', code = ${fault.toUpperCase()}, end_time = ${end_time},
      faults = ${JSON.stringify([{ column: 'user_card_code', fault }])}
    where brand_id = ${brand_id} and batch_id = ${batch_id} and state = 'pending' and ${condition}`.execute(database)
  await refuse(
    'duplicate_row',
    sql<boolean>`exists (select 1 from batch_rows as other where other.brand_id = batch_rows.brand_id and other.card_key = batch_rows.card_key
      and other.batch_id = batch_rows.batch_id and other.line < batch_rows.line)`,
  )
  await refuse(
    'in_open_batch',
    sql<boolean>`exists (select 1 from batch_rows as other join batches on batches.brand_id = other.brand_id and batches.batch_id = other.batch_id
      where other.brand_id = batch_rows.brand_id and other.card_key = batch_rows.card_key and other.batch_id <> batch_rows.batch_id
      and other.state in ('pending', 'sending', 'unknown') and batches.state in ${open})`,
  )
}

/** How many rows a batch has, and how many of them are refused already. */
export async function countPrepared(
  { database }: Store,
  { brand_id, batch_id }: BatchKey,
): Promise<{ row_count: number; faulty_count: number }> {
  const { row_count, faulty_count } = await database
    .selectFrom('batch_rows')
    .select((eb) => [eb.fn.countAll<number>().as('row_count'), eb.fn.count<number>('faults').as('faulty_count')])
    .where('brand_id', '=', brand_id)
    .where('batch_id', '=', batch_id)
    .executeTakeFirstOrThrow()
  return { row_count: Number(row_count), faulty_count: Number(faulty_count) }
}
