import { type Input, type importUserCardByOpenid as operation, PlatformError, parseTime } from '@card-member/sdk/contract'
import { type CardRow, cardKey, findCards } from '../store/cards.ts'
import { appendHistory } from '../store/history.ts'
import { insertUserCards, lockHeldCards, lockUserCards, memberKey, type UserCardRow, userCardKey } from '../store/user-cards.ts'
import { readCardDetails } from './card.ts'
import { historyRow, historyRows, userCardVersion } from './history-rows.ts'
import { newUserCard } from './new-user-card.ts'
import type { WithPersonalData } from './user-card-changes.ts'
import { type Decision, toDecision, type WriteCall, WriteOperation } from './write-operation.ts'

type ImportInput = WithPersonalData<Input<typeof operation>>

/** Imports existing members with their codes; their cards are effective at once, without a notification. */
export const importUserCard = new WriteOperation<ImportInput, UserCardRow>(async (store, calls) => {
  const inputs = calls.map(({ input }) => input)
  const templates = await findCards(store, inputs)
  const taken = await lockUserCards(store, inputs)
  const held = await lockHeldCards(store, inputs)
  const added: UserCardRow[] = []
  const decided = calls.map((call): Decision<UserCardRow> => {
    const row = toDecision(() => {
      const template = templates.get(cardKey(call.input))
      if (template === undefined) throw new PlatformError('card_not_of_brand')
      if (held.has(memberKey(call.input))) throw new PlatformError('already_member')
      if (taken.has(userCardKey(call.input))) throw new PlatformError('code_taken')
      return importedCard(template, call)
    })
    if (row instanceof PlatformError) return row
    held.set(memberKey(row), row)
    taken.set(userCardKey(row), row)
    added.push(row)
    return row
  })
  await insertUserCards(store, added)
  await appendHistory(
    store,
    historyRows(calls, decided, (call, row) => historyRow(call, userCardVersion(row), { to: row.user_card_state })),
  )
  return decided
})

function importedCard(template: CardRow, { input, now }: WriteCall<ImportInput>): UserCardRow {
  const pickup_time = (input.pickup_time === undefined ? undefined : parseTime(input.pickup_time)) ?? now
  const row = newUserCard(template, { ...input, pickup_time, code_state: 'ASSIGNED', user_card_state: 'EFFECTIVE' }, now)
  if (input.valid_date_information.type !== readCardDetails(template).valid_date_information.type)
    throw new PlatformError('validity_type_differs')
  return row
}
