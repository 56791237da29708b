import type { Store } from './store.ts'

/** A member as a consent or an invalidation stores it, encrypted. */
export interface FoundMember {
  readonly kind: 'consent' | 'invalidation'
  readonly id: string
  readonly member: string
}

/** The newest row that still names the card's member. */
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
    .where('rehearsal', '=', 0)
    .where('member', 'is not', null)
    .orderBy('start_time', 'desc')
    .executeTakeFirst()
  return invalidation?.member ? { kind: 'invalidation', id: invalidation.invalidation_id, member: invalidation.member } : undefined
}
