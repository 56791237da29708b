import type { Store } from './store.ts'

/** Where a card's member is on record: encrypted, in a consent or in a call. */
export interface FoundMember {
  readonly kind: 'consent' | 'call'
  readonly id: string
  readonly member: string
}

/** The newest row that still tells whose card it is. */
export async function findMemberOf({ database }: Store, brand_id: string, card_key: string): Promise<FoundMember | undefined> {
  const consent = await database
    .selectFrom('consents')
    .select(['consent_id', 'member'])
    .where('brand_id', '=', brand_id)
    .where('card_key', '=', card_key)
    .where('member', 'is not', null)
    .orderBy('record_time', 'desc')
    .executeTakeFirst()
  if (consent?.member) return { kind: 'consent', id: consent.consent_id, member: consent.member }
  const call = await database
    .selectFrom('calls')
    .select(['record_id', 'member'])
    .where('brand_id', '=', brand_id)
    .where('card_key', '=', card_key)
    .where('member', 'is not', null)
    .orderBy('start_time', 'desc')
    .executeTakeFirst()
  return call?.member ? { kind: 'call', id: call.record_id, member: call.member } : undefined
}
