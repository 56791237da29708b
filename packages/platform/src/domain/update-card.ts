import { type Input, type updateCard as operation, PlatformError } from '@card-member/sdk/contract'
import type { CardRow } from '../store/cards.ts'
import { readCardDetails } from './card.ts'
import { cardOperation } from './card-operation.ts'
import { normaliseValidity } from './validity.ts'

/** Changes the given fields of a template; nested objects are replaced completely. Existing user cards do not change. */
export const updateCard = cardOperation<Input<typeof operation>>((card, { input }): CardRow => {
  if (card.state === 'CARD_INVALID') throw new PlatformError('card_invalid')
  const { brand_id: _, card_id: __, ...given } = input
  const before = readCardDetails(card)
  if (given.card_type !== undefined && given.card_type !== before.card_type) throw new PlatformError('card_type_fixed')
  const details = {
    ...before,
    ...given,
    valid_date_information: normaliseValidity(given.valid_date_information ?? before.valid_date_information),
  }
  if (details.code_type === 'JUMP_MINI_PROGRAM' && details.code_jump_information === undefined)
    throw new PlatformError('param_error', { field: '/code_jump_information', issue: 'is required', location: 'body' })
  if (details.need_display_level === true && details.init_level === undefined)
    throw new PlatformError('param_error', { field: '/init_level', issue: 'is required when need_display_level is true', location: 'body' })
  return { ...card, details: JSON.stringify(details) }
})
