import { randomUUID } from 'node:crypto'
import { PlatformError } from '@card-member/sdk/contract'
import type { Vault } from '@card-member/service/database'
import { cardKey, findCards } from '../store/cards.ts'
import { type ExchangeRow, insertExchanges } from '../store/exchanges.ts'
import { insertOutbox, type NewOutboxRow } from '../store/outbox.ts'
import type { UserCardRow } from '../store/user-cards.ts'
import { readCardDetails } from './card.ts'
import type { Coupon } from './exchange.ts'
import { newNotification } from './notification.ts'
import { userCardToWire } from './user-card.ts'
import { requireNotInvalid, runUserCardRule, type UserCardInput } from './user-card-operation.ts'
import { type Decision, successes, WriteOperation } from './write-operation.ts'

/** The notification about a card that a member got or deleted. */
export async function userCardNotification(
  event: 'USER_CARD.CREATE' | 'USER_CARD.DELETE',
  row: UserCardRow,
  vault: Vault,
  now: number,
): Promise<NewOutboxRow> {
  const { user_card_code, ...card } = await userCardToWire(row, vault, now)
  const resource = row.code_state === 'PROVISIONAL' ? card : { user_card_code, ...card }
  return newNotification({ event, member: row, resource }, vault, now)
}

const markDeleted = runUserCardRule<UserCardInput>((card, { now }) => {
  if (card.user_card_state === 'INVALID') throw new PlatformError('state_forbids')
  return { ...card, user_card_state: 'INVALID', invalid_time: now }
})

/** A member deletes a card; this is final, and the merchant is notified. */
export function deleteUserCard(vault: Vault): WriteOperation<UserCardInput, UserCardRow> {
  return new WriteOperation(
    async (store, calls) => {
      const decided = await markDeleted(store, calls)
      const gone = successes(decided)
      await insertOutbox(store, await Promise.all(gone.map((row) => userCardNotification('USER_CARD.DELETE', row, vault, row.modify_time))))
      return decided
    },
    { notifies: true },
  )
}

/** A member asks for a coupon in exchange for points. */
export type BeginExchangeInput = UserCardInput & Coupon

const requireExchangeable = runUserCardRule<BeginExchangeInput>(requireNotInvalid)

/** A member exchanges points for a coupon; the merchant is asked to confirm. */
export function beginExchange(vault: Vault): WriteOperation<BeginExchangeInput, ExchangeRow> {
  return new WriteOperation(
    async (store, calls) => {
      const cards = await requireExchangeable(store, calls)
      const templates = await findCards(
        store,
        calls.map(({ input }) => input),
      )
      const notices: NewOutboxRow[] = []
      const decided = calls.map(({ input, now }, index): Decision<ExchangeRow> => {
        const card = cards[index]
        const template = templates.get(cardKey(input))
        if (card instanceof PlatformError) return card
        if (template === undefined) return new PlatformError('card_not_of_brand')
        const { brand_id, card_id, user_card_code, openid, issue, ...coupon } = input
        const member = { brand_id, card_id, openid }
        const record_id = randomUUID().replaceAll('-', '')
        const resource = { record_id, ...member, appid: readCardDetails(template).appid, user_card_code, ...coupon }
        notices.push(newNotification({ event: 'POINT_EXCHANGE_COUPON', member, resource }, vault, now))
        const decision = { result: null, state: null, coupon_code: null, reject_reason: null }
        const details = JSON.stringify({ ...coupon, issue })
        return { ...member, record_id, user_card_code, details, ...decision, create_time: now, modify_time: now }
      })
      await insertExchanges(store, successes(decided))
      await insertOutbox(store, notices)
      return decided
    },
    { notifies: true },
  )
}

const requireKnown = runUserCardRule<UserCardInput>(requireNotInvalid)

/** The platform asks a merchant for a member's points balance. */
export function askForPoints(vault: Vault): WriteOperation<UserCardInput, UserCardRow> {
  return new WriteOperation(
    async (store, calls) => {
      const decided = await requireKnown(store, calls)
      const notices = calls.flatMap(({ input, now }, index) => {
        if (decided[index] instanceof PlatformError) return []
        const { brand_id, card_id, openid, user_card_code } = input
        const member = { brand_id, card_id, openid }
        return [newNotification({ event: 'SYNC_USER_POINT', member, resource: { ...member, user_card_code } }, vault, now)]
      })
      await insertOutbox(store, notices)
      return decided
    },
    { notifies: true },
  )
}
