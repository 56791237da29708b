import { insertRows } from '@card-member/service/database'
import { type RawBuilder, sql } from 'kysely'
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

/** Adds rows of a file, as one statement. */
export function insertBatchRows(store: Store, rows: readonly NewRow[]): Promise<void> {
  return insertRows(store, 'batch_rows', columns, rows)
}

const open = ['uploaded', 'checked', 'approved', 'running', 'paused', 'stopped_by_breaker'] as const

/** Refuses rows that name a card which an earlier row of the file, or another open batch, names already. Returns how many. */
export async function refuseDuplicates(store: Store, batch: BatchKey, end_time: number): Promise<number> {
  const { database } = store
  const { brand_id, batch_id } = batch
  const refuse = async (fault: string, condition: RawBuilder<unknown>) => {
    const { numAffectedRows = 0n } = await sql`
      update batch_rows set state = 'rejected', code = ${fault.toUpperCase()}, end_time = ${end_time},
        faults = ${JSON.stringify([{ column: 'user_card_code', fault }])}
      where brand_id = ${brand_id} and batch_id = ${batch_id} and state = 'pending' and ${condition}`.execute(database)
    return Number(numAffectedRows)
  }
  const twice = sql`select card_key, min(line) as line from batch_rows where brand_id = ${brand_id} and batch_id = ${batch_id}
    and card_key is not null group by card_key having count(*) > 1`
  const repeated = await refuse(
    'duplicate_row',
    sql`exists (select 1 from (${twice}) as first where first.card_key = batch_rows.card_key and first.line < batch_rows.line)`,
  )
  if (!(await hasOther(store, batch))) return repeated
  // Found by a pass over the open batches: an index of cards would make taking a file in twice as slow.
  const held = sql`select other.card_key from batches join batch_rows as other
    on other.brand_id = batches.brand_id and other.batch_id = batches.batch_id and other.state in ('pending', 'sending', 'unknown')
    where batches.brand_id = ${brand_id} and batches.batch_id <> ${batch_id} and batches.state in (${sql.join(open)})
    and other.card_key is not null`
  return repeated + (await refuse('in_open_batch', sql`card_key in (${held})`))
}

async function hasOther({ database }: Store, { brand_id, batch_id }: BatchKey): Promise<boolean> {
  const other = await database
    .selectFrom('batches')
    .select('batch_id')
    .where('brand_id', '=', brand_id)
    .where('batch_id', '<>', batch_id)
    .where('state', 'in', open)
    .executeTakeFirst()
  return other !== undefined
}
