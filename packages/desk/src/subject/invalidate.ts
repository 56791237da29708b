import { DeskRefusal } from '../contract/refusal.ts'
import { type Actor, demand, demandSecondFactor } from '../people/actor.ts'
import { type CallRow, markLeaving } from '../store/calls.ts'
import { makeAttempt } from './attempt.ts'
import { begin, type Sendable } from './call.ts'
import { end } from './call-end.ts'
import { demandClock } from './clock.ts'
import type { CardQuery, Connection } from './connection.ts'
import { checkReason } from './consents.ts'
import { untilOpen } from './hours.ts'
import { type Means, secondsOf, write } from './means.ts'
import { settingsOf } from './settings.ts'

/** What one person wants of one card. */
export interface InvalidationInput extends CardQuery {
  readonly connection?: string | undefined
  readonly consent_id: string
  readonly invalid_reason: string
  /** The last four of the code, typed again. */
  readonly last_four: string
}

/**
 * Ends one card for good, and returns what is known of it. It is in the record before its call leaves, and stays there
 * whatever happens.
 */
export async function invalidateCard(means: Means, actor: Actor, input: InvalidationInput): Promise<CallRow> {
  const { brand_id, card_id, user_card_code, openid, consent_id, invalid_reason, last_four } = input
  demand(actor, 'invalidate', brand_id)
  const now = secondsOf(means.clock)
  checkReason(invalid_reason)
  if (last_four !== user_card_code.slice(-4)) throw new DeskRefusal('last_four_wrong', { field: 'last_four' })
  demandSecondFactor(actor, now)
  await demandClock(means)
  const connection = means.connections.for(brand_id, input.connection)
  const settings = await settingsOf(means, brand_id)
  if (untilOpen(settings.allowed_hours, now) > 0) throw new DeskRefusal('hours_closed')
  const card = { brand_id, card_id, user_card_code, openid }
  const attempt = { card, connection, consent_id, invalid_reason, requested_by: actor.person_id }
  const { call } = await write(means, async (store) => {
    const { begun, entries } = await begin(means, store, brand_id, settings, [attempt])
    const [only] = begun
    if (only === undefined || 'refused' in only) throw refusalOf(only?.refused, only?.call)
    await means.recorder.append(store, entries)
    return only satisfies Sendable
  })
  return send(means, connection, call, card)
}

async function send(means: Means, connection: Connection, call: CallRow, card: CardQuery): Promise<CallRow> {
  const { brand_id, record_id } = call
  means.under_way.add(record_id)
  try {
    const ending = await makeAttempt(connection, call, card, async (leaving) => {
      const left = await write(means, (store) => markLeaving(store, [leaving]))
      return left.has(record_id)
    })
    return await write(means, async (store) => {
      const { calls, entries } = await end(means, store, brand_id, [{ call, ending, by: 'own' }])
      await means.recorder.append(store, entries)
      return calls[0] ?? call
    })
  } finally {
    means.under_way.delete(record_id)
  }
}

function refusalOf(refused: ConstructorParameters<typeof DeskRefusal>[0] = 'consent_needed', call: CallRow | undefined): DeskRefusal {
  return new DeskRefusal(refused, call && { record_id: call.record_id })
}
