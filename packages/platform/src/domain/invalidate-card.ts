import type { Input, invalidateCard as operation } from '@card-member/sdk/contract'
import { cardOperation } from './card-operation.ts'

/** Stops issuing cards of a template, for good; asking again changes nothing. Cards already taken stay as they are. */
export const invalidateCard = cardOperation<Input<typeof operation>>((card) =>
  card.state === 'CARD_INVALID' ? card : { ...card, state: 'CARD_INVALID' },
)
