import { insertRows, rowSet } from '@card-member/service/database'
import { type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import type { Schema, UserCardsTable } from './schema.ts'
import type { Store } from './store.ts'

/** A stored user card. */
export type UserCardRow = Selectable<UserCardsTable>

/** The primary key of a user card. */
export type UserCardKey = Pick<UserCardRow, 'brand_id' | 'card_id' | 'user_card_code'>

/** A member and a template. */
export type MemberKey = Pick<UserCardRow, 'brand_id' | 'card_id' | 'openid'>

/** States on the wire; EXPIRED is computed from the validity. */
export type UserCardState = UserCardRow['user_card_state'] | 'EXPIRED'

const keyColumns = { brand_id: 'text', card_id: 'text', user_card_code: 'text' } as const
const columns = {
  ...keyColumns,
  code_state: 'text',
  openid: 'text',
  user_card_state: 'text',
  expire_time: 'bigint',
  pickup_time: 'bigint',
  invalid_time: 'bigint',
  invalid_reason: 'text',
  point_balance: 'bigint',
  confirm_state: 'text',
  create_time: 'bigint',
  modify_time: 'bigint',
  revision: 'bigint',
  details: 'text',
} as const

/** A user card's key as one text, for maps. */
export function userCardKey({ brand_id, card_id, user_card_code }: UserCardKey): string {
  return `${brand_id} ${card_id} ${user_card_code}`
}

/** A member and a template as one text, for maps. */
export function memberKey({ brand_id, card_id, openid }: MemberKey): string {
  return `${brand_id} ${card_id} ${openid}`
}

/** Finds many cards at once and locks them until the transaction ends. */
export async function lockUserCards({ kind, database }: Store, keys: readonly UserCardKey[]): Promise<Map<string, UserCardRow>> {
  // Always in the same order, so that two transactions do not deadlock.
  const ordered = [...new Map(keys.map((key) => [userCardKey(key), key])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, key]) => key)
  const { rows } = await sql<UserCardRow>`
    select user_cards.* from ${rowSet(kind, keyColumns, ordered)} cross join user_cards
    where user_cards.brand_id = given.brand_id and user_cards.card_id = given.card_id and user_cards.user_card_code = given.user_card_code
    ${kind === 'postgres' ? sql`for update of user_cards` : sql``}`.execute(database)
  return new Map(rows.map((row) => [userCardKey(row), row]))
}

/** Finds and locks the cards of members that are not invalid, by `memberKey`. */
export async function lockHeldCards({ kind, database }: Store, keys: readonly MemberKey[]): Promise<Map<string, UserCardRow>> {
  const { rows } = await sql<UserCardRow>`
    select user_cards.* from ${rowSet(kind, { brand_id: 'text', card_id: 'text', openid: 'text' }, keys)} cross join user_cards
    where user_cards.brand_id = given.brand_id and user_cards.card_id = given.card_id and user_cards.openid = given.openid
    and user_cards.user_card_state <> 'INVALID'
    ${kind === 'postgres' ? sql`for update of user_cards` : sql``}`.execute(database)
  return new Map(rows.map((row) => [memberKey(row), row]))
}

/** Finds one card. */
export async function findUserCard({ database }: Store, key: UserCardKey): Promise<UserCardRow | undefined> {
  return database
    .selectFrom('user_cards')
    .selectAll()
    .where('brand_id', '=', key.brand_id)
    .where('card_id', '=', key.card_id)
    .where('user_card_code', '=', key.user_card_code)
    .executeTakeFirst()
}

/** Adds cards. */
export function insertUserCards(store: Store, rows: readonly UserCardRow[]): Promise<void> {
  return insertRows(store, 'user_cards', columns, rows)
}

/** Deletes cards; only used when a card's code, which is part of the key, changes. */
export async function deleteUserCards({ kind, database }: Store, keys: readonly UserCardKey[]): Promise<void> {
  if (keys.length === 0) return
  await sql`
    delete from user_cards where (brand_id, card_id, user_card_code) in (
      select given.brand_id, given.card_id, given.user_card_code from ${rowSet(kind, keyColumns, keys)})`.execute(database)
}

/** Updates cards. */
export async function updateUserCards({ kind, database }: Store, rows: readonly UserCardRow[]): Promise<void> {
  await sql`
    update user_cards set user_card_state = given.user_card_state, expire_time = given.expire_time, invalid_time = given.invalid_time,
      invalid_reason = given.invalid_reason, point_balance = given.point_balance, confirm_state = given.confirm_state, modify_time = given.modify_time, revision = given.revision, details = given.details
    from ${rowSet(kind, columns, rows)}
    where user_cards.brand_id = given.brand_id and user_cards.card_id = given.card_id and user_cards.user_card_code = given.user_card_code`.execute(
    database,
  )
}

/** Which of a member's cards to list. */
export interface UserCardFilter {
  readonly brand_id: string
  readonly openid: string
  readonly state: UserCardState | undefined
  /** The time at which validity is checked, Unix seconds. */
  readonly now: number
}

/** One page of a member's cards under a brand, oldest first, and how many there are. */
export async function listUserCards({ database }: Store, { brand_id, openid, state, now }: UserCardFilter, offset: number, limit: number) {
  // Callers cannot use a provisional code.
  const named = database
    .selectFrom('user_cards')
    .where('brand_id', '=', brand_id)
    .where('openid', '=', openid)
    .where('code_state', '=', 'ASSIGNED')
  const matching = inState(named, state, now)
  const { total } = await matching.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await matching
    .selectAll()
    .orderBy('create_time')
    .orderBy('card_id')
    .orderBy('user_card_code')
    .limit(limit)
    .offset(offset)
    .execute()
  return { rows, total_count: Number(total) }
}

function inState<Row>(query: SelectQueryBuilder<Schema, 'user_cards', Row>, state: UserCardState | undefined, now: number) {
  if (state === undefined) return query
  if (state === 'EXPIRED') return query.where('user_card_state', '=', 'EFFECTIVE').where('expire_time', '<', now)
  const stored = query.where('user_card_state', '=', state)
  if (state !== 'EFFECTIVE') return stored
  return stored.where(({ or, eb }) => or([eb('expire_time', 'is', null), eb('expire_time', '>=', now)]))
}
