import { Fault, type Input, type syncUserPoints as operation, type Reply } from '@card-member/sdk/contract'
import { amendUserCards, mustBeAlive } from './amend-user-card.ts'
import { once } from './once.ts'

type PointsInput = Input<typeof operation>

const setBalance = amendUserCards<PointsInput>((card, { input }) => {
  const alive = mustBeAlive(card)
  return alive.point_balance === input.point_balance ? alive : { ...alive, point_balance: input.point_balance }
})

/** Sets a member's balance; it is absolute, so the last call wins. */
export const syncPoints = once<PointsInput, Reply<typeof operation>>(async (store, calls) => {
  const decided = await setBalance(store, calls)
  return decided.map((row, index) => (row instanceof Fault ? row : (calls[index]?.input ?? new Fault('system_error'))))
})
