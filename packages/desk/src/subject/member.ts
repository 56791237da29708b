import type { Vault } from '@card-member/service/database'

/** What names one member's card. */
export interface CardName {
  readonly brand_id: string
  readonly card_id: string
  readonly user_card_code: string
}

/** A card as other rows name it: it can be found by its code and is not told by it. */
export interface CardMark {
  readonly card_key: string
  readonly code_last4: string
}

/** What stands for a card in tables and in the record. */
export function markOf(vault: Vault, { brand_id, card_id, user_card_code }: CardName): CardMark {
  return { card_key: vault.pseudonym(`card ${brand_id} ${card_id} ${user_card_code}`), code_last4: user_card_code.slice(-4) }
}

const rehearsalMark = 'rehearsal '

/** What stands for a card among calls: those of a rehearsal are no calls for the card itself. */
export function callKey(card_key: string, rehearsal: boolean): string {
  return rehearsal ? `${rehearsalMark}${card_key}` : card_key
}

/** Whether a call was one of a rehearsal: it uses up no consent and none of the day's calls. */
export function isRehearsal({ card_key }: Pick<CardMark, 'card_key'>): boolean {
  return card_key.startsWith(rehearsalMark)
}

/** What stands for a member's OpenID. */
export function openidKey(vault: Vault, brand_id: string, openid: string): string {
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
