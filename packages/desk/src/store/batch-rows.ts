import { rowSet } from '@card-member/service/database'
import { type Selectable, sql } from 'kysely'
import type { RowState } from '../contract/batch.ts'
import type { BatchRowsTable } from './batch-tables.ts'
import type { Store } from './store.ts'

/** A stored row of a batch. */
export type BatchRow = Selectable<BatchRowsTable>

/** What names a batch. */
export type BatchKey = Pick<BatchRow, 'brand_id' | 'batch_id'>

const keyColumns = { brand_id: 'text', batch_id: 'text', line: 'bigint' } as const
const endColumns = {
  ...keyColumns,
  invalidation_id: 'text',
  state: 'text',
  code: 'text',
  message: 'text',
  invalid_time: 'text',
  request_id: 'text',
  attempts: 'bigint',
  request_count: 'bigint',
  next_time: 'bigint',
  end_time: 'bigint',
} as const

/** Writes how rows ended, or that they wait for another attempt, and lets go of them. */
export async function endRows({ kind, database }: Store, rows: readonly Pick<BatchRow, keyof typeof endColumns>[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update batch_rows set invalidation_id = given.invalidation_id, state = given.state, code = given.code, message = given.message,
      invalid_time = given.invalid_time, request_id = given.request_id, attempts = given.attempts, request_count = given.request_count,
      next_time = given.next_time, end_time = given.end_time, process_id = null
    from ${rowSet(kind, endColumns, rows)}
    where batch_rows.brand_id = given.brand_id and batch_rows.batch_id = given.batch_id and batch_rows.line = given.line`.execute(database)
}

/** Marks rows as under way, before their calls leave. */
export async function sendRows(
  { kind, database }: Store,
  rows: readonly (Pick<BatchRow, 'brand_id' | 'batch_id' | 'line' | 'attempts'> & { readonly invalidation_id: string })[],
): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update batch_rows set state = 'sending', invalidation_id = given.invalidation_id, attempts = given.attempts
    from ${rowSet(kind, { ...keyColumns, invalidation_id: 'text', attempts: 'bigint' }, rows)}
    where batch_rows.brand_id = given.brand_id and batch_rows.batch_id = given.batch_id and batch_rows.line = given.line`.execute(database)
}

/** Lets go of rows that nothing was done with. */
export async function releaseRows(
  { kind, database }: Store,
  rows: readonly Pick<BatchRow, 'brand_id' | 'batch_id' | 'line' | 'next_time'>[],
) {
  if (rows.length === 0) return
  await sql`
    update batch_rows set process_id = null, next_time = given.next_time
    from ${rowSet(kind, { ...keyColumns, next_time: 'bigint' }, rows)}
    where batch_rows.brand_id = given.brand_id and batch_rows.batch_id = given.batch_id and batch_rows.line = given.line
      and batch_rows.state = 'pending'`.execute(database)
}

/** Lets go of all pending rows that one process holds, or that processes hold which are gone; returns how many. */
export async function releaseClaimed(
  { database }: Store,
  { brand_id, batch_id }: BatchKey,
  held: { by: string } | { notBy: readonly string[] },
) {
  let update = database
    .updateTable('batch_rows')
    .set({ process_id: null })
    .where('brand_id', '=', brand_id)
    .where('batch_id', '=', batch_id)
    .where('state', '=', 'pending')
    .where('process_id', 'is not', null)
  update = 'by' in held ? update.where('process_id', '=', held.by) : update.where('process_id', 'not in', held.notBy)
  const { numUpdatedRows } = await update.executeTakeFirst()
  return Number(numUpdatedRows)
}

const allColumns = [
  'brand_id',
  'batch_id',
  'line',
  'card_id',
  'card_hash',
  'code_last4',
  'cells',
  'consent_channel',
  'told_at',
  'agreed_at',
  'consent_id',
  'state',
  'preflight',
  'code',
  'message',
  'faults',
  'warnings',
  'invalid_time',
  'request_id',
  'invalidation_id',
  'attempts',
  'request_count',
  'process_id',
  'next_time',
  'end_time',
] as const

/** Takes rows in hand in the order of the file: those that wait, that nobody holds, and whose rest is over. */
export async function claimRows(
  { kind, database }: Store,
  { brand_id, batch_id }: BatchKey,
  { process_id, now, count, unread }: { process_id: string; now: number; count: number; unread: boolean },
): Promise<BatchRow[]> {
  // A sub-query under `in` may be evaluated more than once, and would then take more than it was asked for.
  const rows = await database
    .with('picked', (picking) => {
      const lines = picking
        .selectFrom('batch_rows')
        .select('line as picked_line')
        .where('brand_id', '=', brand_id)
        .where('batch_id', '=', batch_id)
        // As it is written in the index of rows that no check has read: a parameter would not match it.
        .where('state', '=', sql.lit('pending'))
        .where('process_id', 'is', null)
        .where('next_time', '<=', now)
        .where('preflight', unread ? 'is' : 'is not', null)
        .orderBy('line')
        .limit(count)
      return kind === 'postgres' ? lines.forUpdate().skipLocked() : lines
    })
    .updateTable('batch_rows')
    .from('picked')
    .set({ process_id })
    .where('brand_id', '=', brand_id)
    .where('batch_id', '=', batch_id)
    .whereRef('line', '=', 'picked_line')
    .returning(allColumns)
    .execute()
  return rows.sort((a, b) => a.line - b.line)
}

/** How many rows are in the hands of a process and not begun yet. */
export async function countClaimed({ database }: Store, { brand_id, batch_id }: BatchKey): Promise<number> {
  const { count } = await database
    .selectFrom('batch_rows')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('brand_id', '=', brand_id)
    .where('batch_id', '=', batch_id)
    .where('state', '=', 'pending')
    .where('process_id', 'is not', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** When the first of the rows that wait may be taken; undefined when none waits. */
export async function nextPending({ database }: Store, { brand_id, batch_id }: BatchKey): Promise<number | undefined> {
  const { next } = await database
    .selectFrom('batch_rows')
    .select(({ fn }) => fn.min<number | null>('next_time').as('next'))
    .where('brand_id', '=', brand_id)
    .where('batch_id', '=', batch_id)
    .where('state', '=', 'pending')
    .executeTakeFirstOrThrow()
  return next === null ? undefined : Number(next)
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

/** How many rows are in each state. Counted piece by piece, so that nobody who reads waits for all of a million. */
export async function countRows(store: Store, batch: BatchKey): Promise<Record<RowState, number>> {
  const counts = { ...none }
  for (const { first, last } of piecesTo(await lastLine(store, batch))) {
    const some = await rowsBetween(store, batch, first, last)
      .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
      // Each state named, so that the index over states and lines has it all.
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

/** Whether a check has not read some row yet. */
export async function hasUnread({ database }: Store, { brand_id, batch_id }: BatchKey): Promise<boolean> {
  const query = database.selectFrom('batch_rows').select('line').where('brand_id', '=', brand_id).where('batch_id', '=', batch_id)
  const unread = query.where('state', '=', sql.lit('pending')).where('preflight', 'is', null)
  return (await unread.limit(1).executeTakeFirst()) !== undefined
}

// Lines, which are about as many as the rows.
const piece = 50_000

function* piecesTo(last: number, after = 0): Generator<{ readonly first: number; readonly last: number }> {
  for (let first = after + 1; first <= last; first += piece) yield { first, last: Math.min(last, first + piece - 1) }
}

async function lastLine({ database }: Store, { brand_id, batch_id }: BatchKey): Promise<number> {
  const query = database.selectFrom('batch_rows').select('line').where('brand_id', '=', brand_id).where('batch_id', '=', batch_id)
  return (await query.orderBy('line', 'desc').limit(1).executeTakeFirst())?.line ?? 0
}

function rowsBetween({ database }: Store, { brand_id, batch_id }: BatchKey, first: number, last: number) {
  const query = database.selectFrom('batch_rows').where('brand_id', '=', brand_id).where('batch_id', '=', batch_id)
  return query.where('line', '>=', first).where('line', '<=', last)
}

/** Which rows of a batch are asked for. */
export interface RowFilter {
  readonly states?: readonly RowState[] | undefined
  /** Only rows whose cells are wrong. */
  readonly faulty?: boolean | undefined
  /** Only rows of which something is suspected. */
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
  // Rows of a kind may be few among a million.
  for (const { first, last } of all ? [whole] : piecesTo(await lastLine(store, batch), after)) {
    const rows = matching(rowsBetween(store, batch, first, last), filter)
      .selectAll()
      .orderBy('line')
    found.push(...(await rows.limit(limit - found.length).execute()))
    if (found.length === limit) break
  }
  return found
}

/** How many rows there are of those. */
export async function countMatching(store: Store, batch: BatchKey, filter: RowFilter): Promise<number> {
  let count = 0
  for (const { first, last } of piecesTo(await lastLine(store, batch))) {
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
