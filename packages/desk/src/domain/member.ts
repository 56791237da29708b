import type { Vault } from '@card-member/service/database'

/** What names one member's card. */
export interface CardName {
  readonly brand_id: string
  readonly card_id: string
  readonly user_card_code: string
}

/** A card as tables name it: a code leads to its hash, a hash does not lead to its code. */
export interface CardHash {
  readonly card_hash: string
  readonly code_last4: string
}

/** The hash of a card, for tables and the audit log. */
export function cardHashOf(vault: Vault, { brand_id, card_id, user_card_code }: CardName): CardHash {
  return { card_hash: vault.keyedHash(`card ${brand_id} ${card_id} ${user_card_code}`), code_last4: user_card_code.slice(-4) }
}

/** The hash of a member's OpenID. */
export function openidHash(vault: Vault, brand_id: string, openid: string): string {
  return vault.keyedHash(`openid ${brand_id} ${openid}`)
}

/** Code and OpenID, stored encrypted until they are purged. */
export interface Member {
  readonly user_card_code: string
  readonly openid: string
  readonly reference?: string
}

/** Encrypts a member; the associated data ties the result to one row. */
export function sealMember(vault: Vault, member: Member, associatedData: string): string {
  return vault.encrypt(JSON.stringify(member), associatedData)
}

/** Decrypts a member of one row; undefined once purged. */
export function openMember(vault: Vault, sealed: string | null, associatedData: string): Member | undefined {
  return sealed === null ? undefined : JSON.parse(vault.decrypt(sealed, associatedData))
}

/** Masks the middle of a text. */
export function masked(text: string): string {
  if (text.length <= 4) return '****'
  return text.length < 12 ? `****${text.slice(-4)}` : `${text.slice(0, 3)}****${text.slice(-4)}`
}
