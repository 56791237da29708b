import { randomBytes } from 'node:crypto'
import { type Input, type createCard as operation, PlatformError } from '@card-member/sdk/contract'
import { type CardRow, insertCards } from '../store/cards.ts'
import { appendHistory } from '../store/history.ts'
import { type CardDetails, cardToWire, type WireCard } from './card.ts'
import { cardVersion, historyRow, historyRows } from './history-rows.ts'
import { idempotent } from './idempotent.ts'
import { normaliseValidity } from './validity.ts'
import { type Decision, successes, toDecision, type WriteCall } from './write-operation.ts'

type CreateCardInput = Input<typeof operation>

/** Creates templates. The same request number with the same content gets the first answer again. */
export const createCard = idempotent<CreateCardInput, WireCard>(async (store, calls) => {
  const decided = calls.map((call): Decision<CardRow> => toDecision(() => newCard(call)))
  await insertCards(store, successes(decided))
  await appendHistory(
    store,
    historyRows(calls, decided, (call, row) => historyRow(call, cardVersion(row), { to: row.state })),
  )
  return decided.map((row) => (row instanceof PlatformError ? row : cardToWire(row)))
})

function newCard({ input, caller_kind, caller_id, now }: WriteCall<CreateCardInput>): CardRow {
  if (input.card_type !== 'NORMAL') throw new PlatformError('card_type_unsupported')
  const { brand_id, ...given } = input
  const details: CardDetails = { ...given, valid_date_information: normaliseValidity(input.valid_date_information) }
  return {
    brand_id,
    card_id: makeCardId(),
    state: 'CARD_EFFECTIVE',
    caller_kind,
    caller_id,
    create_time: now,
    modify_time: now,
    revision: 1,
    details: JSON.stringify(details),
  }
}

function makeCardId(): string {
  return `p${randomBytes(21).toString('base64url').slice(0, 27)}`
}
