import { insertRows } from '@card-member/service/database'
import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { Preflight, RowState } from '../contract/batch.ts'
import { rowCountsOf } from './batch-counts.ts'
import type { BatchRowsTable } from './batch-tables.ts'
import type { Store } from './store.ts'

/** A stored row of a batch. */
export type BatchRow = Selectable<BatchRowsTable>

/** The key of a batch. */
export type BatchKey = Pick<BatchRow, 'brand_id' | 'batch_id'>

const newColumns = {
  brand_id: 'text',
  batch_id: 'text',
  line: 'bigint',
  card_id: 'text',
  card_hash: 'text',
  openid_hash: 'text',
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

/** A row as it is uploaded. */
export type NewRow = Pick<BatchRow, keyof typeof newColumns>

/** Adds rows with one statement. */
export function insertBatchRows(store: Store, rows: readonly NewRow[]): Promise<void> {
  return insertRows(store, 'batch_rows', newColumns, rows)
}

/** Whether there is any row in one of these states. */
export async function hasRowIn({ database }: Store, { brand_id, batch_id }: BatchKey, states: readonly RowState[]): Promise<boolean> {
  const query = database.selectFrom('batch_rows').select('line').where('brand_id', '=', brand_id).where('batch_id', '=', batch_id)
  return (await query.where('state', 'in', states).limit(1).executeTakeFirst()) !== undefined
}

// Lines, of which there are about as many as rows.
const slice = 50_000

function* slicesTo(last: number, after = 0): Generator<{ readonly first: number; readonly last: number }> {
  for (let first = after + 1; first <= last; first += slice) yield { first, last: Math.min(last, first + slice - 1) }
}

/** All lines of a batch, in slices: others who wait for the same connection read in between. */
export async function lineSlices(store: Store, batch: BatchKey): Promise<Iterable<{ readonly first: number; readonly last: number }>> {
  return slicesTo(await lastLine(store, batch))
}

function lastLine(store: Store, batch: BatchKey): Promise<number> {
  return lineAtEnd(store, batch, 'desc')
}

function firstLine(store: Store, batch: BatchKey): Promise<number> {
  return lineAtEnd(store, batch, 'asc')
}

async function lineAtEnd({ database }: Store, { brand_id, batch_id }: BatchKey, order: 'asc' | 'desc'): Promise<number> {
  const query = database.selectFrom('batch_rows').select('line').where('brand_id', '=', brand_id).where('batch_id', '=', batch_id)
  return (await query.orderBy('line', order).limit(1).executeTakeFirst())?.line ?? 0
}

function rowsBetween({ database }: Store, { brand_id, batch_id }: BatchKey, first: number, last: number) {
  const query = database.selectFrom('batch_rows').where('brand_id', '=', brand_id).where('batch_id', '=', batch_id)
  return query.where('line', '>=', first).where('line', '<=', last)
}

/** Which rows of a batch to list. */
export interface RowFilter {
  readonly states?: readonly RowState[] | undefined
  /** Only rows of which the check found this. */
  readonly preflight?: Preflight | undefined
  /** Only rows with faults. */
  readonly faulty?: boolean | undefined
  /** Only rows with warnings. */
  readonly warned?: boolean | undefined
  /** Only rows that are in the plan. */
  readonly planned?: boolean | undefined
}

/** Which rows of a batch to list, from where, and how many. */
export interface RowPage extends RowFilter {
  /** The rows after this line. */
  readonly after: number
  /** Leaves out so many of them. */
  readonly offset?: number | undefined
  readonly limit: number
}

/** Rows in the order of the file, after a line. */
export async function pageOfRows(
  store: Store,
  batch: BatchKey,
  { after: from, offset = 0, limit, ...filter }: RowPage,
): Promise<BatchRow[]> {
  const after = offset === 0 ? from : await lineBefore(store, batch, filter, from, offset)
  if (after === undefined) return []
  const whole = { first: after + 1, last: Number.MAX_SAFE_INTEGER }
  const found: BatchRow[] = []
  const conditions = conditionsOf(filter)
  // Of a million rows few may match, and an index finds them by one condition alone.
  for (const { first, last } of conditions < 2 && !filter.planned ? [whole] : slicesTo(await lastLine(store, batch), after)) {
    const rows = rowsBetween(store, batch, first, last)
    const some = limit - found.length
    const flag = flagOf(filter)
    const lines =
      flag === undefined
        ? matching(rows, filter).select('line').orderBy('line').limit(some)
        : flaggedLines(store, batch, { flag, first, last, limit: some })
    // An index has the lines that match; rows that do not are never read.
    const those = conditions === 0 ? rows.limit(limit) : rows.where('line', 'in', lines)
    found.push(...(await those.selectAll().orderBy('line').execute()))
    if (found.length === limit) break
  }
  return found
}

/** The column by which alone rows are filtered that have faults or warnings. */
function flagOf(filter: RowFilter): 'faults' | 'warnings' | undefined {
  if (conditionsOf(filter) !== 1) return undefined
  if (filter.faulty) return 'faults'
  return filter.warned ? 'warnings' : undefined
}

/** The lines of rows with faults or warnings. SQLite takes the primary key for as good as the index over them unless it is told. */
function flaggedLines(
  { kind }: Store,
  { brand_id, batch_id }: BatchKey,
  {
    flag,
    first,
    last,
    limit,
  }: { readonly flag: 'faults' | 'warnings'; readonly first: number; readonly last: number; readonly limit: number },
): RawBuilder<number> {
  const index = flag === 'faults' ? 'batch_rows_faulty' : 'batch_rows_warned'
  const by = kind === 'sqlite' ? sql`indexed by ${sql.ref(index)}` : sql``
  return sql<number>`(select line from batch_rows ${by} where brand_id = ${brand_id} and batch_id = ${batch_id}
    and line >= ${first} and line <= ${last} and ${sql.ref(flag)} is not null order by line limit ${limit})`
}

function conditionsOf({ states, ...flags }: RowFilter): number {
  const several = states === undefined ? 0 : states.length
  return several + Object.values(flags).filter((value) => value !== undefined && value !== false).length
}

/** The line of the last of so many matching rows after a line; undefined when there are not so many. */
async function lineBefore(store: Store, batch: BatchKey, filter: RowFilter, after: number, offset: number): Promise<number | undefined> {
  const last = await lastLine(store, batch)
  if (conditionsOf(filter) === 0) {
    const first = await firstLine(store, batch)
    // A file without empty lines, as almost all are: nothing has to be counted.
    if ((await rowCountsOf(store, batch)).matching({}) === last - first + 1) return Math.max(after, first - 1) + offset
  }
  const rows = matching(rowsBetween(store, batch, after + 1, last), filter)
  const found = await rows
    .select('line')
    .orderBy('line')
    .offset(offset - 1)
    .limit(1)
    .executeTakeFirst()
  return found?.line
}

/** Rows that are being sent or ended since a time, the newest first, and those of these lines. */
export async function rowsChangedSince(
  { database }: Store,
  { brand_id, batch_id }: BatchKey,
  { since, lines, limit }: { readonly since: number; readonly lines: readonly number[]; readonly limit: number },
): Promise<BatchRow[]> {
  const rows = database.selectFrom('batch_rows').selectAll().where('brand_id', '=', brand_id).where('batch_id', '=', batch_id)
  const named = lines.length === 0 ? [] : await rows.where('line', 'in', lines.slice(0, limit)).execute()
  const sending = await rows.where('state', '=', 'sending').orderBy('line').limit(limit).execute()
  const ended = rows.where('end_time', '>=', since).orderBy('end_time', 'desc').orderBy('line', 'desc')
  const found = new Map([...named, ...sending, ...(await ended.limit(limit).execute())].map((row) => [row.line, row]))
  return [...found.values()].slice(0, limit)
}

/** The row of a plan at a place, from 0, in the order of the file. */
export async function plannedRowAt({ database }: Store, { brand_id, batch_id }: BatchKey, index: number): Promise<BatchRow | undefined> {
  return database
    .selectFrom('batch_rows')
    .selectAll()
    .where('brand_id', '=', brand_id)
    .where('batch_id', '=', batch_id)
    .where('faults', 'is', null)
    .where('preflight', 'in', ['can_be_invalidated', 'expired'])
    .orderBy('line')
    .limit(1)
    .offset(index)
    .executeTakeFirst()
}

function matching(rows: ReturnType<typeof rowsBetween>, { states, preflight, faulty, warned, planned }: RowFilter) {
  let query = rows
  if (states !== undefined) query = query.where('state', 'in', states)
  if (preflight !== undefined) query = query.where('preflight', '=', preflight)
  if (faulty) query = query.where('faults', 'is not', null)
  if (warned) query = query.where('warnings', 'is not', null)
  if (planned) query = query.where('faults', 'is', null).where('preflight', 'in', ['can_be_invalidated', 'expired'])
  return query
}
