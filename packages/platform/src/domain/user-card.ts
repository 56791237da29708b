import { formatTime, mapSealed, type Static, UserCard } from '@card-member/sdk/contract'
import type { Vault } from '@card-member/service/database'
import { type MemberKey, memberKey, type UserCardRow, type UserCardState } from '../store/user-cards.ts'

/** A user card on the wire, before its fields are sealed for the caller. */
export type WireUserCard = Static<typeof UserCard>

const detailFields = [
  'card_type',
  'valid_date_information',
  'card_color',
  'card_picture_url',
  'phone_number',
  'level',
  'user_information',
  'attach',
] as const

/** The fields of a user card that have no column of their own. */
export type UserCardDetails = Pick<WireUserCard, (typeof detailFields)[number]>

/** State on the wire: an effective card after its last second is expired. */
export function stateAt({ user_card_state, expire_time }: UserCardRow, now: number): UserCardState {
  return user_card_state === 'EFFECTIVE' && expire_time !== null && now > expire_time ? 'EXPIRED' : user_card_state
}

/** Serialises the fields without a column; encrypts the sealed ones. */
export async function encryptDetails(details: Partial<UserCardDetails>, key: MemberKey, vault: Vault): Promise<string> {
  return JSON.stringify(await mapSealed(UserCard, details, async (text, pointer) => vault.encrypt(text, associatedData(key, pointer))))
}

/** Converts a stored user card to its wire format. */
export async function userCardToWire(row: UserCardRow, vault: Vault, now: number): Promise<WireUserCard> {
  const stored: UserCardDetails = JSON.parse(row.details)
  const details = await mapSealed(UserCard, stored, async (text, pointer) => vault.decrypt(text, associatedData(row, pointer)))
  return {
    user_card_code: row.user_card_code,
    card_id: row.card_id,
    openid: row.openid,
    brand_id: row.brand_id,
    ...details,
    pickup_time: formatTime(row.pickup_time),
    user_card_state: stateAt(row, now),
    ...(row.invalid_reason === null ? {} : { invalid_reason: row.invalid_reason }),
    ...(row.invalid_time === null ? {} : { invalid_time: formatTime(row.invalid_time) }),
    create_time: formatTime(row.create_time),
    modify_time: formatTime(row.modify_time),
  }
}

// Bound to the member, not to the code: personal data may be stored before a code is assigned.
function associatedData(key: MemberKey, pointer: string): string {
  return `${memberKey(key)} ${pointer}`
}
