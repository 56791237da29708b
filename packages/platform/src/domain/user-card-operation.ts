import { PlatformError } from '@card-member/sdk/contract'
import { cardKey, findCards } from '../store/cards.ts'
import { appendHistory, type HistoryRow } from '../store/history.ts'
import type { Store } from '../store/store.ts'
import { lockUserCards, type UserCardKey, type UserCardRow, updateUserCards, userCardKey } from '../store/user-cards.ts'
import { historyRow, userCardVersion } from './history-rows.ts'
import { type BatchRule, type Decision, toDecision, type WriteCall, WriteOperation } from './write-operation.ts'

/** The input of every operation on one user card. */
export type UserCardInput = UserCardKey & { readonly openid: string }

/**
 * A pure rule over one user card: returns the changed card, or the same object when nothing changes, or throws a `PlatformError`.
 * The caller sets revision and modify_time.
 */
export type UserCardRule<Input> = (card: UserCardRow, call: WriteCall<Input>) => UserCardRow

/** Makes a write operation from a rule over one user card. */
export function userCardOperation<Input extends UserCardInput>(rule: UserCardRule<Input>): WriteOperation<Input, UserCardRow> {
  return new WriteOperation(runUserCardRule(rule))
}

/** The same, as one step of a larger operation. */
export function runUserCardRule<Input extends UserCardInput>(rule: UserCardRule<Input>): BatchRule<Input, UserCardRow> {
  return async (store, calls) => {
    const cards = await lockUserCards(
      store,
      calls.map(({ input }) => input),
    )
    const changed = new Map<string, UserCardRow>()
    const history: HistoryRow[] = []
    const decided = calls.map((call): Decision<UserCardRow> | undefined => {
      const key = userCardKey(call.input)
      const card = cards.get(key)
      if (card === undefined || card.openid !== call.input.openid) return undefined
      const next = toDecision(() => withRevision(card, rule(card, call), call))
      if (next instanceof PlatformError || next === card) return next
      cards.set(key, next)
      changed.set(key, next)
      history.push(
        historyRow(call, userCardVersion(next), {
          from: card.user_card_state,
          to: next.user_card_state,
          fields: changedFields(card, next),
        }),
      )
      return next
    })
    if (changed.size > 0) {
      await updateUserCards(store, [...changed.values()])
      await appendHistory(store, history)
    }
    return withNotFound(store, calls, decided)
  }
}

/** A rule that changes nothing and fails for an invalid card. */
export function requireNotInvalid(card: UserCardRow): UserCardRow {
  if (card.user_card_state === 'INVALID') throw new PlatformError('state_forbids')
  return card
}

/** Why a card is not found: the brand has no such template, or no card has this code and openid. */
export async function notFoundErrors(store: Store, keys: readonly UserCardKey[]): Promise<PlatformError[]> {
  const templates = await findCards(store, keys)
  return keys.map((key) => new PlatformError(templates.has(cardKey(key)) ? 'user_card_not_found' : 'card_not_of_brand'))
}

function withRevision(card: UserCardRow, next: UserCardRow, { now }: WriteCall<unknown>): UserCardRow {
  return next === card ? card : { ...next, modify_time: now, revision: card.revision + 1 }
}

async function withNotFound(
  store: Store,
  calls: readonly WriteCall<UserCardInput>[],
  decided: readonly (Decision<UserCardRow> | undefined)[],
): Promise<Decision<UserCardRow>[]> {
  const absent = calls.filter((_, index) => decided[index] === undefined).map(({ input }) => input)
  const reasons = absent.length > 0 ? await notFoundErrors(store, absent) : []
  return decided.map((one) => one ?? reasons.shift() ?? new PlatformError('user_card_not_found'))
}

/** Names of the columns that changed. */
export function changedFields(before: UserCardRow, after: UserCardRow): string[] {
  const old: Record<string, unknown> = { ...before }
  return Object.entries(after).flatMap(([name, value]) => (value === old[name] || name === 'revision' ? [] : [name]))
}
