import { type Input, type createUserFeed as operation, PlatformError, type Reply } from '@card-member/sdk/contract'
import { insertFeeds } from '../store/feeds.ts'
import { idempotent } from './idempotent.ts'
import { requireNotInvalid, runUserCardRule } from './user-card-operation.ts'
import type { Decision } from './write-operation.ts'

type FeedInput = Input<typeof operation>

const requireValidCards = runUserCardRule<FeedInput>(requireNotInvalid)

/** Adds feeds to the cards of members. */
export const createFeed = idempotent<FeedInput, Reply<typeof operation>>(async (store, calls) => {
  const cards = await requireValidCards(store, calls)
  const passed = calls.filter((_, index) => !(cards[index] instanceof PlatformError))
  await insertFeeds(
    store,
    passed.map(({ input: { brand_id, card_id, user_card_code, out_request_no, cell }, caller_kind, caller_id, now }) => {
      return { brand_id, card_id, user_card_code, caller_kind, caller_id, out_request_no, cell, time: now }
    }),
  )
  return calls.map(({ input: { openid: _, ...reply } }, index): Decision<Reply<typeof operation>> => {
    const card = cards[index]
    return card instanceof PlatformError ? card : reply
  })
})
