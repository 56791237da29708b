import { DeskError } from '../contract/desk-error.ts'
import type { InvalidationState } from '../contract/invalidation.ts'
import { type Actor, demand } from '../staff/actor.ts'
import { findInvalidation, type InvalidationRow, listInvalidations } from '../store/invalidations.ts'
import type { TimeRange } from '../store/time-range.ts'
import { type Context, longReading, reading } from './context.ts'
import { type LongPage, placedPage } from './long-page.ts'
import { type CardName, cardHashOf } from './member.ts'

/** What is on record of one invalidation. */
export async function getInvalidation(context: Context, actor: Actor, brand_id: string, invalidation_id: string): Promise<InvalidationRow> {
  demand(actor, 'look_up', brand_id)
  const found = await findInvalidation(reading(context), brand_id, invalidation_id)
  if (found === undefined) throw new DeskError('invalidation_unknown')
  return found
}

/** A brand's invalidations, the newest first. */
export async function findInvalidations(
  context: Context,
  actor: Actor,
  {
    card,
    ...filter
  }: TimeRange & {
    readonly brand_id: string
    readonly card?: CardName | undefined
    readonly state?: InvalidationState | undefined
    readonly batch_id?: string | undefined
    readonly requested_by?: string | undefined
    readonly consent_recorded_by?: string | undefined
  },
  page: LongPage,
) {
  demand(actor, 'look_up', filter.brand_id)
  const card_hash = card && cardHashOf(context.vault, card).card_hash
  const placed = await placedPage(page, async (id) => {
    const { start_time, invalidation_id } = await getInvalidation(context, actor, filter.brand_id, id)
    return { time: start_time, id: invalidation_id }
  })
  return listInvalidations(longReading(context), { ...filter, card_hash }, placed)
}
