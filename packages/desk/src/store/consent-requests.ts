import type { Selectable } from 'kysely'
import { type CardListFilter, inCardList } from './card-list.ts'
import type { ConsentRequestsTable } from './consent-tables.ts'
import type { Store } from './store.ts'

/** A stored request for consent. */
export type ConsentRequestRow = Selectable<ConsentRequestsTable>

/** The key of a request. */
export type ConsentRequestKey = Pick<ConsentRequestRow, 'brand_id' | 'consent_request_id'>

/** Adds a request; fails when its card has an open one. */
export async function insertConsentRequest({ database }: Store, row: ConsentRequestRow): Promise<void> {
  await database.insertInto('consent_requests').values(row).execute()
}

/** One request. */
export function findConsentRequest(
  { database }: Store,
  { brand_id, consent_request_id }: ConsentRequestKey,
): Promise<ConsentRequestRow | undefined> {
  return database
    .selectFrom('consent_requests')
    .selectAll()
    .where('brand_id', '=', brand_id)
    .where('consent_request_id', '=', consent_request_id)
    .executeTakeFirst()
}

/** The request whose link holds a token. */
export function findRequestByToken({ database }: Store, token_hash: string): Promise<ConsentRequestRow | undefined> {
  return database.selectFrom('consent_requests').selectAll().where('token_hash', '=', token_hash).executeTakeFirst()
}

/** The same, locked until the transaction ends. */
export function lockRequestByToken({ kind, database }: Store, token_hash: string): Promise<ConsentRequestRow | undefined> {
  const query = database.selectFrom('consent_requests').selectAll().where('token_hash', '=', token_hash)
  return (kind === 'postgres' ? query.forUpdate() : query).executeTakeFirst()
}

/** The open request of a card. */
export function findOpenRequest(
  { database }: Store,
  { brand_id, card_hash }: Pick<ConsentRequestRow, 'brand_id' | 'card_hash'>,
): Promise<ConsentRequestRow | undefined> {
  return database
    .selectFrom('consent_requests')
    .selectAll()
    .where('brand_id', '=', brand_id)
    .where('card_hash', '=', card_hash)
    .where('state', '=', 'open')
    .executeTakeFirst()
}

/** Ends a request that is open. Returns whether it was. */
export async function endConsentRequest(
  { database }: Store,
  { brand_id, consent_request_id }: ConsentRequestKey,
  end: Pick<ConsentRequestRow, 'state' | 'end_time'> &
    Partial<Pick<ConsentRequestRow, 'stopped_by' | 'shown_at' | 'language' | 'consent_id'>>,
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('consent_requests')
    .set(end)
    .where('brand_id', '=', brand_id)
    .where('consent_request_id', '=', consent_request_id)
    .where('state', '=', 'open')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Which requests to list. */
export type ConsentRequestFilter = CardListFilter<ConsentRequestRow['state']>

/** One page of a brand's requests, the newest first, and how many there are. */
export async function listConsentRequests({ database }: Store, filter: ConsentRequestFilter, offset: number, limit: number) {
  const matching = database.selectFrom('consent_requests').where(inCardList(filter, 'request_time'))
  const { total } = await matching.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const ordered = matching.selectAll().orderBy('request_time', 'desc').orderBy('consent_request_id', 'desc')
  return { rows: await ordered.limit(limit).offset(offset).execute(), total_count: Number(total) }
}
