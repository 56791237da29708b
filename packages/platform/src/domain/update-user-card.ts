import type { Input, updateUserCard as operation } from '@card-member/sdk/contract'
import { applyChanges, type WithPersonalData } from './user-card-changes.ts'
import { requireNotInvalid, userCardOperation } from './user-card-operation.ts'

/** Changes the given fields of a user card; a later validity makes an expired card effective again. */
export const updateUserCard = userCardOperation<WithPersonalData<Input<typeof operation>>>((card, { input }) =>
  applyChanges(requireNotInvalid(card), input),
)
