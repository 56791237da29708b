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
  warnings: 'text',
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

/**
 * Refuses rows that name a card which an earlier row of the file, or another open batch, names already. Returns how many. Rehearsals
 * are nothing to a batch in earnest, nor the other way round: they are about other cards.
 */
export async function refuseDuplicates(store: Store, batch: BatchKey & { readonly rehearsal: number }, end_time: number): Promise<number> {
  const { brand_id, batch_id, rehearsal } = batch
  // Rows that have just come are unknown to PostgreSQL's planner, which would then go through all of them for each of them.
  if (store.kind === 'postgres') await sql`analyze batch_rows`.execute(store.database)
  const repeated = await refuse(store, batch, end_time, {
    fault: 'duplicate_row',
    named: sql`select card_key, min(line) as first_line from batch_rows
      where brand_id = ${brand_id} and batch_id = ${batch_id} and card_key is not null group by card_key having count(*) > 1`,
  })
  if (!(await hasOther(store, batch))) return repeated
  // Found by a pass over the open batches: an index of cards would make taking a file in twice as slow.
  const inOther = await refuse(store, batch, end_time, {
    fault: 'in_open_batch',
    named: sql`select distinct other.card_key, 0 as first_line from batches join batch_rows as other
      on other.brand_id = batches.brand_id and other.batch_id = batches.batch_id and other.state in ('pending', 'sending', 'unknown')
      where batches.brand_id = ${brand_id} and batches.batch_id <> ${batch_id} and batches.state in (${sql.join(open)})
      and batches.rehearsal = ${rehearsal} and other.card_key is not null`,
  })
  return repeated + inOther
}

interface Refused {
  readonly fault: string
  /** Cards, and the line after which a row of the batch that names one is refused. */
  readonly named: RawBuilder<unknown>
}

// The cards are joined and not asked for row by row, which takes the square of the time.
async function refuse({ database }: Store, { brand_id, batch_id }: BatchKey, end_time: number, { fault, named }: Refused): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update batch_rows set state = 'rejected', code = ${fault.toUpperCase()}, end_time = ${end_time},
      faults = ${JSON.stringify([{ column: 'user_card_code', fault }])}
    from (${named}) as named
    where batch_rows.brand_id = ${brand_id} and batch_rows.batch_id = ${batch_id} and batch_rows.state = 'pending'
      and batch_rows.card_key = named.card_key and batch_rows.line > named.first_line`.execute(database)
  return Number(numAffectedRows)
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
