import { insertRows, rowSet } from '@card-member/service/database'
import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { CallsTable } from './call-tables.ts'
import type { Store } from './store.ts'

/** A stored call. */
export type CallRow = Selectable<CallsTable>

const keyColumns = { brand_id: 'text', record_id: 'text' } as const
const columns = {
  ...keyColumns,
  card_id: 'text',
  card_key: 'text',
  code_last4: 'text',
  member: 'text',
  consent_id: 'text',
  batch_id: 'text',
  line: 'bigint',
  connection: 'text',
  mchid: 'text',
  base_url: 'text',
  invalid_reason: 'text',
  state: 'text',
  code: 'text',
  message: 'text',
  invalid_time: 'text',
  request_id: 'text',
  answer_sha256: 'text',
  proof: 'text',
  attempts: 'bigint',
  calls: 'bigint',
  requested_by: 'text',
  process_id: 'text',
  start_time: 'bigint',
  end_time: 'bigint',
  sign_before: 'bigint',
  reconcile_after: 'bigint',
  may_have_left: 'bigint',
  not_invalid_at: 'bigint',
  reads: 'bigint',
  next_read_time: 'bigint',
} as const

/** Adds calls; fails when a card has one that is under way or done. */
export function insertCalls(store: Store, rows: readonly CallRow[]): Promise<void> {
  return insertRows(store, 'calls', columns, rows)
}

/** Begins new attempts of calls whose last one is over. @throws when another attempt was begun meanwhile */
export async function beginAgain(store: Store, rows: readonly CallRow[]): Promise<void> {
  const changed = await change(store, rows, sql`calls.attempts = given.attempts - 1 and calls.state not in ('sending', 'unknown', 'done')`)
  if (changed.length !== rows.length) throw new Error('an attempt was begun meanwhile')
}

/** Writes what became of attempts that are under way or in doubt; of an attempt that is another by now, nothing. */
export async function writeEnds(store: Store, rows: readonly CallRow[]): Promise<void> {
  const changed = await change(store, rows, sql`calls.attempts = given.attempts and calls.state in ('sending', 'unknown')`)
  if (changed.length !== rows.length) throw new Error('an attempt is another by now')
}

async function change({ kind, database }: Store, rows: readonly CallRow[], only: RawBuilder<unknown>): Promise<readonly unknown[]> {
  if (rows.length === 0) return []
  const { rows: changed } = await sql`
    update calls set consent_id = given.consent_id, invalid_reason = given.invalid_reason, requested_by = given.requested_by, state = given.state, code = given.code, message = given.message, invalid_time = given.invalid_time,
      request_id = given.request_id, answer_sha256 = given.answer_sha256, proof = given.proof, attempts = given.attempts,
      calls = given.calls, process_id = given.process_id, end_time = given.end_time, sign_before = given.sign_before,
      reconcile_after = given.reconcile_after, may_have_left = given.may_have_left, not_invalid_at = given.not_invalid_at,
      reads = given.reads, next_read_time = given.next_read_time
    from ${rowSet(kind, columns, rows)}
    where calls.brand_id = given.brand_id and calls.record_id = given.record_id and ${only}
    returning calls.record_id`.execute(database)
  return changed
}

/** An attempt that is about to be signed. */
export type Leaving = Pick<CallRow, 'brand_id' | 'record_id' | 'attempts' | 'process_id' | 'not_invalid_at'>

/**
 * Writes that attempts may have left from now on; tells for which of them that is allowed: those that are still their process's own,
 * and whose consent was not withdrawn since they were begun.
 */
export async function markLeaving({ kind, database }: Store, leaving: readonly Leaving[]): Promise<Set<string>> {
  if (leaving.length === 0) return new Set()
  const given = { ...keyColumns, attempts: 'bigint', process_id: 'text', not_invalid_at: 'bigint' } as const
  const { rows } = await sql<{ record_id: string }>`
    update calls set may_have_left = 1, not_invalid_at = given.not_invalid_at
    from ${rowSet(kind, given, leaving)}
    where calls.brand_id = given.brand_id and calls.record_id = given.record_id and calls.attempts = given.attempts
      and calls.process_id = given.process_id and calls.state = 'sending'
      and not exists (select 1 from consents where consents.brand_id = calls.brand_id and consents.consent_id = calls.consent_id
        and consents.withdraw_time is not null)
    returning calls.record_id`.execute(database)
  return new Set(rows.map(({ record_id }) => record_id))
}

/** Has calls in doubt read again at a moment. */
export async function readAgain(
  { kind, database }: Store,
  rows: readonly Pick<CallRow, 'brand_id' | 'record_id' | 'attempts' | 'reads' | 'next_read_time'>[],
): Promise<void> {
  if (rows.length === 0) return
  const given = { ...keyColumns, attempts: 'bigint', reads: 'bigint', next_read_time: 'bigint' } as const
  await sql`
    update calls set reads = given.reads, next_read_time = given.next_read_time
    from ${rowSet(kind, given, rows)}
    where calls.brand_id = given.brand_id and calls.record_id = given.record_id and calls.attempts = given.attempts
      and calls.state = 'unknown'`.execute(database)
}

/** Finds calls by their ids and holds them until the transaction ends. */
export async function lockCalls(
  { kind, database }: Store,
  keys: readonly Pick<CallRow, 'brand_id' | 'record_id'>[],
): Promise<Map<string, CallRow>> {
  const ordered = [...keys].sort((a, b) => (a.record_id < b.record_id ? -1 : 1))
  const { rows } = await sql<CallRow>`
    select calls.* from ${rowSet(kind, keyColumns, ordered)} cross join calls
    where calls.brand_id = given.brand_id and calls.record_id = given.record_id
    ${kind === 'postgres' ? sql`for update of calls` : sql``}`.execute(database)
  return new Map(rows.map((row) => [row.record_id, row]))
}

/** Of some cards, the calls that are under way, in doubt or done. */
export async function findBlockingCalls(
  { kind, database }: Store,
  keys: readonly Pick<CallRow, 'brand_id' | 'card_key'>[],
): Promise<Map<string, CallRow>> {
  const { rows } = await sql<CallRow>`
    select calls.* from ${rowSet(kind, { brand_id: 'text', card_key: 'text' }, keys)} cross join calls
    where calls.brand_id = given.brand_id and calls.card_key = given.card_key and calls.state in ('sending', 'unknown', 'done')`.execute(
    database,
  )
  return new Map(rows.map((row) => [row.card_key, row]))
}

/** Attempts that are under way in none of some processes. */
export function findLeftBehind({ database }: Store, living: readonly string[]): Promise<CallRow[]> {
  const open = database.selectFrom('calls').selectAll().where('state', '=', 'sending')
  return open.where('process_id', 'not in', living.length > 0 ? living : ['']).execute()
}

/** Attempts that one process has under way and that can be signed no more. */
export function findOverdue({ database }: Store, process_id: string, now: number): Promise<CallRow[]> {
  const open = database.selectFrom('calls').selectAll().where('state', '=', 'sending')
  return open.where('process_id', '=', process_id).where('sign_before', '<', now).execute()
}

/** Calls in doubt that are worth reading now, the most urgent first; held until the transaction ends. */
export function lockUnread(
  { kind, database }: Store,
  now: number,
  limit: number,
  batch?: { readonly brand_id: string; readonly batch_id: string },
): Promise<CallRow[]> {
  let due = database.selectFrom('calls').selectAll().where('state', '=', 'unknown').where('next_read_time', '<=', now)
  if (batch !== undefined) due = due.where('brand_id', '=', batch.brand_id).where('batch_id', '=', batch.batch_id)
  const ordered = due.orderBy('next_read_time').orderBy('record_id').limit(limit)
  return (kind === 'postgres' ? ordered.forUpdate().skipLocked() : ordered).execute()
}

/** When the last call in doubt of a batch can take effect no more; undefined when none is in doubt. */
export async function lastDoubt({ database }: Store, brand_id: string, batch_id: string): Promise<number | undefined> {
  const { last } = await database
    .selectFrom('calls')
    .select(({ fn }) => fn.max<number | null>('reconcile_after').as('last'))
    .where('brand_id', '=', brand_id)
    .where('batch_id', '=', batch_id)
    .where('state', 'in', ['sending', 'unknown'])
    .executeTakeFirstOrThrow()
  return last === null ? undefined : Number(last)
}

/** Finds one call. */
export function findCall({ database }: Store, brand_id: string, record_id: string): Promise<CallRow | undefined> {
  return database.selectFrom('calls').selectAll().where('brand_id', '=', brand_id).where('record_id', '=', record_id).executeTakeFirst()
}

/** Which calls are asked for. */
export interface CallFilter {
  readonly brand_id: string
  readonly card_key?: string | undefined
  readonly state?: CallRow['state'] | undefined
  readonly batch_id?: string | undefined
}

/** One page of a brand's calls, the newest first, and how many there are. */
export async function listCalls({ database }: Store, { brand_id, card_key, state, batch_id }: CallFilter, offset: number, limit: number) {
  let matching = database.selectFrom('calls').where('brand_id', '=', brand_id)
  if (card_key !== undefined) matching = matching.where('card_key', '=', card_key)
  if (state !== undefined) matching = matching.where('state', '=', state)
  if (batch_id !== undefined) matching = matching.where('batch_id', '=', batch_id)
  const { total } = await matching.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await matching.selectAll().orderBy('start_time', 'desc').orderBy('record_id', 'desc').limit(limit).offset(offset).execute()
  return { rows, total_count: Number(total) }
}
