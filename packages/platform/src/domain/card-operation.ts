import { PlatformError } from '@card-member/sdk/contract'
import { type CardKey, type CardRow, cardKey, lockCards, updateCards } from '../store/cards.ts'
import { appendHistory, type HistoryRow } from '../store/history.ts'
import { cardVersion, historyRow } from './history-rows.ts'
import { type Decision, toDecision, type WriteCall, WriteOperation } from './write-operation.ts'

/** A pure rule over one template: returns the changed row, or the same object when nothing changes. */
export type CardRule<Input> = (card: CardRow, call: WriteCall<Input>) => CardRow

/** Makes a write operation from a rule over one template. */
export function cardOperation<Input extends CardKey>(rule: CardRule<Input>): WriteOperation<Input, CardRow> {
  return new WriteOperation(async (store, calls) => {
    const cards = await lockCards(
      store,
      calls.map(({ input }) => input),
    )
    const changed = new Map<string, CardRow>()
    const history: HistoryRow[] = []
    const decided = calls.map((call): Decision<CardRow> => {
      const key = cardKey(call.input)
      const card = cards.get(key)
      if (card === undefined) return new PlatformError('card_not_of_brand')
      const next = toDecision(() => withRevision(card, rule(card, call), call))
      if (next instanceof PlatformError || next === card) return next
      cards.set(key, next)
      changed.set(key, next)
      history.push(historyRow(call, cardVersion(next), { from: card.state, to: next.state }))
      return next
    })
    if (changed.size > 0) {
      await updateCards(store, [...changed.values()])
      await appendHistory(store, history)
    }
    return decided
  })
}

function withRevision(card: CardRow, next: CardRow, { now }: WriteCall<unknown>): CardRow {
  return next === card ? card : { ...next, modify_time: now, revision: card.revision + 1 }
}
