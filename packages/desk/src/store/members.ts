import type { Store } from './store.ts'

/** A member as a consent, a request or an invalidation stores it, encrypted. */
export interface FoundMember {
  readonly kind: 'consent' | 'consent_request' | 'invalidation'
  readonly id: string
  readonly card_id: string
  readonly member: string
}

/** For each of some cards the newest row that still names its member: consents first, then requests, then invalidations. */
export async function findMembersOf(
  { database }: Store,
  brand_id: string,
  card_hashes: readonly string[],
): Promise<Map<string, FoundMember>> {
  if (card_hashes.length === 0) return new Map()
  const consents = await database
    .selectFrom('consents')
    .select(['card_hash', 'consent_id as id', 'card_id', 'member'])
    .where('brand_id', '=', brand_id)
    .where('card_hash', 'in', card_hashes)
    .where('member', 'is not', null)
    .orderBy('record_time')
    .execute()
  const requests = await database
    .selectFrom('consent_requests')
    .select(['card_hash', 'consent_request_id as id', 'card_id', 'member'])
    .where('brand_id', '=', brand_id)
    .where('card_hash', 'in', card_hashes)
    .where('member', 'is not', null)
    .orderBy('request_time')
    .execute()
  const invalidations = await database
    .selectFrom('invalidations')
    .select(['card_hash', 'invalidation_id as id', 'card_id', 'member'])
    .where('brand_id', '=', brand_id)
    .where('card_hash', 'in', card_hashes)
    .where('rehearsal', '=', 0)
    .where('member', 'is not', null)
    .orderBy('start_time')
    .execute()
  const found = new Map<string, FoundMember>()
  // The last one that is written here counts.
  for (const [kind, rows] of [
    ['invalidation', invalidations],
    ['consent_request', requests],
    ['consent', consents],
  ] as const)
    for (const { card_hash, id, card_id, member } of rows) if (member !== null) found.set(card_hash, { kind, id, card_id, member })
  return found
}
