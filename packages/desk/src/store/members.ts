import type { Store } from './store.ts'

/** Where a card's member is on record: encrypted, in a consent or in a call. */
export interface FoundMember {
  readonly kind: 'consent' | 'call'
  readonly id: string
  readonly member: string
}

/** The newest row that still tells whose card it is. */
export async function findMemberOf({ database }: Store, brand_id: string, card_hash: string): Promise<FoundMember | undefined> {
  const consent = await database
    .selectFrom('consents')
    .select(['consent_id', 'member'])
    .where('brand_id', '=', brand_id)
    .where('card_hash', '=', card_hash)
    .where('member', 'is not', null)
    .orderBy('record_time', 'desc')
    .executeTakeFirst()
  if (consent?.member) return { kind: 'consent', id: consent.consent_id, member: consent.member }
  const invalidation = await database
    .selectFrom('invalidations')
    .select(['invalidation_id', 'member'])
    .where('brand_id', '=', brand_id)
    .where('card_hash', '=', card_hash)
    .where('member', 'is not', null)
    .orderBy('start_time', 'desc')
    .executeTakeFirst()
  return invalidation?.member ? { kind: 'call', id: invalidation.invalidation_id, member: invalidation.member } : undefined
}
