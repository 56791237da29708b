import { insertRows, rowSet } from '@card-member/service/database'
import { type RawBuilder, sql } from 'kysely'
import type { BatchKey, BatchRow } from './batch-rows.ts'
import type { Store } from './store.ts'

const columns = {
  brand_id: 'text',
  batch_id: 'text',
  line: 'bigint',
  card_id: 'text',
  card_hash: 'text',
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
  request_count: 'bigint',
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

/** A batch that may still end cards, and since when. */
export interface OpenBatch {
  readonly batch_id: string
  readonly create_time: number
}

/** Rows that name cards which are named already, by line; with the batch that names them when it is another one. */
export interface Duplicates {
  readonly lines: readonly number[]
  readonly holder?: OpenBatch
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
      select line, state, row_number() over (partition by card_hash order by line) as position from batch_rows
      where brand_id = ${brand_id} and batch_id = ${batch_id} and card_hash is not null) as named
    where position > 1 and state = 'pending'`,
  )
  return { lines }
}

/**
 * Rows that name a card which another batch is still to end, by the oldest of such batches. The others' cards are gathered once and then
 * looked up; which batch holds them is asked only when any is found.
 */
export async function findNamedElsewhere(store: Store, batch: BatchKey, others: readonly OpenBatch[]): Promise<Duplicates[]> {
  const held = await linesHeld(store, batch, others)
  const [only] = others
  if (held.length === 0 || only === undefined) return []
  if (others.length === 1) return [{ lines: held, holder: only }]
  const found: Duplicates[] = []
  const known = new Set<number>()
  for (const holder of others) {
    const lines = (await linesHeld(store, batch, [holder])).filter((line) => !known.has(line))
    for (const line of lines) known.add(line)
    if (lines.length > 0) found.push({ lines, holder })
  }
  return found
}

function linesHeld(store: Store, { brand_id, batch_id }: BatchKey, others: readonly OpenBatch[]): Promise<number[]> {
  const ids = others.map((other) => other.batch_id)
  return linesOf(
    store,
    sql`select line from batch_rows
      where brand_id = ${brand_id} and batch_id = ${batch_id} and state = 'pending' and card_hash in (
        select other.card_hash from batch_rows as other where other.brand_id = ${brand_id} and other.batch_id in (${sql.join(['', ...ids])})
        and other.state in ('pending', 'sending', 'unknown') and other.card_hash is not null)`,
  )
}

/** Why rows are refused. */
export interface RefusedRows {
  readonly lines: readonly number[]
  readonly code: string
  /** As JSON. */
  readonly faults: string
}

/** Refuses some rows. */
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

/**
 * The brand's other batches that may still end cards, the oldest first. Rehearsals are nothing to a batch in earnest, nor the other way round: they are
 * about other cards.
 */
export async function findOpenBatches(
  { database }: Store,
  { brand_id, batch_id, rehearsal }: BatchKey & { readonly rehearsal: number },
): Promise<OpenBatch[]> {
  return await database
    .selectFrom('batches')
    .select(['batch_id', 'create_time'])
    .where('brand_id', '=', brand_id)
    .where('batch_id', '<>', batch_id)
    .where('rehearsal', '=', rehearsal)
    .where('state', 'in', open)
    .orderBy('create_time')
    .orderBy('batch_id')
    .execute()
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
