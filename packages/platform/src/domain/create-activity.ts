import { randomInt } from 'node:crypto'
import { type Input, type createActivity as operation, PlatformError } from '@card-member/sdk/contract'
import { type ActivityRow, insertActivities } from '../store/activities.ts'
import { type CardRow, cardKey, findCards } from '../store/cards.ts'
import { appendHistory } from '../store/history.ts'
import { type ActivityDetails, activityToWire, secondsOf, type WireActivity } from './activity.ts'
import { historyRow, historyRows } from './history-rows.ts'
import { idempotent } from './idempotent.ts'
import { activityVersion } from './update-activity.ts'
import { type Decision, successes, toDecision, type WriteCall } from './write-operation.ts'

type ActivityInput = Input<typeof operation>

/** Creates activities. The same request number with the same content gets the first answer again. */
export const createActivity = idempotent<ActivityInput, WireActivity>(async (store, calls) => {
  const templates = await findCards(
    store,
    calls.map(({ input }) => input),
  )
  const decided = calls.map((call): Decision<ActivityRow> => toDecision(() => newActivity(templates.get(cardKey(call.input)), call)))
  await insertActivities(store, successes(decided))
  await appendHistory(
    store,
    historyRows(calls, decided, (call, row) => historyRow(call, activityVersion(row), {})),
  )
  return decided.map((row, index) => (row instanceof PlatformError ? row : activityToWire(row, calls[index]?.now ?? row.create_time)))
})

function newActivity(template: CardRow | undefined, { input, now }: WriteCall<ActivityInput>): ActivityRow {
  if (template === undefined) throw new PlatformError('card_not_of_brand')
  if (template.state === 'CARD_INVALID') throw new PlatformError('card_invalid')
  const { brand_id, card_id, begin_time, end_time, ...given } = input
  const details: ActivityDetails = { ...given, apply_available: input.apply_total }
  return {
    brand_id,
    activity_id: String(randomInt(1e14, 2 ** 48 - 1)),
    card_id,
    begin_time: secondsOf(begin_time),
    end_time: secondsOf(end_time),
    terminate_time: null,
    create_time: now,
    modify_time: now,
    revision: 1,
    details: JSON.stringify(details),
  }
}
