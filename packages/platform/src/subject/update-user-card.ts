import type { Input, updateUserCard as operation } from '@card-member/sdk/contract'
import { adjusted, type Prepared } from './adjustment.ts'
import { amendUserCard, mustBeAlive } from './amend-user-card.ts'

/** Changes what is given of a card; a later validity makes an expired one effective again. */
export const updateUserCard = amendUserCard<Prepared<Input<typeof operation>>>((card, { input }) => adjusted(mustBeAlive(card), input))
