import { PlatformError } from '@card-member/sdk/contract'
import type { CardRow } from '../store/cards.ts'
import type { UserCardRow } from '../store/user-cards.ts'
import { readCardDetails } from './card.ts'
import type { UserCardDetails } from './user-card.ts'
import { detailsFromInput, type UserCardChanges, type WithPersonalData } from './user-card-changes.ts'
import { expireTime, normaliseValidity } from './validity.ts'

/** The input for a new user card. */
export interface NewUserCardInput extends WithPersonalData<UserCardChanges> {
  readonly openid: string
  readonly user_card_code: string
  readonly code_state: UserCardRow['code_state']
  /** Unix seconds. */
  readonly pickup_time: number
  readonly user_card_state: 'UNACTIVATED' | 'EFFECTIVE'
}

/** Makes a new user card of a template; missing fields come from the template. */
export function newUserCard(template: CardRow, given: NewUserCardInput, now: number): UserCardRow {
  if (template.state === 'CARD_INVALID') throw new PlatformError('card_invalid')
  const { openid, user_card_code, code_state, pickup_time, user_card_state } = given
  const { card_type, card_color, card_picture_url, init_level, valid_date_information } = readCardDetails(template)
  const validity = normaliseValidity(given.valid_date_information ?? valid_date_information)
  const details: UserCardDetails = {
    card_type,
    valid_date_information: validity,
    card_color,
    card_picture_url,
    ...(init_level === undefined ? {} : { level: init_level }),
    ...detailsFromInput(given),
  }
  return {
    brand_id: template.brand_id,
    card_id: template.card_id,
    user_card_code,
    code_state,
    openid,
    user_card_state,
    expire_time: expireTime(validity, pickup_time),
    pickup_time,
    invalid_time: null,
    invalid_reason: null,
    point_balance: null,
    confirm_state: null,
    create_time: now,
    modify_time: now,
    revision: 1,
    details: JSON.stringify(details),
  }
}
