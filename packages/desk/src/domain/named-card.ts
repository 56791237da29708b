import { DeskError } from '../contract/desk-error.ts'
import { findConsent } from '../store/consents.ts'
import { type FoundMember, findMembersOf } from '../store/members.ts'
import { type AddressedCard, cardAt, cardRefOfMember } from './card-ref.ts'
import { requestAssociatedData } from './consent-requests.ts'
import { consentAssociatedData } from './consent-row.ts'
import { type Context, reading } from './context.ts'
import { invalidationAssociatedData } from './invalidations.ts'
import { type CardName, cardHashOf, type Member, openMember } from './member.ts'

/** One member's card: by its address, or by what the platform calls it. */
export type NamedCard =
  | { readonly brand_id: string; readonly card_ref: string }
  | (CardName & {
      /** Read from what is on record of the card unless given. */
      readonly openid?: string | undefined
      /** The only one of the brand unless given. */
      readonly connection?: string | undefined
    })

/** Reads which card is meant. @throws {DeskError} card_ref_wrong, openid_needed */
export async function cardNamed(context: Pick<Context, 'database' | 'vault'>, given: NamedCard): Promise<AddressedCard> {
  if ('card_ref' in given) return cardAt(context.vault, given.brand_id, given.card_ref)
  const { brand_id, card_id, user_card_code, openid = await knownOpenid(context, given), connection } = given
  return { brand_id, card_id, user_card_code, openid, connection }
}

/** The OpenID that is on record here for a card. The platform reads cards by OpenID only. @throws {DeskError} openid_needed */
export async function knownOpenid(context: Pick<Context, 'database' | 'vault'>, card: CardName): Promise<string> {
  const [known] = await knownMembers(context, [card])
  if (known === undefined) throw new DeskError('openid_needed', { field: 'openid' })
  return known.openid
}

/** The same where the member is on record with a consent: the OpenID is that of the consent unless it is given. */
export async function cardOfConsent(
  context: Pick<Context, 'database' | 'vault'>,
  given: NamedCard & { readonly consent_id: string },
): Promise<AddressedCard> {
  if ('card_ref' in given || given.openid !== undefined) return cardNamed(context, given)
  const { brand_id, consent_id } = given
  const consent = await findConsent(reading(context), { brand_id, consent_id })
  const member = consent && openMember(context.vault, consent.member, consentAssociatedData(brand_id, consent_id))
  return cardNamed(context, { ...given, openid: member?.openid })
}

/** Those of some cards of one brand whose members are on record here, each with the member that was recorded last. */
export async function knownMembers(
  { database, vault }: Pick<Context, 'database' | 'vault'>,
  cards: readonly CardName[],
): Promise<(CardName & { readonly openid: string })[]> {
  const [first] = cards
  if (first === undefined) return []
  const { brand_id } = first
  const byHash = new Map(cards.map((card) => [cardHashOf(vault, card).card_hash, card]))
  const found = await findMembersOf(reading({ database }), brand_id, [...byHash.keys()])
  return [...byHash].flatMap(([card_hash, card]) => {
    const row = found.get(card_hash)
    const member = row && memberOf(vault, brand_id, row)
    return member === undefined ? [] : [{ ...card, openid: member.openid }]
  })
}

/** The addresses of the cards with these hashes whose members are on record here, as the usual connection of their brand sees them. */
export async function cardRefsOf(
  { database, vault, connections }: Pick<Context, 'database' | 'vault' | 'connections'>,
  brand_id: string,
  card_hashes: readonly string[],
): Promise<Record<string, string>> {
  const found = await findMembersOf(reading({ database }), brand_id, card_hashes)
  const connection = connections.usual(brand_id)
  const refs = [...found].flatMap(([card_hash, row]) => {
    const card_ref = cardRefOfMember(vault, { brand_id, card_id: row.card_id, connection }, memberOf(vault, brand_id, row))
    return card_ref === undefined ? [] : [[card_hash, card_ref] as const]
  })
  return Object.fromEntries(refs)
}

function memberOf(vault: Context['vault'], brand_id: string, { kind, id, member }: FoundMember): Member | undefined {
  return openMember(vault, member, associatedDataOf[kind](brand_id, id))
}

const associatedDataOf = {
  consent: consentAssociatedData,
  consent_request: requestAssociatedData,
  invalidation: invalidationAssociatedData,
}
