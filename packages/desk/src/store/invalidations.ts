import { insertRows, rowSet } from '@card-member/service/database'
import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { InvalidationsTable } from './invalidation-tables.ts'
import { countSome, type NewestFirst, newestFirst } from './newest-first.ts'
import type { Store } from './store.ts'
import type { TimeRange } from './time-range.ts'

/** A stored invalidation. */
export type InvalidationRow = Selectable<InvalidationsTable>

const keyColumns = { brand_id: 'text', invalidation_id: 'text' } as const
const columns = {
  ...keyColumns,
  card_id: 'text',
  card_hash: 'text',
  openid_hash: 'text',
  rehearsal: 'bigint',
  code_last4: 'text',
  member: 'text',
  consent_id: 'text',
  batch_id: 'text',
  line: 'bigint',
  connection: 'text',
  caller_kind: 'text',
  caller_id: 'text',
  base_url: 'text',
  invalid_reason: 'text',
  state: 'text',
  code: 'text',
  server_message: 'text',
  invalid_time: 'text',
  request_id: 'text',
  answer_sha256: 'text',
  proof: 'text',
  attempts: 'bigint',
  failures: 'bigint',
  request_count: 'bigint',
  requested_by: 'text',
  consent_recorded_by: 'text',
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

/** Adds invalidations; fails when a card has another one that is in flight, unknown or done. */
export function insertInvalidations(store: Store, rows: readonly InvalidationRow[]): Promise<void> {
  return insertRows(store, 'invalidations', columns, rows)
}

/** Begins new attempts of invalidations whose last attempt has ended. @throws when another attempt has begun since */
export async function beginAgain(store: Store, rows: readonly InvalidationRow[]): Promise<void> {
  const changed = await change(
    store,
    rows,
    sql`invalidations.attempts = given.attempts - 1 and invalidations.state not in ('sending', 'unknown', 'done')`,
  )
  if (changed.length !== rows.length) throw new Error('another attempt has begun since')
}

/** Writes the results of attempts that are in flight or unknown. @throws when another attempt has begun since */
export async function writeResults(store: Store, rows: readonly InvalidationRow[]): Promise<void> {
  const changed = await change(store, rows, sql`invalidations.attempts = given.attempts and invalidations.state in ('sending', 'unknown')`)
  if (changed.length !== rows.length) throw new Error('another attempt has begun since')
}

async function change({ kind, database }: Store, rows: readonly InvalidationRow[], only: RawBuilder<unknown>): Promise<readonly unknown[]> {
  if (rows.length === 0) return []
  const { rows: changed } = await sql`
    update invalidations set consent_id = given.consent_id, invalid_reason = given.invalid_reason, requested_by = given.requested_by,
      consent_recorded_by = given.consent_recorded_by, state = given.state, code = given.code, server_message = given.server_message, invalid_time = given.invalid_time,
      request_id = given.request_id, answer_sha256 = given.answer_sha256, proof = given.proof, attempts = given.attempts,
      failures = given.failures, request_count = given.request_count, process_id = given.process_id, end_time = given.end_time, sign_before = given.sign_before,
      reconcile_after = given.reconcile_after, may_have_left = given.may_have_left, not_invalid_at = given.not_invalid_at,
      reads = given.reads, next_read_time = given.next_read_time
    from ${rowSet(kind, columns, rows)}
    where invalidations.brand_id = given.brand_id and invalidations.invalidation_id = given.invalidation_id and ${only}
    returning invalidations.invalidation_id`.execute(database)
  return changed
}

/** An attempt whose request is about to be signed. */
export type Leaving = Pick<InvalidationRow, 'brand_id' | 'invalidation_id' | 'attempts' | 'process_id' | 'not_invalid_at'>

/**
 * Writes that the requests of attempts may have left. Returns the ids of those that may leave: those which their process still holds,
 * and whose consent was not withdrawn since they began.
 */
export async function markLeaving({ kind, database }: Store, leaving: readonly Leaving[]): Promise<Set<string>> {
  if (leaving.length === 0) return new Set()
  const given = { ...keyColumns, attempts: 'bigint', process_id: 'text', not_invalid_at: 'bigint' } as const
  const { rows } = await sql<{ invalidation_id: string }>`
    update invalidations set may_have_left = 1, not_invalid_at = given.not_invalid_at
    from ${rowSet(kind, given, leaving)}
    where invalidations.brand_id = given.brand_id and invalidations.invalidation_id = given.invalidation_id and invalidations.attempts = given.attempts
      and invalidations.process_id = given.process_id and invalidations.state = 'sending'
      and not exists (select 1 from consents where consents.brand_id = invalidations.brand_id and consents.consent_id = invalidations.consent_id
        and consents.withdraw_time is not null)
    returning invalidations.invalidation_id`.execute(database)
  return new Set(rows.map(({ invalidation_id }) => invalidation_id))
}

/** Schedules the next read of unknown outcomes. */
export async function scheduleReads(
  { kind, database }: Store,
  rows: readonly Pick<InvalidationRow, 'brand_id' | 'invalidation_id' | 'attempts' | 'reads' | 'next_read_time'>[],
): Promise<void> {
  if (rows.length === 0) return
  const given = { ...keyColumns, attempts: 'bigint', reads: 'bigint', next_read_time: 'bigint' } as const
  await sql`
    update invalidations set reads = given.reads, next_read_time = given.next_read_time
    from ${rowSet(kind, given, rows)}
    where invalidations.brand_id = given.brand_id and invalidations.invalidation_id = given.invalidation_id and invalidations.attempts = given.attempts
      and invalidations.state = 'unknown'`.execute(database)
}

/** Finds invalidations by their ids and locks them until the transaction ends. */
export async function lockInvalidations(
  { kind, database }: Store,
  keys: readonly Pick<InvalidationRow, 'brand_id' | 'invalidation_id'>[],
): Promise<Map<string, InvalidationRow>> {
  const ordered = [...keys].sort((a, b) => (a.invalidation_id < b.invalidation_id ? -1 : 1))
  const { rows } = await sql<InvalidationRow>`
    select invalidations.* from ${rowSet(kind, keyColumns, ordered)} cross join invalidations
    where invalidations.brand_id = given.brand_id and invalidations.invalidation_id = given.invalidation_id
    ${kind === 'postgres' ? sql`for update of invalidations` : sql``}`.execute(database)
  return new Map(rows.map((row) => [row.invalidation_id, row]))
}

/** A card, in earnest or in a rehearsal. */
export type InvalidatedCard = Pick<InvalidationRow, 'brand_id' | 'card_hash' | 'rehearsal'>

/** Finds the invalidations of cards that prevent another: those that are in flight, unknown or done. Returns a lookup by card. */
export async function findBlockingInvalidations(
  { kind, database }: Store,
  cards: readonly InvalidatedCard[],
): Promise<(card: InvalidatedCard) => InvalidationRow | undefined> {
  const { rows } = await sql<InvalidationRow>`
    select invalidations.* from ${rowSet(kind, { brand_id: 'text', card_hash: 'text', rehearsal: 'bigint' }, cards)} cross join invalidations
    where invalidations.brand_id = given.brand_id and invalidations.card_hash = given.card_hash
      and invalidations.rehearsal = given.rehearsal and invalidations.state in ('sending', 'unknown', 'done')`.execute(database)
  const nameOf = ({ brand_id, card_hash, rehearsal }: InvalidatedCard) => JSON.stringify([brand_id, card_hash, Number(rehearsal)])
  const found = new Map(rows.map((row) => [nameOf(row), row]))
  return (card) => found.get(nameOf(card))
}

/** The same for one card. */
export async function findBlockingInvalidation(store: Store, card: InvalidatedCard): Promise<InvalidationRow | undefined> {
  return (await findBlockingInvalidations(store, [card]))(card)
}

// The conditions of two indexes, as they are there: SQLite uses a partial index for nothing else.
const open = sql<boolean>`state in ('sending', 'unknown')`
const endedOtherwise = sql<boolean>`state not in ('sending', 'unknown', 'done')`

/** Attempts in flight whose process is none of these. */
export function findLost({ database }: Store, living: readonly string[]): Promise<InvalidationRow[]> {
  const sending = database.selectFrom('invalidations').selectAll().where(open).where('state', '=', 'sending')
  return sending.where('process_id', 'not in', living.length > 0 ? living : ['']).execute()
}

/** Attempts of one process that can no longer be signed. */
export function findOverdue({ database }: Store, process_id: string, now: number): Promise<InvalidationRow[]> {
  const sending = database.selectFrom('invalidations').selectAll().where(open).where('state', '=', 'sending')
  return sending.where('process_id', '=', process_id).where('sign_before', '<', now).execute()
}

/** How many invalidations of members' cards have an outcome that is unknown; those of rehearsals do not count. */
export async function countUnknownOutcomes({ database }: Store): Promise<number> {
  const query = database.selectFrom('invalidations').where(open).where('state', '=', 'unknown').where('rehearsal', '=', 0)
  const { count } = await query.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  return Number(count)
}

/** Unknown outcomes that are due to be read, the longest due first; locked until the transaction ends. */
export function lockDueReads(
  { kind, database }: Store,
  now: number,
  limit: number,
  batch?: { readonly brand_id: string; readonly batch_id: string },
): Promise<InvalidationRow[]> {
  let due = database.selectFrom('invalidations').selectAll().where(open).where('state', '=', 'unknown').where('next_read_time', '<=', now)
  if (batch !== undefined) due = due.where('brand_id', '=', batch.brand_id).where('batch_id', '=', batch.batch_id)
  const ordered = due.orderBy('next_read_time').orderBy('invalidation_id').limit(limit)
  return (kind === 'postgres' ? ordered.forUpdate().skipLocked() : ordered).execute()
}

/** When every unknown outcome of a batch can be proved; undefined when there is none. */
export async function lastReconcileTime({ database }: Store, brand_id: string, batch_id: string): Promise<number | undefined> {
  const { last } = await database
    .selectFrom('invalidations')
    .select(({ fn }) => fn.max<number | null>('reconcile_after').as('last'))
    .where('brand_id', '=', brand_id)
    .where('batch_id', '=', batch_id)
    .where(open)
    .executeTakeFirstOrThrow()
  return last === null ? undefined : Number(last)
}

/** Finds one invalidation. */
export function findInvalidation({ database }: Store, brand_id: string, invalidation_id: string): Promise<InvalidationRow | undefined> {
  return database
    .selectFrom('invalidations')
    .selectAll()
    .where('brand_id', '=', brand_id)
    .where('invalidation_id', '=', invalidation_id)
    .executeTakeFirst()
}

/** Which invalidations to list. */
export interface InvalidationFilter extends TimeRange {
  readonly brand_id: string
  readonly card_hash?: string | undefined
  readonly state?: InvalidationRow['state'] | undefined
  readonly batch_id?: string | undefined
  readonly requested_by?: string | undefined
  readonly consent_recorded_by?: string | undefined
}

/** One page of a brand's invalidations, the newest first, and how many there are, as far as they are counted. */
export async function listInvalidations(
  store: Store,
  { brand_id, card_hash, state, batch_id, requested_by, consent_recorded_by, from, before }: InvalidationFilter,
  page: NewestFirst,
) {
  let matching = store.database.selectFrom('invalidations').where('brand_id', '=', brand_id)
  if (card_hash !== undefined) matching = matching.where('card_hash', '=', card_hash)
  if (state !== undefined) {
    matching = matching.where('state', '=', state)
    if (state !== 'done') matching = matching.where(state === 'sending' || state === 'unknown' ? open : endedOtherwise)
  }
  if (from !== undefined) matching = matching.where('start_time', '>=', from)
  if (before !== undefined) matching = matching.where('start_time', '<', before)
  if (requested_by !== undefined) matching = matching.where('requested_by', '=', requested_by)
  if (consent_recorded_by !== undefined) matching = matching.where('consent_recorded_by', '=', consent_recorded_by)
  if (batch_id !== undefined) matching = matching.where('batch_id', '=', batch_id)
  const rows = await newestFirst(matching.selectAll(), ['start_time', 'invalidation_id'], page)
  return { rows, total_count: await countSome(store, matching) }
}
