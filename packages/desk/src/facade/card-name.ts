import { PlatformError } from '@card-member/sdk/contract'
import { cardAt } from '../domain/card-ref.ts'
import type { Context } from '../domain/context.ts'
import type { CardName } from '../domain/member.ts'

/** One card, or none, by its address or its name: a code is unique within its template only, so that one of the two alone names no card. */
export interface OptionalCard {
  readonly brand_id: string
  readonly card_ref?: string | undefined
  readonly card_id?: string | undefined
  readonly user_card_code?: string | undefined
}

/**
 * The card that a filter names, if it names one.
 *
 * @throws {PlatformError} param_error when half of its name is missing
 * @throws {DeskError} card_ref_wrong
 */
export function cardNameOf(
  { vault }: Pick<Context, 'vault'>,
  { brand_id, card_ref, card_id, user_card_code }: OptionalCard,
): CardName | undefined {
  if (card_ref !== undefined) return cardAt(vault, brand_id, card_ref)
  if (card_id !== undefined && user_card_code !== undefined) return { brand_id, card_id, user_card_code }
  if (card_id === undefined && user_card_code === undefined) return undefined
  const field = card_id === undefined ? 'card_id' : 'user_card_code'
  throw new PlatformError('param_error', { field, issue: 'card_id and user_card_code are given together or not at all', location: 'query' })
}
