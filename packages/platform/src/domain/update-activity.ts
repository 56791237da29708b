import {
  type Input,
  PlatformError,
  type terminateActivity as terminateOperation,
  type updateActivity as updateOperation,
} from '@card-member/sdk/contract'
import { type ActivityKey, type ActivityRow, activityKey, lockActivities, updateActivities } from '../store/activities.ts'
import { appendHistory, type HistoryRow } from '../store/history.ts'
import { phaseAt, readActivityDetails, secondsOf } from './activity.ts'
import { historyRow } from './history-rows.ts'
import { type Decision, toDecision, type WriteCall, WriteOperation } from './write-operation.ts'

/** Identifies a version of an activity in the history. */
export function activityVersion({ brand_id, card_id, activity_id, revision }: ActivityRow) {
  return { brand_id, card_id, entity: 'activity', entity_id: activity_id, revision } as const
}

/** Makes a write operation from a rule over one activity. */
function activityOperation<Input extends ActivityKey>(
  rule: (row: ActivityRow, call: WriteCall<Input>) => ActivityRow,
): WriteOperation<Input, ActivityRow> {
  return new WriteOperation(async (store, calls) => {
    const rows = await lockActivities(
      store,
      calls.map(({ input }) => input),
    )
    const changed = new Map<string, ActivityRow>()
    const history: HistoryRow[] = []
    const decided = calls.map((call): Decision<ActivityRow> => {
      const key = activityKey(call.input)
      const row = rows.get(key)
      if (row === undefined) return new PlatformError('activity_not_found')
      const next = toDecision(() => rule(row, call))
      if (next instanceof PlatformError || next === row) return next
      const amended = { ...next, modify_time: call.now, revision: row.revision + 1 }
      rows.set(key, amended)
      changed.set(key, amended)
      history.push(historyRow(call, activityVersion(amended), {}))
      return amended
    })
    if (changed.size > 0) await updateActivities(store, [...changed.values()])
    await appendHistory(store, history)
    return decided
  })
}

/** Changes texts and times of an activity that has not ended. */
export const updateActivity = activityOperation<Input<typeof updateOperation>>((row, { input, now }) => {
  const phase = phaseAt(row, now)
  if (phase === 'terminated' || phase === 'expired') throw new PlatformError('activity_over')
  const { title, sub_title, begin_time, end_time } = input
  const details = JSON.stringify({ ...readActivityDetails(row), title, sub_title })
  return { ...row, begin_time: secondsOf(begin_time), end_time: secondsOf(end_time), details }
})

/** Terminates an activity; repeating the call changes nothing. */
export const terminateActivity = activityOperation<Input<typeof terminateOperation>>((row, { now }) =>
  row.terminate_time === null ? { ...row, terminate_time: now } : row,
)
