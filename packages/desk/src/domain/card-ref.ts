import type { Vault } from '@card-member/service/database'
import { DeskError } from '../contract/desk-error.ts'
import type { CardName, Member } from './member.ts'

/** What an address of a card holds. */
export interface AddressedCard extends CardName {
  readonly openid: string
  /** The connection by which the card was seen; undefined where the only one of the brand is meant. */
  readonly connection: string | undefined
}

/** The address of a member's card: the same card seen by the same connection has the same one. */
export function cardRefOf(vault: Vault, { brand_id, card_id, user_card_code, openid, connection }: AddressedCard): string {
  return vault.nameOf(JSON.stringify([card_id, user_card_code, openid, connection ?? '']), associatedData(brand_id))
}

/** The address of a card of which a row keeps the member; undefined once the member is purged. */
export function cardRefOfMember(
  vault: Vault,
  { brand_id, card_id, connection }: Pick<AddressedCard, 'brand_id' | 'card_id' | 'connection'>,
  member: Member | undefined,
): string | undefined {
  return member && cardRefOf(vault, { brand_id, card_id, connection, user_card_code: member.user_card_code, openid: member.openid })
}

/** The card at an address. @throws {DeskError} card_ref_wrong */
export function cardAt(vault: Vault, brand_id: string, card_ref: string): AddressedCard {
  const text = vault.named(card_ref, associatedData(brand_id))
  if (text === undefined) throw new DeskError('card_ref_wrong', { field: 'card_ref' })
  const [card_id, user_card_code, openid, connection]: string[] = JSON.parse(text)
  return {
    brand_id,
    card_id: card_id ?? '',
    user_card_code: user_card_code ?? '',
    openid: openid ?? '',
    connection: connection || undefined,
  }
}

function associatedData(brand_id: string): string {
  return `card ref ${brand_id}`
}
