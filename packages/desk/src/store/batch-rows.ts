import { insertRows } from '@card-member/service/database'
import type { Selectable } from 'kysely'
import type { RowState } from '../contract/batch.ts'
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

const none: Readonly<Record<RowState, number>> = {
  pending: 0,
  sending: 0,
  done: 0,
  already_invalid: 0,
  rejected: 0,
  not_found: 0,
  mismatched: 0,
  missing_consent: 0,
  unknown: 0,
}

const rowStates = Object.keys(none).filter(isRowState)

function isRowState(name: string): name is RowState {
  return Object.hasOwn(none, name)
}

/** How many rows are in each state. Counted in slices, so that no reader waits for a million rows. */
export async function countRows(store: Store, batch: BatchKey): Promise<Record<RowState, number>> {
  const counts = { ...none }
  for (const { first, last } of slicesTo(await lastLine(store, batch))) {
    const some = await rowsBetween(store, batch, first, last)
      .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
      // Naming every state lets the index over states and lines answer alone.
      .where('state', 'in', rowStates)
      .groupBy('state')
      .execute()
    for (const { state, count } of some) counts[state] += Number(count)
  }
  return counts
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

async function lastLine({ database }: Store, { brand_id, batch_id }: BatchKey): Promise<number> {
  const query = database.selectFrom('batch_rows').select('line').where('brand_id', '=', brand_id).where('batch_id', '=', batch_id)
  return (await query.orderBy('line', 'desc').limit(1).executeTakeFirst())?.line ?? 0
}

function rowsBetween({ database }: Store, { brand_id, batch_id }: BatchKey, first: number, last: number) {
  const query = database.selectFrom('batch_rows').where('brand_id', '=', brand_id).where('batch_id', '=', batch_id)
  return query.where('line', '>=', first).where('line', '<=', last)
}

/** Which rows of a batch to list. */
export interface RowFilter {
  readonly states?: readonly RowState[] | undefined
  /** Only rows with faults. */
  readonly faulty?: boolean | undefined
  /** Only rows with warnings. */
  readonly warned?: boolean | undefined
  /** Only rows that are in the plan. */
  readonly planned?: boolean | undefined
}

/** Rows in the order of the file, after a line. */
export async function pageOfRows(
  store: Store,
  batch: BatchKey,
  { after, limit, ...filter }: RowFilter & { readonly after: number; readonly limit: number },
): Promise<BatchRow[]> {
  const all = Object.values(filter).every((value) => value === undefined || value === false)
  const whole = { first: after + 1, last: Number.MAX_SAFE_INTEGER }
  const found: BatchRow[] = []
  // Few of a million rows may match.
  for (const { first, last } of all ? [whole] : slicesTo(await lastLine(store, batch), after)) {
    const rows = matching(rowsBetween(store, batch, first, last), filter)
      .selectAll()
      .orderBy('line')
    found.push(...(await rows.limit(limit - found.length).execute()))
    if (found.length === limit) break
  }
  return found
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

/** How many rows match. */
export async function countMatching(store: Store, batch: BatchKey, filter: RowFilter): Promise<number> {
  let count = 0
  for (const { first, last } of slicesTo(await lastLine(store, batch))) {
    const query = matching(rowsBetween(store, batch, first, last), filter)
    const { total } = await query.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
    count += Number(total)
  }
  return count
}

function matching(rows: ReturnType<typeof rowsBetween>, { states, faulty, warned, planned }: RowFilter) {
  let query = rows
  if (states !== undefined) query = query.where('state', 'in', states)
  if (faulty) query = query.where('faults', 'is not', null)
  if (warned) query = query.where('warnings', 'is not', null)
  if (planned) query = query.where('faults', 'is', null).where('preflight', 'in', ['can_be_invalidated', 'expired'])
  return query
}
