import type { Vault } from '@card-member/service/database'

/** What names one member's card. */
export interface CardName {
  readonly brand_id: string
  readonly card_id: string
  readonly user_card_code: string
}

/** A card as other rows name it: it can be found by its code and is not told by it. */
export interface CardHash {
  readonly card_hash: string
  readonly code_last4: string
}

/** What stands for a card in tables and in the audit log. */
export function cardHashOf(vault: Vault, { brand_id, card_id, user_card_code }: CardName): CardHash {
  return { card_hash: vault.pseudonym(`card ${brand_id} ${card_id} ${user_card_code}`), code_last4: user_card_code.slice(-4) }
}

const rehearsalPrefix = 'rehearsal '

/** What stands for a card among calls: those of a rehearsal are no calls for the card itself. */
export function invalidationCardHash(card_hash: string, rehearsal: boolean): string {
  return rehearsal ? `${rehearsalPrefix}${card_hash}` : card_hash
}

/** Whether a call was one of a rehearsal: it uses up no consent and none of the day's calls. */
export function isRehearsal({ card_hash }: Pick<CardHash, 'card_hash'>): boolean {
  return card_hash.startsWith(rehearsalPrefix)
}

/** What stands for a member's OpenID. */
export function openidHash(vault: Vault, brand_id: string, openid: string): string {
  return vault.pseudonym(`openid ${brand_id} ${openid}`)
}

/** Code and OpenID, as they lie encrypted until they are purged. */
export interface Member {
  readonly user_card_code: string
  readonly openid: string
  readonly reference?: string
}

/** Encrypts a member for one row. */
export function sealMember(vault: Vault, member: Member, place: string): string {
  return vault.encrypt(JSON.stringify(member), place)
}

/** Reads a member of one row; undefined once purged. */
export function openMember(vault: Vault, sealed: string | null, place: string): Member | undefined {
  return sealed === null ? undefined : JSON.parse(vault.decrypt(sealed, place))
}

/** The middle of a text hidden: enough to recognise, too little to use. */
export function masked(text: string): string {
  if (text.length <= 4) return '****'
  return text.length < 12 ? `****${text.slice(-4)}` : `${text.slice(0, 3)}****${text.slice(-4)}`
}
