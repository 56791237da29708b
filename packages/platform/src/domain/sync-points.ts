import { type Input, type syncUserPoints as operation, PlatformError, type Reply } from '@card-member/sdk/contract'
import { idempotent } from './idempotent.ts'
import { requireNotInvalid, runUserCardRule } from './user-card-operation.ts'

type PointsInput = Input<typeof operation>

const setBalance = runUserCardRule<PointsInput>((card, { input }) => {
  const alive = requireNotInvalid(card)
  return alive.point_balance === input.point_balance ? alive : { ...alive, point_balance: input.point_balance }
})

/** Sets a member's points balance; the value is absolute, so the last call wins. */
export const syncPoints = idempotent<PointsInput, Reply<typeof operation>>(async (store, calls) => {
  const decided = await setBalance(store, calls)
  return decided.map((row, index) => (row instanceof PlatformError ? row : (calls[index]?.input ?? new PlatformError('system_error'))))
})
