import type { Entry } from '../record/entry.ts'
import { endRows } from '../store/batch-rows.ts'
import { returnToCanary } from '../store/batches.ts'
import { type CallRow, lockCalls, readAgain, writeEnds } from '../store/calls.ts'
import { freeConsents } from '../store/consents.ts'
import { giveBack } from '../store/days.ts'
import type { Store } from '../store/store.ts'
import { type Ending, neverSent, processLost } from './ending.ts'
import { dayOf } from './hours.ts'
import { type Means, sharedSeconds } from './means.ts'
import { isRehearsal } from './member.ts'

/** An attempt and what became of it. */
export interface Ended {
  /** As it was when its writer began, found it left behind, or read it: of another attempt nothing is written. */
  readonly call: Pick<CallRow, 'brand_id' | 'record_id' | 'attempts' | 'process_id'>
  readonly ending: Ending
  /**
   * Who tells it: the process that made the attempt (`own`), one that found the attempt left behind by a process that is gone
   * (`heir`), or one that has read the card of a call in doubt (`reader`).
   */
  readonly by: 'own' | 'heir' | 'reader'
}

/** A row is given up after so many attempts. */
export const mostAttempts = 5
/** How long a row rests before its next attempt, at most, in seconds. */
export const longestRest = 60

/**
 * Writes what became of attempts of one brand, in the caller's transaction: the call, its consent, its row, the day's count. An
 * attempt that is another by now, or in other hands, stays as it is: what its own process tells of it is written down all the same,
 * and if it is in doubt it is read at once.
 */
export async function end(
  means: Means,
  store: Store,
  brand_id: string,
  ended: readonly Ended[],
): Promise<{ readonly calls: readonly CallRow[]; readonly entries: readonly Entry[] }> {
  const now = await sharedSeconds(means, store)
  const current = await lockCalls(
    store,
    ended.map(({ call }) => call),
  )
  const outcomes = ended.map((one): Outcome => outcomeOf(means, one, current.get(one.call.record_id), now))
  const open = outcomes.filter(({ holds }) => holds)
  const changed = open.map(({ call }) => call)
  const freed = changed.filter((call) => call.state !== 'done' && call.state !== 'unknown' && !isRehearsal(call))
  const rows = open.flatMap(({ call, ending }) => endedRow(call, ending, now) ?? [])
  const late = outcomes.filter((one) => !one.holds && one.by === 'own' && !isTold(one))
  await writeEnds(store, changed)
  await readAgain(
    store,
    late.map(({ call, attempt }) => ({ ...call, attempts: attempt, reads: 0, next_read_time: now })),
  )
  await freeConsents(
    store,
    freed.map(({ consent_id, record_id }) => ({ brand_id, consent_id, used_by: record_id })),
  )
  await endRows(store, rows)
  await returnToCanary(
    store,
    rows.filter(({ state }) => state === 'pending'),
  )
  for (const [day, some] of Map.groupBy(open, ({ unused_day }) => unused_day))
    if (day !== undefined) await giveBack(store, brand_id, day, some.length)
  for (const { call, ending } of late)
    if (ending.state === 'done' && call.state !== 'done' && call.state !== 'unknown')
      means.log.error(
        { record_id: call.record_id, state: call.state },
        'a late answer says that a card was ended whose call is on record as not done',
      )
  const entries = open.map(({ call, by }): Entry => ({ brand_id, actor: 'desk', action: 'call.end', facts: { ...endFacts(call), by } }))
  const lateEntries = late.map((one): Entry => ({ brand_id, actor: 'desk', action: 'call.late', facts: lateFacts(one) }))
  return { calls: outcomes.map(({ call }) => call), entries: [...entries, ...lateEntries] }
}

interface Outcome {
  readonly call: CallRow
  readonly ending: Ending
  readonly by: Ended['by']
  /** The attempt that is told of. */
  readonly attempt: number
  /** Whether the attempt is still what its writer takes it for. */
  readonly holds: boolean
  /** The day whose count has one too many. */
  readonly unused_day: string | undefined
}

function outcomeOf({ sign_seconds }: Means, one: Ended, before: CallRow | undefined, now: number): Outcome {
  const { call, by } = one
  if (before === undefined) throw new Error(`call ${call.record_id} is not there`)
  const { attempts, process_id } = call
  // Whether an attempt that was left behind may have left is certain only now that its row is held.
  const ending = by === 'heir' && before.may_have_left === 0 ? neverSent : one.ending
  const told = { ending, by, attempt: attempts }
  const state = by === 'reader' ? 'unknown' : 'sending'
  if (before.state !== state || before.attempts !== attempts || before.process_id !== process_id)
    return { ...told, call: before, holds: false, unused_day: undefined }
  const after = endedCall(before, ending, now)
  const unused = by !== 'reader' && !isRehearsal(before) && ending.calls === 0 && ending.state !== 'unknown'
  return { ...told, call: after, holds: true, unused_day: unused ? dayOf(before.sign_before - sign_seconds) : undefined }
}

// Written before, by a transaction whose success was not heard of.
function isTold({ call, ending, attempt }: Outcome): boolean {
  return call.attempts === attempt && call.state === ending.state && call.request_id === ending.request_id
}

function endedCall(before: CallRow, ending: Ending, now: number): CallRow {
  const { again: _, calls, ...facts } = ending
  // Of an attempt whose process is gone nobody has counted the call yet.
  const uncounted = before.state === 'unknown' && before.code === processLost && ending.state === 'done' ? 1 : 0
  const unknown = ending.state === 'unknown'
  return {
    ...before,
    ...facts,
    calls: before.calls + calls + uncounted,
    process_id: null,
    reads: 0,
    next_read_time: unknown ? now : 0,
    end_time: unknown ? null : now,
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
  attempts,
  calls,
}: CallRow) {
  const answer = { code, invalid_time, request_id, answer_sha256, proof }
  return { record_id, card_key, code_last4, batch_id, line, attempt: attempts, state, ...answer, calls }
}

function lateFacts({ call, ending, attempt }: Outcome) {
  const { record_id, card_key, code_last4 } = call
  const { state, code, invalid_time, request_id, answer_sha256, proof } = ending
  return { record_id, card_key, code_last4, attempt, state, code, invalid_time, request_id, answer_sha256, proof, on_record: call.state }
}
