import { PlatformError } from '@card-member/sdk/contract'
import type { CardName } from '../domain/member.ts'

/** One card, or none: a code is unique within its template only, so that one of the two alone names no card. */
export interface OptionalCard {
  readonly brand_id: string
  readonly card_id?: string | undefined
  readonly user_card_code?: string | undefined
}

/** The card that a filter names, if it names one. @throws {PlatformError} param_error when half of its name is missing */
export function cardNameOf({ brand_id, card_id, user_card_code }: OptionalCard): CardName | undefined {
  if (card_id !== undefined && user_card_code !== undefined) return { brand_id, card_id, user_card_code }
  if (card_id === undefined && user_card_code === undefined) return undefined
  const field = card_id === undefined ? 'card_id' : 'user_card_code'
  throw new PlatformError('param_error', { field, issue: 'card_id and user_card_code are given together or not at all', location: 'query' })
}
