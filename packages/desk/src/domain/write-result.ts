import type { AuditEvent } from '../audit/event.ts'
import { endRows } from '../store/batch-rows.ts'
import { returnToCanary } from '../store/batches.ts'
import { freeConsents } from '../store/consents.ts'
import { returnDailyQuota } from '../store/daily-quotas.ts'
import { type InvalidationRow, lockInvalidations, readAgain, writeEnds } from '../store/invalidations.ts'
import type { Store } from '../store/store.ts'
import { type AttemptResult, neverSent, processLost } from './attempt-result.ts'
import { type Context, sharedSeconds } from './context.ts'
import { dayOf } from './hours.ts'
import { isRehearsal } from './member.ts'

/** An attempt and what became of it. */
export interface Ended {
  /** As it was when its writer began, found it left behind, or read it: of another attempt nothing is written. */
  readonly invalidation: Pick<InvalidationRow, 'brand_id' | 'invalidation_id' | 'attempts' | 'process_id'>
  readonly result: AttemptResult
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
  context: Context,
  store: Store,
  brand_id: string,
  ended: readonly Ended[],
): Promise<{ readonly invalidations: readonly InvalidationRow[]; readonly events: readonly AuditEvent[] }> {
  const now = await sharedSeconds(context, store)
  const current = await lockInvalidations(
    store,
    ended.map(({ invalidation }) => invalidation),
  )
  const outcomes = ended.map((one): Outcome => outcomeOf(context, one, current.get(one.invalidation.invalidation_id), now))
  const open = outcomes.filter(({ holds }) => holds)
  const changed = open.map(({ invalidation }) => invalidation)
  const freed = changed.filter(
    (invalidation) => invalidation.state !== 'done' && invalidation.state !== 'unknown' && !isRehearsal(invalidation),
  )
  const rows = open.flatMap(({ invalidation, result }) => endedRow(invalidation, result, now) ?? [])
  const late = outcomes.filter((one) => !one.holds && one.by === 'own' && !isTold(one))
  await writeEnds(store, changed)
  await readAgain(
    store,
    late.map(({ invalidation, attempt }) => ({ ...invalidation, attempts: attempt, reads: 0, next_read_time: now })),
  )
  await freeConsents(
    store,
    freed.map(({ consent_id, invalidation_id }) => ({ brand_id, consent_id, used_by: invalidation_id })),
  )
  await endRows(store, rows)
  await returnToCanary(
    store,
    rows.filter(({ state }) => state === 'pending'),
  )
  for (const [day, some] of Map.groupBy(open, ({ unused_day }) => unused_day))
    if (day !== undefined) await returnDailyQuota(store, brand_id, day, some.length)
  for (const { invalidation, result } of late)
    if (result.state === 'done' && invalidation.state !== 'done' && invalidation.state !== 'unknown')
      context.log.error(
        { invalidation_id: invalidation.invalidation_id, state: invalidation.state },
        'a late answer says that a card was ended whose call is on record as not done',
      )
  const events = open.map(
    ({ invalidation, by }): AuditEvent => ({
      brand_id,
      actor: 'desk',
      action: 'invalidation.result',
      facts: { ...endFacts(invalidation), by },
    }),
  )
  const lateEvents = late.map((one): AuditEvent => ({ brand_id, actor: 'desk', action: 'invalidation.late_result', facts: lateFacts(one) }))
  return { invalidations: outcomes.map(({ invalidation }) => invalidation), events: [...events, ...lateEvents] }
}

interface Outcome {
  readonly invalidation: InvalidationRow
  readonly result: AttemptResult
  readonly by: Ended['by']
  /** The attempt that is told of. */
  readonly attempt: number
  /** Whether the attempt is still what its writer takes it for. */
  readonly holds: boolean
  /** The day whose count has one too many. */
  readonly unused_day: string | undefined
}

function outcomeOf({ sign_seconds }: Context, one: Ended, before: InvalidationRow | undefined, now: number): Outcome {
  const { invalidation, by } = one
  if (before === undefined) throw new Error(`call ${invalidation.invalidation_id} is not there`)
  const { attempts, process_id } = invalidation
  // Whether an attempt that was left behind may have left is certain only now that its row is held.
  const result = by === 'heir' && before.may_have_left === 0 ? neverSent : one.result
  const told = { result, by, attempt: attempts }
  const state = by === 'reader' ? 'unknown' : 'sending'
  if (before.state !== state || before.attempts !== attempts || before.process_id !== process_id)
    return { ...told, invalidation: before, holds: false, unused_day: undefined }
  const after = endedInvalidation(before, result, now)
  const unused = by !== 'reader' && !isRehearsal(before) && result.request_count === 0 && result.state !== 'unknown'
  return { ...told, invalidation: after, holds: true, unused_day: unused ? dayOf(before.sign_before - sign_seconds) : undefined }
}

// Written before, by a transaction whose success was not heard of.
function isTold({ invalidation, result, attempt }: Outcome): boolean {
  return invalidation.attempts === attempt && invalidation.state === result.state && invalidation.request_id === result.request_id
}

function endedInvalidation(before: InvalidationRow, result: AttemptResult, now: number): InvalidationRow {
  const { again: _, request_count, ...facts } = result
  // Of an attempt whose process is gone nobody has counted the call yet.
  const uncounted = before.state === 'unknown' && before.code === processLost && result.state === 'done' ? 1 : 0
  const unknown = result.state === 'unknown'
  return {
    ...before,
    ...facts,
    request_count: before.request_count + request_count + uncounted,
    process_id: null,
    reads: 0,
    next_read_time: unknown ? now : 0,
    end_time: unknown ? null : now,
  }
}

function endedRow(invalidation: InvalidationRow, { again }: AttemptResult, now: number) {
  const { brand_id, batch_id, line, invalidation_id, state, code, message, invalid_time, request_id, attempts, request_count } =
    invalidation
  if (batch_id === null || line === null) return undefined
  const waits = again === 'later' || (again === 'yes' && attempts < mostAttempts)
  return {
    brand_id,
    batch_id,
    line,
    invalidation_id,
    state: waits ? ('pending' as const) : state,
    code,
    message,
    invalid_time,
    request_id,
    attempts,
    request_count,
    next_time: waits ? now + Math.min(longestRest, again === 'later' ? 2 : 2 ** attempts) : 0,
    end_time: waits || state === 'unknown' ? null : now,
  }
}

function endFacts({
  invalidation_id,
  card_hash,
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
  request_count,
}: InvalidationRow) {
  const answer = { code, invalid_time, request_id, answer_sha256, proof }
  return { invalidation_id, card_hash, code_last4, batch_id, line, attempt: attempts, state, ...answer, request_count }
}

function lateFacts({ invalidation, result, attempt }: Outcome) {
  const { invalidation_id, card_hash, code_last4 } = invalidation
  const { state, code, invalid_time, request_id, answer_sha256, proof } = result
  return {
    invalidation_id,
    card_hash,
    code_last4,
    attempt,
    state,
    code,
    invalid_time,
    request_id,
    answer_sha256,
    proof,
    on_record: invalidation.state,
  }
}
