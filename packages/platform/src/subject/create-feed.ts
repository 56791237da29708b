import { Fault, type Input, type createUserFeed as operation, type Reply } from '@card-member/sdk/contract'
import { insertFeeds } from '../store/feeds.ts'
import { amendUserCards, mustBeAlive } from './amend-user-card.ts'
import { once } from './once.ts'
import type { Decided } from './write.ts'

type FeedInput = Input<typeof operation>

const alive = amendUserCards<FeedInput>(mustBeAlive)

/** Adds feeds to the cards of members. */
export const createFeed = once<FeedInput, Reply<typeof operation>>(async (store, calls) => {
  const cards = await alive(store, calls)
  const passed = calls.filter((_, index) => !(cards[index] instanceof Fault))
  await insertFeeds(
    store,
    passed.map(({ input: { brand_id, card_id, user_card_code, out_request_no, cell }, mchid, now }) => {
      return { brand_id, card_id, user_card_code, mchid, out_request_no, cell, time: now }
    }),
  )
  return calls.map(({ input: { openid: _, ...reply } }, index): Decided<Reply<typeof operation>> => {
    const card = cards[index]
    return card instanceof Fault ? card : reply
  })
})
