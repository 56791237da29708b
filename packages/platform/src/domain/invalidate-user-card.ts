import type { Input, invalidateUserCard as operation } from '@card-member/sdk/contract'
import { userCardOperation } from './user-card-operation.ts'

/**
 * Invalidates a user card, in any state; this is final. Repeating the call changes nothing: the first reason and time stay.
 * A caller who does not know the result of a call can therefore repeat it.
 */
export const invalidateUserCard = userCardOperation<Input<typeof operation>>((card, { input, now }) => {
  if (card.user_card_state === 'INVALID') return card
  return { ...card, user_card_state: 'INVALID', invalid_time: now, invalid_reason: input.invalid_reason || null }
})
