import type { Input, invalidateUserCard as operation } from '@card-member/sdk/contract'
import { userCardOperation } from './user-card-operation.ts'

/**
 * Ends a membership for good, from whatever state. Asking again changes nothing: the first reason and the first time stay,
 * so that a caller who does not know what became of a call can safely repeat it.
 */
export const invalidateUserCard = userCardOperation<Input<typeof operation>>((card, { input, now }) => {
  if (card.user_card_state === 'INVALID') return card
  return { ...card, user_card_state: 'INVALID', invalid_time: now, invalid_reason: input.invalid_reason || null }
})
