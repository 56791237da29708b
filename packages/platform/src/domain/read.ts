import {
  type getUserCard,
  type Input,
  type listActivities as listActivitiesOperation,
  type listCards as listOperation,
  type listUserCards,
  PlatformError,
} from '@card-member/sdk/contract'
import type { Database, Vault } from '@card-member/service/database'
import { type ActivityKey, findActivity, listActivities } from '../store/activities.ts'
import { type CardKey, findCard, listCards } from '../store/cards.ts'
import type { Schema } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { findUserCard, listUserCards as queryUserCards } from '../store/user-cards.ts'
import { activityToWire, phaseOf, type WireActivity } from './activity.ts'
import { cardToWire, type WireCard } from './card.ts'
import { userCardToWire, type WireUserCard } from './user-card.ts'
import { notFoundErrors } from './user-card-operation.ts'

/** What reads need. */
export interface ReadContext {
  readonly store: Store
  readonly vault: Vault
}

/** The connections for reads. */
export function readStore({ kind, read }: Database<Schema>): Store {
  return { kind, database: read }
}

/** One template. */
export async function readCard({ store }: ReadContext, key: CardKey): Promise<WireCard> {
  const row = await findCard(store, key)
  if (row === undefined) throw new PlatformError('card_not_of_brand')
  return cardToWire(row)
}

/** One page of a brand's templates. */
export async function readCards({ store }: ReadContext, { brand_id, state, offset, limit }: Input<typeof listOperation>) {
  const { rows, total_count } = await listCards(store, brand_id, state, offset, limit)
  return { data: rows.map(cardToWire), total_count, offset, limit }
}

/** One user card, if its code and openid match. */
export async function readUserCard({ store, vault }: ReadContext, input: Input<typeof getUserCard>, now: number): Promise<WireUserCard> {
  const row = await findUserCard(store, input)
  if (row !== undefined && row.openid === input.openid) return userCardToWire(row, vault, now)
  const [reason] = await notFoundErrors(store, [input])
  throw reason ?? new PlatformError('user_card_not_found')
}

/** One page of a member's cards of a brand; empty for an unknown openid. */
export async function readUserCards({ store, vault }: ReadContext, input: Input<typeof listUserCards>, now: number) {
  const { brand_id, openid, user_card_state: state, offset, limit } = input
  const { rows, total_count } = await queryUserCards(store, { brand_id, openid, state, now }, offset, limit)
  return { data: await Promise.all(rows.map((row) => userCardToWire(row, vault, now))), total_count, offset, limit }
}

/** One activity. */
export async function readActivity({ store }: ReadContext, key: ActivityKey, now: number): Promise<WireActivity> {
  const row = await findActivity(store, key)
  if (row === undefined) throw new PlatformError('activity_not_found')
  return activityToWire(row, now)
}

/** One page of a brand's activities. */
export async function readActivities({ store }: ReadContext, input: Input<typeof listActivitiesOperation>, now: number) {
  const { brand_id, card_id, activity_state, offset, limit } = input
  const phase = activity_state === undefined ? undefined : phaseOf(activity_state)
  const { rows, total_count } = await listActivities(store, { brand_id, card_id, phase, now }, offset, limit)
  return { data: rows.map((row) => activityToWire(row, now)), total_count, offset, limit }
}
