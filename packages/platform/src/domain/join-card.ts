import { randomInt } from 'node:crypto'
import { PlatformError } from '@card-member/sdk/contract'
import type { Vault } from '@card-member/service/database'
import { cardKey, findCards } from '../store/cards.ts'
import { appendHistory } from '../store/history.ts'
import { insertOutbox } from '../store/outbox.ts'
import { insertUserCards, lockHeldCards, type MemberKey, memberKey, type UserCardRow } from '../store/user-cards.ts'
import { type CardDetails, readCardDetails } from './card.ts'
import { historyRow, historyRows, userCardVersion } from './history-rows.ts'
import { userCardNotification } from './member-actions.ts'
import { newUserCard } from './new-user-card.ts'
import { makeProvisionalCode } from './provisional-code.ts'
import type { UserCardChanges, WithPersonalData } from './user-card-changes.ts'
import { type Decision, successes, toDecision, WriteOperation } from './write-operation.ts'

/** What a member enters to get a card. */
export type JoinInput = WithPersonalData<MemberKey & Pick<UserCardChanges, 'phone_number' | 'user_information'>>

/** A member gets a card: it is UNACTIVATED until the merchant, who is notified, confirms it. */
export function joinCard(vault: Vault): WriteOperation<JoinInput, UserCardRow> {
  return new WriteOperation(
    async (store, calls) => {
      const inputs = calls.map(({ input }) => input)
      const templates = await findCards(store, inputs)
      const held = await lockHeldCards(store, inputs)
      const decided = calls.map(({ input, now }): Decision<UserCardRow> => {
        const row = toDecision(() => {
          const template = templates.get(cardKey(input))
          if (template === undefined) throw new PlatformError('card_not_of_brand')
          if (held.has(memberKey(input))) throw new PlatformError('already_member')
          const code = newCode(readCardDetails(template))
          return newUserCard(template, { ...input, ...code, pickup_time: now, user_card_state: 'UNACTIVATED' }, now)
        })
        if (!(row instanceof PlatformError)) held.set(memberKey(row), row)
        return row
      })
      const joined = successes(decided)
      await insertUserCards(store, joined)
      await appendHistory(
        store,
        historyRows(calls, decided, (call, row) => historyRow(call, userCardVersion(row), { to: row.user_card_state })),
      )
      await insertOutbox(
        store,
        await Promise.all(joined.map((row) => userCardNotification('USER_CARD.CREATE', row, vault, row.create_time))),
      )
      return decided
    },
    { notifies: true },
  )
}

function newCode({ code_mode }: CardDetails): Pick<UserCardRow, 'user_card_code' | 'code_state'> {
  if (code_mode === 'SYSTEM_ALLOCATE') return { user_card_code: makeCode(), code_state: 'ASSIGNED' }
  return { user_card_code: makeProvisionalCode(), code_state: 'PROVISIONAL' }
}

// 24 digits, like the codes of WeChat Pay.
function makeCode(): string {
  return Array.from({ length: 4 }, () => String(randomInt(1e6)).padStart(6, '0')).join('')
}
