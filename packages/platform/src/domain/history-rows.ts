import { PlatformError } from '@card-member/sdk/contract'
import type { CardRow } from '../store/cards.ts'
import type { EntityKey, HistoryRow } from '../store/history.ts'
import type { UserCardKey, UserCardRow } from '../store/user-cards.ts'
import type { Decision, WriteCall } from './write-operation.ts'

/** The history row of a change. */
export function historyRow(
  call: WriteCall<unknown>,
  key: EntityKey & Pick<HistoryRow, 'revision'>,
  change: Readonly<Record<string, unknown>>,
): HistoryRow {
  const { brand_id, card_id, entity, entity_id, revision } = key
  const { now: time, caller_kind, caller_id, operation, request_id } = call
  const entityKey = { brand_id, card_id, entity, entity_id, revision }
  return { ...entityKey, time, caller_kind, caller_id, operation, request_id, change: JSON.stringify(change) }
}

/** The history rows of the calls that succeeded. */
export function historyRows<Input, Result>(
  calls: readonly WriteCall<Input>[],
  decided: readonly Decision<Result>[],
  rowOf: (call: WriteCall<Input>, result: Result) => HistoryRow,
): HistoryRow[] {
  return calls.flatMap((call, index) => {
    const result = decided[index]
    return result === undefined || result instanceof PlatformError ? [] : [rowOf(call, result)]
  })
}

/** Identifies a version of a template in the history. */
export function cardVersion({ brand_id, card_id, revision }: Pick<CardRow, 'brand_id' | 'card_id' | 'revision'>) {
  return { brand_id, card_id, entity: 'card', entity_id: card_id, revision } as const
}

/** Identifies a version of a user card in the history. */
export function userCardVersion({ brand_id, card_id, user_card_code, revision }: UserCardKey & Pick<UserCardRow, 'revision'>) {
  return { brand_id, card_id, entity: 'user_card', entity_id: user_card_code, revision } as const
}
