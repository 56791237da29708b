import type { Entry } from '../record/entry.ts'
import { endRows } from '../store/batch-rows.ts'
import { returnToCanary } from '../store/batches.ts'
import { type CallRow, lockCalls, updateCalls } from '../store/calls.ts'
import { useConsents } from '../store/consents.ts'
import { giveBack } from '../store/days.ts'
import type { Store } from '../store/store.ts'
import type { Ending } from './ending.ts'
import { dayOf } from './hours.ts'
import { type Means, secondsOf } from './means.ts'
import { isRehearsal } from './member.ts'

/** A call and how its last attempt came out. */
export interface Ended {
  readonly call: Pick<CallRow, 'brand_id' | 'record_id'>
  readonly ending: Ending
  /** Whether the attempt itself came to this; otherwise it was found out later, and may have left all the same. */
  readonly live: boolean
}

/** A row is given up after so many attempts. */
export const mostAttempts = 5
const longestRest = 60

/** Writes how attempts of one brand ended, in the caller's transaction: the call, its consent, its row, the day's count. */
export async function end(
  means: Means,
  store: Store,
  brand_id: string,
  ended: readonly Ended[],
): Promise<{ readonly calls: readonly CallRow[]; readonly entries: readonly Entry[] }> {
  const now = secondsOf(means.clock)
  const current = await lockCalls(
    store,
    ended.map(({ call }) => call),
  )
  const outcomes = ended.map((one) => outcomeOf(means, one, current.get(one.call.record_id), now))
  const open = outcomes.filter(({ changed }) => changed)
  const changed = open.map(({ call }) => call)
  const freed = changed.filter((call) => call.state !== 'done' && call.state !== 'unknown' && !isRehearsal(call))
  const rows = open.flatMap(({ call, ending }) => endedRow(call, ending, now) ?? [])
  await updateCalls(store, changed)
  await useConsents(
    store,
    freed.map(({ consent_id }) => ({ brand_id, consent_id, used_by: null })),
  )
  await endRows(store, rows)
  await returnToCanary(
    store,
    rows.filter(({ state }) => state === 'pending'),
  )
  for (const [day, some] of Map.groupBy(open, ({ unused_day }) => unused_day))
    if (day !== undefined) await giveBack(store, brand_id, day, some.length)
  const entries = changed.map((call): Entry => ({ brand_id, actor: 'desk', action: 'call.end', facts: endFacts(call) }))
  return { calls: outcomes.map(({ call }) => call), entries }
}

interface Outcome {
  readonly call: CallRow
  readonly ending: Ending
  /** Not when somebody else had found out before. */
  readonly changed: boolean
  /** The day whose count has one too many. */
  readonly unused_day: string | undefined
}

function outcomeOf({ settle_seconds }: Means, { call, ending, live }: Ended, before: CallRow | undefined, now: number): Outcome {
  if (before === undefined) throw new Error(`call ${call.record_id} is not there`)
  if (before.state !== 'sending' && before.state !== 'unknown') return { call: before, ending, changed: false, unused_day: undefined }
  const after = endedCall(before, ending, now, live ? now + settle_seconds : before.settled_after)
  const begun = (before.settled_after ?? now) - settle_seconds
  return { call: after, ending, changed: true, unused_day: live && ending.calls === 0 && !isRehearsal(before) ? dayOf(begun) : undefined }
}

function endedCall(before: CallRow, ending: Ending, now: number, settled_after: number | null): CallRow {
  const { again: _, calls, ...facts } = ending
  return {
    ...before,
    ...facts,
    calls: before.calls + calls,
    process_id: null,
    settled_after,
    end_time: ending.state === 'unknown' ? null : now,
  }
}

function endedRow(call: CallRow, { again }: Ending, now: number) {
  const { brand_id, batch_id, line, record_id, state, code, message, invalid_time, request_id, attempts, calls } = call
  if (batch_id === null || line === null) return undefined
  const waits = again === 'later' || (again === 'yes' && attempts < mostAttempts)
  return {
    brand_id,
    batch_id,
    line,
    record_id,
    state: waits ? ('pending' as const) : state,
    code,
    message,
    invalid_time,
    request_id,
    attempts,
    calls,
    next_time: waits ? now + Math.min(longestRest, again === 'later' ? 2 : 2 ** attempts) : 0,
    end_time: waits || state === 'unknown' ? null : now,
  }
}

function endFacts({
  record_id,
  card_key,
  code_last4,
  batch_id,
  line,
  state,
  code,
  invalid_time,
  request_id,
  answer_sha256,
  proof,
  calls,
}: CallRow) {
  return { record_id, card_key, code_last4, batch_id, line, state, code, invalid_time, request_id, answer_sha256, proof, calls }
}
