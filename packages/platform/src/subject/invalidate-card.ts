import { Fault, type Input, type invalidateCard as operation } from '@card-member/sdk/contract'
import { type CardRow, cardKey, findCards, updateCards } from '../store/cards.ts'
import { appendHistory, type HistoryRow } from '../store/history.ts'
import { type Decided, historyRow, Write } from './write.ts'

/** Stops issuing cards of a template, for good; asking again changes nothing. Cards already taken stay as they are. */
export const invalidateCard = new Write<Input<typeof operation>, CardRow>(async (store, calls) => {
  const cards = await findCards(
    store,
    calls.map(({ input }) => input),
  )
  const changed = new Map<string, CardRow>()
  const history: HistoryRow[] = []
  const decided = calls.map((call): Decided<CardRow> => {
    const key = cardKey(call.input)
    const card = cards.get(key)
    if (card === undefined) return new Fault('card_not_of_brand')
    if (card.state === 'CARD_INVALID') return card
    const next: CardRow = { ...card, state: 'CARD_INVALID', modify_time: call.now, revision: card.revision + 1 }
    cards.set(key, next)
    changed.set(key, next)
    history.push(historyRow(call, { ...next, user_card_code: '' }, { from: card.state, to: next.state }))
    return next
  })
  if (changed.size > 0) {
    await updateCards(store, [...changed.values()])
    await appendHistory(store, history)
  }
  return decided
})
