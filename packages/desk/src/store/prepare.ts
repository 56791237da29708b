import { insertRows, rowSet } from '@card-member/service/database'
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

/** Rows of one kind of fault, by line. */
export interface Duplicates {
  readonly fault: 'duplicate_row' | 'in_open_batch'
  readonly lines: readonly number[]
}

/** Tells PostgreSQL's planner of rows that have just come; it would go through all of them for each of them. */
export async function learnRows({ kind, database }: Store): Promise<void> {
  if (kind === 'postgres') await sql`analyze batch_rows`.execute(database)
}

/** Rows that name a card which an earlier row of the file names. One sort tells, whatever the number of rows. */
export async function findRepeated(store: Store, { brand_id, batch_id }: BatchKey): Promise<Duplicates> {
  const lines = await linesOf(
    store,
    sql`select line from (
      select line, state, row_number() over (partition by card_key order by line) as position from batch_rows
      where brand_id = ${brand_id} and batch_id = ${batch_id} and card_key is not null) as named
    where position > 1 and state = 'pending'`,
  )
  return { fault: 'duplicate_row', lines }
}

/** Rows that name a card which another batch is still to end. The others' cards are gathered once and then looked up. */
export async function findNamedElsewhere(store: Store, { brand_id, batch_id }: BatchKey, others: readonly string[]): Promise<Duplicates> {
  const lines = await linesOf(
    store,
    sql`select line from batch_rows
      where brand_id = ${brand_id} and batch_id = ${batch_id} and state = 'pending' and card_key in (
        select other.card_key from batch_rows as other where other.brand_id = ${brand_id} and other.batch_id in (${sql.join(['', ...others])})
        and other.state in ('pending', 'sending', 'unknown') and other.card_key is not null)`,
  )
  return { fault: 'in_open_batch', lines }
}

/** Refuses some rows. */
export async function refuseRows(
  { kind, database }: Store,
  { brand_id, batch_id }: BatchKey,
  { fault, lines }: Duplicates,
  end_time: number,
) {
  await sql`
    update batch_rows set state = 'rejected', code = ${fault.toUpperCase()}, end_time = ${end_time},
      faults = ${JSON.stringify([{ column: 'user_card_code', fault }])}
    from ${rowSet(
      kind,
      { line: 'bigint' },
      lines.map((line) => ({ line })),
    )}
    where batch_rows.brand_id = ${brand_id} and batch_rows.batch_id = ${batch_id} and batch_rows.line = given.line`.execute(database)
}

/**
 * The brand's other batches that may still end cards. Rehearsals are nothing to a batch in earnest, nor the other way round: they are
 * about other cards.
 */
export async function findOpenBatches(
  { database }: Store,
  { brand_id, batch_id, rehearsal }: BatchKey & { readonly rehearsal: number },
): Promise<string[]> {
  const others = await database
    .selectFrom('batches')
    .select('batch_id')
    .where('brand_id', '=', brand_id)
    .where('batch_id', '<>', batch_id)
    .where('rehearsal', '=', rehearsal)
    .where('state', 'in', open)
    .execute()
  return others.map((other) => other.batch_id)
}

/** Lets one batch of a brand at a time become open, so that each sees those before it. */
export async function lockOpening({ kind, database }: Store, brand_id: string): Promise<void> {
  if (kind === 'postgres') await sql`select pg_advisory_xact_lock(hashtextextended(${`open batches of ${brand_id}`}, 0))`.execute(database)
}

// As one text: a million rows of a result would be a million objects on their way between threads.
async function linesOf({ kind, database }: Store, found: RawBuilder<unknown>): Promise<number[]> {
  const gathered = kind === 'sqlite' ? sql`json_group_array(line)` : sql`coalesce(json_agg(line)::text, '[]')`
  const { rows } = await sql<{ lines: string }>`select ${gathered} as lines from (${found}) as found`.execute(database)
  const lines: number[] = JSON.parse(rows[0]?.lines ?? '[]')
  return lines.sort((one, two) => one - two)
}
