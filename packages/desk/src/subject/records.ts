import type { CallState } from '../contract/invalidation.ts'
import { DeskRefusal } from '../contract/refusal.ts'
import { type Actor, demand } from '../people/actor.ts'
import { type CallRow, findCall, listCalls } from '../store/calls.ts'
import { type Means, reading } from './means.ts'
import { type CardName, markOf } from './member.ts'

/** What is on record of one invalidation. */
export async function getCall(means: Means, actor: Actor, brand_id: string, record_id: string): Promise<CallRow> {
  demand(actor, 'look_up', brand_id)
  const found = await findCall(reading(means), brand_id, record_id)
  if (found === undefined) throw new DeskRefusal('call_unknown')
  return found
}

/** A brand's invalidations, the newest first. */
export function findCalls(
  means: Means,
  actor: Actor,
  filter: {
    readonly brand_id: string
    readonly card?: CardName | undefined
    readonly state?: CallState | undefined
    readonly batch_id?: string | undefined
  },
  offset: number,
  limit: number,
) {
  const { brand_id, card, state, batch_id } = filter
  demand(actor, 'look_up', brand_id)
  return listCalls(reading(means), { brand_id, card_key: card && markOf(means.vault, card).card_key, state, batch_id }, offset, limit)
}
