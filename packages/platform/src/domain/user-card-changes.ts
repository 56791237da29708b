import type { DateInfo, Static, UserCard } from '@card-member/sdk/contract'
import type { Vault } from '@card-member/service/database'
import type { MemberKey, UserCardRow } from '../store/user-cards.ts'
import { encryptDetails, type UserCardDetails } from './user-card.ts'
import { expireTime, normaliseValidity } from './validity.ts'

const changeableFields = ['card_color', 'card_picture_url', 'level', 'attach'] as const

/** The fields of a user card that a merchant can set or change. */
export type UserCardChanges = Partial<
  Pick<Static<typeof UserCard>, (typeof changeableFields)[number] | 'phone_number' | 'user_information'> & {
    valid_date_information: DateInfo
  }
>

/** An input whose personal data is already encrypted for storage. */
export type WithPersonalData<Input> = Input & {
  /** JSON of the encrypted personal data. */
  readonly personal: string
}

/** Encrypts the personal data of an input before the transaction, to keep the transaction short. */
export async function encryptPersonalData<Input extends UserCardChanges & MemberKey>(
  input: Input,
  vault: Vault,
): Promise<WithPersonalData<Input>> {
  const { phone_number, user_information } = input
  const details = {
    ...(phone_number === undefined ? {} : { phone_number }),
    ...(user_information === undefined ? {} : { user_information }),
  }
  return { ...input, personal: await encryptDetails(details, input, vault) }
}

/** The details in an input, except validity. */
export function detailsFromInput(input: WithPersonalData<UserCardChanges>): Partial<UserCardDetails> {
  const given = changeableFields.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]]))
  return { ...Object.fromEntries(given), ...JSON.parse(input.personal) }
}

/** Applies an input to a card: only given fields change; nested objects are replaced completely. */
export function applyChanges(card: UserCardRow, input: WithPersonalData<UserCardChanges>): UserCardRow {
  const before: UserCardDetails = JSON.parse(card.details)
  const validity = input.valid_date_information
  const details: UserCardDetails = {
    ...before,
    ...detailsFromInput(input),
    ...(validity === undefined ? {} : { valid_date_information: normaliseValidity(validity) }),
  }
  return {
    ...card,
    details: JSON.stringify(details),
    expire_time: validity === undefined ? card.expire_time : expireTime(details.valid_date_information, card.pickup_time),
  }
}
