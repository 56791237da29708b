import { type Input, type confirmUserCard as operation, PlatformError } from '@card-member/sdk/contract'
import { type CardRow, cardKey, findCards } from '../store/cards.ts'
import { appendHistory, type HistoryRow } from '../store/history.ts'
import type { Store } from '../store/store.ts'
import {
  deleteUserCards,
  insertUserCards,
  lockHeldCards,
  lockUserCards,
  memberKey,
  type UserCardKey,
  type UserCardRow,
  updateUserCards,
  userCardKey,
} from '../store/user-cards.ts'
import { readCardDetails } from './card.ts'
import { historyRow, userCardVersion } from './history-rows.ts'
import { applyChanges, type WithPersonalData } from './user-card-changes.ts'
import { changedFields } from './user-card-operation.ts'
import { type Decision, toDecision, type WriteCall, WriteOperation } from './write-operation.ts'

type ConfirmInput = WithPersonalData<Input<typeof operation>>

interface CandidateCards {
  readonly template: CardRow | undefined
  /** The card that has the code. */
  readonly named: UserCardRow | undefined
  /** The member's card with a provisional code. */
  readonly waiting: UserCardRow | undefined
}

interface Changes {
  readonly updated: Map<string, UserCardRow>
  readonly inserted: Map<string, UserCardRow>
  readonly deleted: UserCardKey[]
  readonly history: HistoryRow[]
}

/**
 * Confirms a card that a member got. With `MERCHANT_ALLOCATE` the card gets its code here, whatever the result. Confirming
 * again with the same result changes nothing.
 */
export const confirmUserCard = new WriteOperation<ConfirmInput, UserCardRow>(async (store, calls) => {
  const inputs = calls.map(({ input }) => input)
  const templates = await findCards(store, inputs)
  const named = await lockUserCards(store, inputs)
  const held = await lockHeldCards(store, inputs)
  const changes: Changes = { updated: new Map(), inserted: new Map(), deleted: [], history: [] }
  const decided = calls.map((call): Decision<UserCardRow> => {
    const key = userCardKey(call.input)
    const member = held.get(memberKey(call.input))
    const waiting = member?.code_state === 'PROVISIONAL' ? member : undefined
    const found = { template: templates.get(cardKey(call.input)), named: named.get(key), waiting }
    const card = toDecision(() => cardToConfirm(found, call))
    if (card instanceof PlatformError) return card
    const next = toDecision(() => applyConfirmation(card, call))
    if (next instanceof PlatformError || next === card) return next
    named.set(key, next)
    held.set(memberKey(next), next)
    recordChange(changes, card, next, call)
    return next
  })
  await writeChanges(store, changes)
  return decided
})

function cardToConfirm({ template, named, waiting }: CandidateCards, { input }: WriteCall<ConfirmInput>): UserCardRow {
  if (template === undefined) throw new PlatformError('card_not_of_brand')
  if (named?.openid === input.openid) return named
  if (readCardDetails(template).code_mode === 'SYSTEM_ALLOCATE') throw new PlatformError('user_card_not_found')
  if (named !== undefined) throw new PlatformError('code_taken')
  if (waiting === undefined) throw new PlatformError('user_card_not_found')
  return waiting
}

function applyConfirmation(card: UserCardRow, { input, now }: WriteCall<ConfirmInput>): UserCardRow {
  const { user_card_confirm_state: result, user_card_code } = input
  if (card.confirm_state !== null) {
    if (card.confirm_state === result) return card
    throw new PlatformError('confirm_differs')
  }
  if (card.user_card_state === 'INVALID') throw new PlatformError('state_forbids')
  if (card.user_card_state === 'EFFECTIVE') {
    if (result === 'CREATE_CARD_SUCCESS') return card
    throw new PlatformError('confirm_differs')
  }
  const failed = result === 'CREATE_CARD_FAIL'
  return {
    ...applyChanges(card, input),
    user_card_code,
    code_state: 'ASSIGNED',
    user_card_state: failed ? 'INVALID' : 'EFFECTIVE',
    invalid_time: failed ? now : null,
    confirm_state: result,
    modify_time: now,
    revision: card.revision + 1,
  }
}

function recordChange(
  { updated, inserted, deleted, history }: Changes,
  card: UserCardRow,
  next: UserCardRow,
  call: WriteCall<ConfirmInput>,
): void {
  const moved = card.user_card_code !== next.user_card_code
  if (moved) deleted.push(card)
  ;(moved || inserted.has(userCardKey(next)) ? inserted : updated).set(userCardKey(next), next)
  const change = { from: card.user_card_state, to: next.user_card_state, fields: changedFields(card, next) }
  history.push(historyRow(call, userCardVersion(next), moved ? { ...change, provisional_code: card.user_card_code } : change))
}

async function writeChanges(store: Store, { updated, inserted, deleted, history }: Changes): Promise<void> {
  await deleteUserCards(store, deleted)
  await insertUserCards(store, [...inserted.values()])
  if (updated.size > 0) await updateUserCards(store, [...updated.values()])
  await appendHistory(store, history)
}
