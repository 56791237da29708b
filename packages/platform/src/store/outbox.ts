import { insertRows, rowSet } from '@card-member/service/database'
import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { CardKey } from './cards.ts'
import type { OutboxTable } from './schema.ts'
import type { Store } from './store.ts'

/** A notification. */
export type OutboxRow = Selectable<OutboxTable>
/** What identifies a notification. */
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
  last_status: 'bigint',
  last_detail: 'text',
} as const

/** A notification without its sequence number. */
export type NewOutboxRow = Omit<OutboxRow, 'sequence'>

/** Adds notifications. */
export function insertOutbox(store: Store, rows: readonly NewOutboxRow[]): Promise<void> {
  return insertRows(store, 'outbox', columns, rows)
}

/** Which due notifications to claim, for whom, until when. */
export interface Claim {
  /** The claiming process; rows under its own lease are not claimed again, even when the lease has ended. */
  readonly lease: string
  /** Unix seconds, as `now`. */
  readonly lease_time: number
  readonly now: number
  readonly limit: number
  /** Templates whose notifications are not claimed. */
  readonly paused: readonly CardKey[]
}

// Of each member's card only the oldest pending notification, so that they arrive in order.
const isOldestPending = sql<boolean>`not exists (
  select 1 from outbox as earlier
  where earlier.state = 'pending' and earlier.brand_id = due.brand_id and earlier.card_id = due.card_id
  and earlier.openid = due.openid and earlier.sequence < due.sequence)`

const cardColumns = { brand_id: 'text', card_id: 'text' } as const

function isNotPaused(kind: Store['kind'], paused: readonly CardKey[]): RawBuilder<unknown> {
  if (paused.length === 0) return sql``
  return sql`and not exists (select 1 from ${rowSet(kind, cardColumns, paused)}
    where given.brand_id = due.brand_id and given.card_id = due.card_id)`
}

/** Claims due notifications. Other processes skip them until the lease ends. */
export async function claimOutbox({ kind, database }: Store, { lease, lease_time, now, limit, paused }: Claim): Promise<OutboxRow[]> {
  // Materialized, because a subquery that takes locks must not run twice.
  const { rows } = await sql<OutboxRow>`
    with claimed as materialized (
      select due.brand_id, due.sequence from outbox as due
      where due.state = 'pending' and due.next_time <= ${now}
      and (due.lease is null or (due.lease_time < ${now} and due.lease <> ${lease})) and ${isOldestPending} ${isNotPaused(kind, paused)}
      order by due.next_time, due.sequence limit ${limit}
      ${kind === 'postgres' ? sql`for update of due skip locked` : sql``})
    update outbox set lease = ${lease}, lease_time = ${lease_time}
    where (brand_id, sequence) in (select claimed.brand_id, claimed.sequence from claimed)
    returning *`.execute(database)
  return rows
}

/** What an attempt changes of a notification. */
export type DeliveryProgress = Pick<OutboxRow, 'state' | 'attempts' | 'next_time' | 'last_result' | 'last_status' | 'last_detail'>

/** A finished attempt; it is recorded only while its lease is valid. */
export type DeliveryAttempt = OutboxKey & { readonly lease: string } & DeliveryProgress

const attemptColumns = {
  brand_id: 'text',
  sequence: 'bigint',
  lease: 'text',
  state: 'text',
  attempts: 'bigint',
  next_time: 'bigint',
  last_result: 'text',
  last_status: 'bigint',
  last_detail: 'text',
} as const

/** Records finished attempts and ends their leases. Recording twice changes nothing. */
export async function recordAttempts({ kind, database }: Store, attempts: readonly DeliveryAttempt[]): Promise<void> {
  if (attempts.length === 0) return
  await sql`
    update outbox set state = given.state, attempts = given.attempts, next_time = given.next_time, last_result = given.last_result,
      last_status = given.last_status, last_detail = given.last_detail, lease = null, lease_time = null
    from ${rowSet(kind, attemptColumns, attempts)}
    where outbox.brand_id = given.brand_id and outbox.sequence = given.sequence and outbox.lease = given.lease`.execute(database)
}

/** When the next unclaimed notification of a template that is not paused is due, Unix seconds; `undefined` without one. */
export async function nextDue({ kind, database }: Store, paused: readonly CardKey[]): Promise<number | undefined> {
  const { rows } = await sql<Pick<OutboxRow, 'next_time'>>`
    select due.next_time from outbox as due
    where due.state = 'pending' and due.lease is null and ${isOldestPending} ${isNotPaused(kind, paused)}
    order by due.next_time limit 1`.execute(database)
  return rows[0]?.next_time
}

/** The newest notifications, the last one first. */
export async function latestOutbox({ database }: Store, limit: number): Promise<OutboxRow[]> {
  return database.selectFrom('outbox').selectAll().orderBy('sequence', 'desc').limit(limit).execute()
}
