import type { Input, invalidateCard as operation } from '@card-member/sdk/contract'
import { cardOperation } from './card-operation.ts'

/** Invalidates a template: no more cards are issued; this is final. Existing user cards do not change. */
export const invalidateCard = cardOperation<Input<typeof operation>>((card) =>
  card.state === 'CARD_INVALID' ? card : { ...card, state: 'CARD_INVALID' },
)
