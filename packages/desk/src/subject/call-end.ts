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
  const calls: CallRow[] = []
  const changed: CallRow[] = []
  const freed: CallRow[] = []
  const unused = new Map<string, number>()
  const rows: Parameters<typeof endRows>[1][number][] = []
  for (const { call, ending, live } of ended) {
    const before = current.get(call.record_id)
    if (before === undefined) throw new Error(`call ${call.record_id} is not there`)
    // Somebody else has found out meanwhile.
    const open = before.state === 'sending' || before.state === 'unknown'
    const after = open ? endedCall(before, ending, now, live ? now + means.settle_seconds : before.settled_after) : before
    calls.push(after)
    if (!open) continue
    changed.push(after)
    if (after.state !== 'done' && after.state !== 'unknown') freed.push(after)
    if (live && ending.calls === 0) {
      const day = dayOf((before.settled_after ?? now) - means.settle_seconds)
      unused.set(day, (unused.get(day) ?? 0) + 1)
    }
    if (after.batch_id !== null && after.line !== null) rows.push(endedRow(after, after.batch_id, after.line, ending, now))
  }
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
  for (const [day, count] of unused) await giveBack(store, brand_id, day, count)
  const entries = changed.map((call): Entry => ({ brand_id, actor: 'desk', action: 'call.end', facts: endFacts(call) }))
  return { calls, entries }
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

function endedRow(call: CallRow, batch_id: string, line: number, { again }: Ending, now: number) {
  const { brand_id, record_id, state, code, message, invalid_time, request_id, attempts, calls } = call
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
