import { insertRows, rowSet } from '@card-member/service/database'
import { type Selectable, sql } from 'kysely'
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
  settled_after: 'bigint',
} as const

/** Adds calls; fails when a card has one that is under way or done. */
export function insertCalls(store: Store, rows: readonly CallRow[]): Promise<void> {
  return insertRows(store, 'calls', columns, rows)
}

/** Writes what changed of calls. */
export async function updateCalls({ kind, database }: Store, rows: readonly CallRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update calls set consent_id = given.consent_id, invalid_reason = given.invalid_reason, requested_by = given.requested_by, state = given.state, code = given.code, message = given.message, invalid_time = given.invalid_time,
      request_id = given.request_id, answer_sha256 = given.answer_sha256, proof = given.proof, attempts = given.attempts,
      calls = given.calls, process_id = given.process_id, end_time = given.end_time, settled_after = given.settled_after
    from ${rowSet(kind, columns, rows)}
    where calls.brand_id = given.brand_id and calls.record_id = given.record_id`.execute(database)
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

/** Calls whose end is not known, the oldest first: in doubt, or left behind by a process that is gone. */
export function findDoubtfulCalls({ database }: Store, living: readonly string[], limit: number): Promise<CallRow[]> {
  return database
    .selectFrom('calls')
    .selectAll()
    .where(({ eb, or, and }) =>
      or([eb('state', '=', 'unknown'), and([eb('state', '=', 'sending'), eb('process_id', 'not in', living.length > 0 ? living : [''])])]),
    )
    .orderBy('start_time')
    .limit(limit)
    .execute()
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
