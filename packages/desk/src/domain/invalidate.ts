import { DeskError } from '../contract/desk-error.ts'
import { type Actor, demand, demandSecondFactor } from '../staff/actor.ts'
import { type InvalidationRow, markLeaving } from '../store/invalidations.ts'
import { makeAttempt } from './attempt.ts'
import { demandClock } from './clock.ts'
import type { CardQuery, Connection } from './connection.ts'
import { checkReason } from './consents.ts'
import { type Context, secondsOf, write } from './context.ts'
import { untilOpen } from './hours.ts'
import { beginAttempts, type Sendable } from './invalidations.ts'
import { recordResults } from './record-results.ts'
import { settingsOf } from './settings.ts'

/** By what one card is invalidated. */
export interface InvalidationDetails {
  readonly consent_id: string
  readonly invalid_reason: string
  /** The last four of the code, typed again. */
  readonly last_four: string
}

/** One card to invalidate. */
export interface InvalidationInput extends CardQuery, InvalidationDetails {
  readonly connection?: string | undefined
}

/**
 * Invalidates one card, which cannot be undone, and returns what is known of it. The audit log has the attempt before its request
 * leaves.
 */
export async function invalidateCard(context: Context, actor: Actor, input: InvalidationInput): Promise<InvalidationRow> {
  const { brand_id, card_id, user_card_code, openid, consent_id, invalid_reason, last_four } = input
  demand(actor, 'invalidate', brand_id)
  const now = secondsOf(context.clock)
  checkReason(invalid_reason)
  if (last_four !== user_card_code.slice(-4)) throw new DeskError('last_four_wrong', { field: 'last_four' })
  demandSecondFactor(actor, now)
  await demandClock(context)
  const connection = context.connections.for(brand_id, input.connection)
  const settings = await settingsOf(context, brand_id)
  if (untilOpen(settings.allowed_hours, now) > 0) throw new DeskError('hours_closed')
  const card = { brand_id, card_id, user_card_code, openid }
  const attempt = { card, connection, consent_id, invalid_reason, requested_by: actor.staff_id }
  const { invalidation } = await write(context, async (store) => {
    const { begun, events } = await beginAttempts(context, store, brand_id, settings, [attempt])
    const [only] = begun
    if (only === undefined || 'refused' in only) throw refusalOf(only?.refused, only?.invalidation)
    await context.auditLog.append(store, events)
    return only satisfies Sendable
  })
  return send(context, connection, invalidation, card)
}

async function send(context: Context, connection: Connection, invalidation: InvalidationRow, card: CardQuery): Promise<InvalidationRow> {
  const { brand_id, invalidation_id } = invalidation
  context.in_flight.add(invalidation_id)
  try {
    const result = await makeAttempt(connection, invalidation, card, async (leaving) => {
      const left = await write(context, (store) => markLeaving(store, [leaving]))
      return left.has(invalidation_id)
    })
    return await write(context, async (store) => {
      const { invalidations, events } = await recordResults(context, store, brand_id, [{ invalidation, result, by: 'sender' }])
      await context.auditLog.append(store, events)
      return invalidations[0] ?? invalidation
    })
  } finally {
    context.in_flight.delete(invalidation_id)
  }
}

function refusalOf(
  refused: ConstructorParameters<typeof DeskError>[0] = 'consent_needed',
  invalidation: InvalidationRow | undefined,
): DeskError {
  return new DeskError(refused, invalidation && { invalidation_id: invalidation.invalidation_id })
}
