import { insertRows, rowSet } from '@card-member/service/database'
import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { CardKey } from './cards.ts'
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
  /** Rows under this lease stay where they are, even when its time is over: their holder is the one that asks. */
  readonly lease: string
  /** Unix seconds, as `now`. */
  readonly lease_time: number
  readonly now: number
  readonly limit: number
  /** Templates whose notifications stay where they are. */
  readonly paused: readonly CardKey[]
}

// Of each member's card only the oldest that is not settled, so that they arrive in their order.
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

/** Takes notifications that are due. Other processes pass over what is taken, until the lease ends. */
export async function claimOutbox({ kind, database }: Store, { lease, lease_time, now, limit, paused }: Claim): Promise<OutboxRow[]> {
  // Materialized, because a subquery that takes locks must not run twice.
  const { rows } = await sql<OutboxRow>`
    with taken as materialized (
      select due.brand_id, due.sequence from outbox as due
      where due.state = 'pending' and due.next_time <= ${now}
      and (due.lease is null or (due.lease_time < ${now} and due.lease <> ${lease})) and ${isOldestPending} ${isNotPaused(kind, paused)}
      order by due.next_time, due.sequence limit ${limit}
      ${kind === 'postgres' ? sql`for update of due skip locked` : sql``})
    update outbox set lease = ${lease}, lease_time = ${lease_time}
    where (brand_id, sequence) in (select taken.brand_id, taken.sequence from taken)
    returning *`.execute(database)
  return rows
}

/** What came of an attempt; it counts only while the lease is paused. */
export type DeliveryAttempt = OutboxKey & { readonly lease: string } & Pick<OutboxRow, 'state' | 'attempts' | 'next_time' | 'last_result'>

const attemptColumns = {
  brand_id: 'text',
  sequence: 'bigint',
  lease: 'text',
  state: 'text',
  attempts: 'bigint',
  next_time: 'bigint',
  last_result: 'text',
} as const

/** Writes what came of attempts and gives the rows back. Doing it twice is the same as once. */
export async function recordAttempts({ kind, database }: Store, settlements: readonly DeliveryAttempt[]): Promise<void> {
  if (settlements.length === 0) return
  await sql`
    update outbox set state = given.state, attempts = given.attempts, next_time = given.next_time, last_result = given.last_result,
      lease = null, lease_time = null
    from ${rowSet(kind, attemptColumns, settlements)}
    where outbox.brand_id = given.brand_id and outbox.sequence = given.sequence and outbox.lease = given.lease`.execute(database)
}

/** When the next notification is due that nobody has taken and no template holds, Unix seconds; `undefined` when none waits. */
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
