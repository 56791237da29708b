import { type Selectable, sql } from 'kysely'
import { insertRows } from './insert.ts'
import type { OutboxTable } from './schema.ts'
import type { Store } from './store.ts'

/** A notification on its way. */
export type OutboxRow = Selectable<OutboxTable>
/** What names a notification. */
export type OutboxKey = Pick<OutboxRow, 'brand_id' | 'sequence'>

const columns = {
  brand_id: 'text',
  id: 'text',
  card_id: 'text',
  openid: 'text',
  event: 'text',
  resource: 'text',
  create_time: 'bigint',
  state: 'text',
  attempts: 'bigint',
  next_time: 'bigint',
  lease: 'text',
  lease_time: 'bigint',
  last_result: 'text',
} as const

/** A notification before the database has numbered it. */
export type NewOutboxRow = Omit<OutboxRow, 'sequence'>

/** Adds notifications. */
export function insertOutbox(store: Store, rows: readonly NewOutboxRow[]): Promise<void> {
  return insertRows(store, 'outbox', columns, rows)
}

/** Who takes notifications, until when, and what is due. */
export interface Claim {
  readonly lease: string
  /** Unix seconds, as `now`. */
  readonly lease_time: number
  readonly now: number
  readonly most: number
}

/**
 * Takes notifications that are due: of each member's card only the oldest one that is not settled, so that they arrive in
 * their order. Other processes pass over what is taken, until the lease ends.
 */
export async function claimOutbox({ kind, database }: Store, { lease, lease_time, now, most }: Claim): Promise<OutboxRow[]> {
  const { rows } = await sql<OutboxRow>`
    update outbox set lease = ${lease}, lease_time = ${lease_time}
    where (brand_id, sequence) in (
      select due.brand_id, due.sequence from outbox as due
      where due.state = 'pending' and due.next_time <= ${now} and (due.lease_time is null or due.lease_time < ${now})
      and not exists (
        select 1 from outbox as earlier
        where earlier.state = 'pending' and earlier.brand_id = due.brand_id and earlier.card_id = due.card_id
        and earlier.openid = due.openid and earlier.sequence < due.sequence)
      order by due.next_time, due.sequence limit ${most}
      ${kind === 'postgres' ? sql`for update of due skip locked` : sql``})
    returning *`.execute(database)
  return rows
}

/** What came of an attempt. */
export type Attempt = Pick<OutboxRow, 'state' | 'attempts' | 'next_time' | 'last_result'>

/** Writes what came of an attempt, if the lease is still held. */
export async function settleOutbox({ database }: Store, { brand_id, sequence }: OutboxKey, lease: string, attempt: Attempt): Promise<void> {
  await database
    .updateTable('outbox')
    .set({ ...attempt, lease: null, lease_time: null })
    .where('brand_id', '=', brand_id)
    .where('sequence', '=', sequence)
    .where('lease', '=', lease)
    .execute()
}

/** When the next notification is due, Unix seconds; `undefined` when none waits. */
export async function nextDue({ database }: Store): Promise<number | undefined> {
  const row = await database
    .selectFrom('outbox')
    .select(({ fn }) => fn.min('next_time').as('next'))
    .where('state', '=', 'pending')
    .executeTakeFirst()
  return row?.next === null || row?.next === undefined ? undefined : Number(row.next)
}

/** The newest notifications, newest first. */
export async function latestOutbox({ database }: Store, limit: number): Promise<OutboxRow[]> {
  return database.selectFrom('outbox').selectAll().orderBy('sequence', 'desc').limit(limit).execute()
}
