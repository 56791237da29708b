import { insertRows, rowSet } from '@card-member/service/database'
import { type Selectable, sql } from 'kysely'
import { type CardListFilter, inCardList } from './card-list.ts'
import type { ConsentsTable } from './consent-tables.ts'
import { countSome, type NewestFirst, newestFirst } from './newest-first.ts'
import type { Store } from './store.ts'
import type { MemberCard } from './withdrawals.ts'

/** A stored consent. */
export type ConsentRow = Selectable<ConsentsTable>

/** The key of a consent. */
export type ConsentKey = Pick<ConsentRow, 'brand_id' | 'consent_id'>

const keyColumns = { brand_id: 'text', consent_id: 'text' } as const
const columns = {
  ...keyColumns,
  card_id: 'text',
  card_hash: 'text',
  openid_hash: 'text',
  code_last4: 'text',
  member: 'text',
  notice_version: 'bigint',
  language: 'text',
  text_sha256: 'text',
  channel: 'text',
  told_by: 'text',
  told_at: 'bigint',
  expressed: 'text',
  agreed_by: 'text',
  agreed_at: 'bigint',
  proof: 'text',
  invalid_reason: 'text',
  state: 'text',
  expire_time: 'bigint',
  recorded_by: 'text',
  record_time: 'bigint',
  withdrawn_by: 'text',
  withdraw_time: 'bigint',
  superseded_by: 'text',
  used_by: 'text',
} as const

/** Adds consents. */
export function insertConsents(store: Store, rows: readonly ConsentRow[]): Promise<void> {
  return insertRows(store, 'consents', columns, rows)
}

/** Finds consents by their ids and locks them until the transaction ends. */
export async function lockConsents({ kind, database }: Store, keys: readonly ConsentKey[]): Promise<Map<string, ConsentRow>> {
  const ordered = [...keys].sort((a, b) => (a.consent_id < b.consent_id ? -1 : 1))
  const { rows } = await sql<ConsentRow>`
    select consents.* from ${rowSet(kind, keyColumns, ordered)} cross join consents
    where consents.brand_id = given.brand_id and consents.consent_id = given.consent_id
    ${kind === 'postgres' ? sql`for update of consents` : sql``}`.execute(database)
  return new Map(rows.map((row) => [row.consent_id, row]))
}

/** Finds one consent. */
export function findConsent({ database }: Store, { brand_id, consent_id }: ConsentKey): Promise<ConsentRow | undefined> {
  return database
    .selectFrom('consents')
    .selectAll()
    .where('brand_id', '=', brand_id)
    .where('consent_id', '=', consent_id)
    .executeTakeFirst()
}

/** The open consents of some cards by their hashes: of each card there is one at most. */
export async function findOpenConsents(
  { kind, database }: Store,
  brand_id: string,
  card_hashes: readonly string[],
): Promise<Map<string, ConsentRow>> {
  if (card_hashes.length === 0) return new Map()
  const { rows } = await sql<ConsentRow>`
    select consents.* from ${rowSet(
      kind,
      { card_hash: 'text' },
      card_hashes.map((card_hash) => ({ card_hash })),
    )} cross join consents
    where consents.brand_id = ${brand_id} and consents.card_hash = given.card_hash and consents.state = 'recorded'`.execute(database)
  return new Map(rows.map((row) => [row.card_hash, row]))
}

/** Closes open consents, each replaced by a newer one. Those that are open no longer stay as they are. */
export async function supersedeConsents(
  { kind, database }: Store,
  pairs: readonly (ConsentKey & { readonly superseded_by: string })[],
): Promise<void> {
  if (pairs.length === 0) return
  await sql`
    update consents set state = 'superseded', superseded_by = given.superseded_by
    from ${rowSet(kind, { ...keyColumns, superseded_by: 'text' }, pairs)}
    where consents.brand_id = given.brand_id and consents.consent_id = given.consent_id and consents.state = 'recorded'`.execute(database)
}

/** All consents of one member for one card, locked until the transaction ends. */
export async function lockConsentsOf(
  { kind, database }: Store,
  brand_id: string,
  { card_hash, openid_hash }: MemberCard,
): Promise<ConsentRow[]> {
  const query = database
    .selectFrom('consents')
    .selectAll()
    .where('brand_id', '=', brand_id)
    .where('card_hash', '=', card_hash)
    .where('openid_hash', '=', openid_hash)
    .orderBy('consent_id')
  return (kind === 'postgres' ? query.forUpdate() : query).execute()
}

/** Withdraws open and superseded consents, and marks those in use, which become withdrawn when their invalidation frees them. */
export async function closeConsents(
  { kind, database }: Store,
  keys: readonly ConsentKey[],
  { withdrawn_by, withdraw_time }: { readonly withdrawn_by: string; readonly withdraw_time: number },
): Promise<void> {
  if (keys.length === 0) return
  await sql`
    update consents set withdrawn_by = ${withdrawn_by}, withdraw_time = ${withdraw_time},
      state = case when state in ('recorded', 'superseded') then 'withdrawn' else state end
    from ${rowSet(kind, keyColumns, keys)}
    where consents.brand_id = given.brand_id and consents.consent_id = given.consent_id`.execute(database)
}

type Use = ConsentKey & { readonly used_by: string }

/** Marks consents as used by their invalidations. */
export async function useConsents({ kind, database }: Store, uses: readonly Use[]): Promise<void> {
  if (uses.length === 0) return
  await sql`
    update consents set state = 'used', used_by = given.used_by
    from ${rowSet(kind, { ...keyColumns, used_by: 'text' }, uses)}
    where consents.brand_id = given.brand_id and consents.consent_id = given.consent_id`.execute(database)
}

/**
 * Frees the consents of invalidations without effect; a consent that another invalidation uses since stays used. One that was withdrawn
 * meanwhile is withdrawn, and one beside which another was recorded is superseded.
 */
export async function freeConsents({ kind, database }: Store, uses: readonly Use[]): Promise<void> {
  if (uses.length === 0) return
  const newer = sql`(select newer.consent_id from consents as newer
    where newer.brand_id = consents.brand_id and newer.card_hash = consents.card_hash and newer.state = 'recorded')`
  await sql`
    update consents set used_by = null,
      state = case when withdraw_time is not null then 'withdrawn' when ${newer} is null then 'recorded' else 'superseded' end,
      superseded_by = case when withdraw_time is null then ${newer} end
    from ${rowSet(kind, { ...keyColumns, used_by: 'text' }, uses)}
    where consents.brand_id = given.brand_id and consents.consent_id = given.consent_id
      and consents.state = 'used' and consents.used_by = given.used_by`.execute(database)
}

/** Which consents to list. */
export type ConsentFilter = CardListFilter<ConsentRow['state']>

/** One page of a brand's consents, the newest first, and how many there are, as far as they are counted. */
export async function listConsents(store: Store, filter: ConsentFilter, page: NewestFirst) {
  const matching = store.database.selectFrom('consents').where(inCardList(filter, 'record_time'))
  const rows = await newestFirst(matching.selectAll(), ['record_time', 'consent_id'], page)
  return { rows, total_count: await countSome(store, matching) }
}
