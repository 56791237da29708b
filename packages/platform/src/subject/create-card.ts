import { createHash, randomBytes } from 'node:crypto'
import { Fault, type Input, type createCard as operation } from '@card-member/sdk/contract'
import { type CardRow, insertCards } from '../store/cards.ts'
import { appendHistory, type HistoryRow } from '../store/history.ts'
import { findRequests, insertRequests, type RequestKey, type RequestRow, requestKey } from '../store/requests.ts'
import { type CardDetails, cardToWire, type WireCard } from './card.ts'
import { keepValidity } from './validity.ts'
import { type Decided, decide, historyRow, Write, type WriteCall } from './write.ts'

type CreateCardInput = Input<typeof operation>

/** Creates templates. The same request number with the same content gets the first answer again. */
export const createCard = new Write<CreateCardInput, WireCard>(async (store, calls) => {
  const answered = await findRequests(store, calls.map(requestOf))
  const cards: CardRow[] = []
  const requests: RequestRow[] = []
  const history: HistoryRow[] = []
  const decided: Decided<WireCard>[] = []
  for (const call of calls) {
    const key = requestOf(call)
    const content_hash = hashOf(call.input)
    const before = answered.get(requestKey(key))
    if (before !== undefined) {
      decided.push(before.content_hash === content_hash ? JSON.parse(before.reply) : new Fault('request_number_reused'))
      continue
    }
    const row = decide(() => newCard(call))
    if (row instanceof Fault) {
      decided.push(row)
      continue
    }
    const wire = cardToWire(row)
    const request = { ...key, content_hash, reply: JSON.stringify(wire), time: call.now }
    answered.set(requestKey(key), request)
    cards.push(row)
    requests.push(request)
    history.push(historyRow(call, { ...row, user_card_code: '' }, { to: row.state }))
    decided.push(wire)
  }
  if (cards.length > 0) {
    await insertCards(store, cards)
    await insertRequests(store, requests)
    await appendHistory(store, history)
  }
  return decided
})

function newCard({ input, now }: WriteCall<CreateCardInput>): CardRow {
  if (input.card_type !== 'NORMAL') throw new Fault('card_type_unsupported')
  const { brand_id, ...given } = input
  const details: CardDetails = { ...given, valid_date_information: keepValidity(input.valid_date_information) }
  return {
    brand_id,
    card_id: makeCardId(),
    state: 'CARD_EFFECTIVE',
    create_time: now,
    modify_time: now,
    revision: 1,
    details: JSON.stringify(details),
  }
}

function makeCardId(): string {
  return `p${randomBytes(21).toString('base64url').slice(0, 27)}`
}

function requestOf({ input, mchid, operation: name }: WriteCall<CreateCardInput>): RequestKey {
  return { brand_id: input.brand_id, mchid, operation: name, out_request_no: input.out_request_no }
}

// Key order never matters on the wire, so it must not matter to "the same content".
function hashOf(input: CreateCardInput): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(input)))
    .digest('hex')
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, entry]) => [name, sorted(entry)]),
  )
}
