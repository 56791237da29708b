import type { DateInfo, Static, UserCard } from '@card-member/sdk/contract'
import type { Vault } from '@card-member/service/database'
import type { MemberKey, UserCardRow } from '../store/user-cards.ts'
import { type Details, keepDetails } from './user-card.ts'
import { expireTime, keepValidity } from './validity.ts'

const adjustable = ['card_color', 'card_picture_url', 'level', 'attach'] as const

/** What a merchant may change of a user card, or set while it begins. */
export type Adjustment = Partial<
  Pick<Static<typeof UserCard>, (typeof adjustable)[number] | 'phone_number' | 'user_information'> & {
    valid_date_information: DateInfo
  }
>

/** An input whose personal values are already encrypted for storage. */
export type Prepared<Input> = Input & {
  /** JSON of the personal values, see `prepare`. */
  readonly personal: string
}

/** Encrypts the personal values of an input, before the transaction that must be short. */
export async function prepare<Input extends Adjustment & MemberKey>(input: Input, vault: Vault): Promise<Prepared<Input>> {
  const { phone_number, user_information } = input
  const details = {
    ...(phone_number === undefined ? {} : { phone_number }),
    ...(user_information === undefined ? {} : { user_information }),
  }
  return { ...input, personal: await keepDetails(details, input, vault) }
}

/** The details that an input gives, validity aside. */
export function givenDetails(input: Prepared<Adjustment>): Partial<Details> {
  const given = adjustable.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]]))
  return { ...Object.fromEntries(given), ...JSON.parse(input.personal) }
}

/** A card as an input adjusts it: only what is given changes, and nested objects are replaced whole. */
export function adjusted(card: UserCardRow, input: Prepared<Adjustment>): UserCardRow {
  const before: Details = JSON.parse(card.details)
  const validity = input.valid_date_information
  const details: Details = {
    ...before,
    ...givenDetails(input),
    ...(validity === undefined ? {} : { valid_date_information: keepValidity(validity) }),
  }
  return {
    ...card,
    details: JSON.stringify(details),
    expire_time: validity === undefined ? card.expire_time : expireTime(details.valid_date_information, card.pickup_time),
  }
}
