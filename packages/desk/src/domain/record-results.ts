import type { AuditEvent } from '../audit/event.ts'
import { returnToCanary } from '../store/batches.ts'
import { freeConsents } from '../store/consents.ts'
import { returnDailyQuota } from '../store/daily-quotas.ts'
import { type InvalidationRow, lockInvalidations, scheduleReads, writeResults } from '../store/invalidations.ts'
import { writeRowResults } from '../store/row-results.ts'
import type { Store } from '../store/store.ts'
import { type AttemptResult, neverSent, processLost } from './attempt-result.ts'
import { type Context, sharedSeconds } from './context.ts'
import { dayOf } from './hours.ts'

/** An attempt and its result. */
export interface AttemptReport {
  /** The attempt as its reporter knew it: if another attempt has begun since, the result is not written. */
  readonly invalidation: Pick<InvalidationRow, 'brand_id' | 'invalidation_id' | 'attempts' | 'process_id'>
  readonly result: AttemptResult
  /**
   * Who reports the result: the process that made the attempt (`sender`), one that recovers the attempts of processes that are gone
   * (`recovery`), or one that read the card of an unknown outcome (`read_back`).
   */
  readonly by: 'sender' | 'recovery' | 'read_back'
}

/** A row ends after so many failures. What says nothing about the row is not one: a platform that is unavailable, a process that is lost. */
export const maxFailures = 5
/** The longest time between two attempts for a row, in seconds. */
export const maxBackoff = 60

/**
 * Writes the results of attempts of one brand in the caller's transaction: the invalidation, its consent, its row, the quota of the day.
 * A result for an attempt that another attempt or process has replaced changes none of these. If its own sender reports it, it is
 * written to the audit log, and an unknown outcome is read back at once.
 */
export async function recordResults(
  context: Context,
  store: Store,
  brand_id: string,
  reports: readonly AttemptReport[],
): Promise<{ readonly invalidations: readonly InvalidationRow[]; readonly events: readonly AuditEvent[] }> {
  const now = await sharedSeconds(context, store)
  const stored = await lockInvalidations(
    store,
    reports.map(({ invalidation }) => invalidation),
  )
  const outcomes = reports.map((report) => outcomeOf(context, report, stored.get(report.invalidation.invalidation_id), now))
  const current = outcomes.filter(({ isCurrent }) => isCurrent)
  const changed = current.map(({ invalidation }) => invalidation)
  const freed = changed.filter(({ state, rehearsal }) => state !== 'done' && state !== 'unknown' && rehearsal === 0)
  const rows = current.flatMap(({ invalidation, result }) => rowResult(invalidation, result, now) ?? [])
  const late = outcomes.filter((outcome) => !outcome.isCurrent && outcome.by === 'sender' && !isRecorded(outcome))
  await writeResults(store, changed)
  await scheduleReads(
    store,
    late.map(({ invalidation, attempt }) => ({ ...invalidation, attempts: attempt, reads: 0, next_read_time: now })),
  )
  await freeConsents(
    store,
    freed.map(({ consent_id, invalidation_id }) => ({ brand_id, consent_id, used_by: invalidation_id })),
  )
  await writeRowResults(store, rows)
  await returnToCanary(
    store,
    rows.filter(({ state }) => state === 'pending'),
  )
  for (const [day, some] of Map.groupBy(current, ({ unused_day }) => unused_day))
    if (day !== undefined) await returnDailyQuota(store, brand_id, day, some.length)
  for (const { invalidation, result } of late)
    if (result.state === 'done' && invalidation.state !== 'done' && invalidation.state !== 'unknown')
      context.log.error(
        { invalidation_id: invalidation.invalidation_id, state: invalidation.state },
        'a late answer says that a card was invalidated whose invalidation is on record as not done',
      )
  const desk = { brand_id, actor: 'desk' } as const
  const events = current.map(({ invalidation, by }): AuditEvent => {
    return { ...desk, action: 'invalidation.result', facts: { ...resultFacts(invalidation), by } }
  })
  const lateEvents = late.map((outcome): AuditEvent => {
    return { ...desk, action: 'invalidation.late_result', facts: lateResultFacts(outcome) }
  })
  return { invalidations: outcomes.map(({ invalidation }) => invalidation), events: [...events, ...lateEvents] }
}

interface Outcome {
  readonly invalidation: InvalidationRow
  readonly result: AttemptResult
  readonly by: AttemptReport['by']
  /** The number of the attempt that is reported. */
  readonly attempt: number
  /** Whether the reported attempt is still the one on record. */
  readonly isCurrent: boolean
  /** The day to whose quota one invalidation is returned. */
  readonly unused_day: string | undefined
}

function outcomeOf({ sign_seconds }: Context, report: AttemptReport, before: InvalidationRow | undefined, now: number): Outcome {
  const { invalidation, by } = report
  if (before === undefined) throw new Error(`the invalidation ${invalidation.invalidation_id} does not exist`)
  const { attempts, process_id } = invalidation
  // Whether the request of a lost process may have left is certain only while the invalidation is locked.
  const result = by === 'recovery' && before.may_have_left === 0 ? neverSent : resultAfter(before, report)
  const reported = { result, by, attempt: attempts }
  const state = by === 'read_back' ? 'unknown' : 'sending'
  if (before.state !== state || before.attempts !== attempts || before.process_id !== process_id)
    return { ...reported, invalidation: before, isCurrent: false, unused_day: undefined }
  const isUnused = by !== 'read_back' && before.rehearsal === 0 && result.request_count === 0 && result.state !== 'unknown'
  return {
    ...reported,
    invalidation: withResult(before, result, now),
    isCurrent: true,
    unused_day: isUnused ? dayOf(before.sign_before - sign_seconds) : undefined,
  }
}

// That a request had no effect says nothing about the card when its process was lost: neither the platform nor the row is to blame.
function resultAfter(before: InvalidationRow, { result, by }: AttemptReport): AttemptResult {
  const isLost = by === 'read_back' && before.code === processLost
  return isLost && result.retry === 'limited' ? { ...result, retry: 'until_available' } : result
}

// By an earlier transaction of the same reporter, whose success was not confirmed to it.
function isRecorded({ invalidation, result, attempt }: Outcome): boolean {
  return invalidation.attempts === attempt && invalidation.state === result.state && invalidation.request_id === result.request_id
}

function withResult(before: InvalidationRow, result: AttemptResult, now: number): InvalidationRow {
  const { retry, request_count, ...facts } = result
  // The request of a lost process is counted only when its effect is proved.
  const uncounted = before.state === 'unknown' && before.code === processLost && result.state === 'done' ? 1 : 0
  const isUnknown = result.state === 'unknown'
  return {
    ...before,
    ...facts,
    failures: before.failures + (retry === 'limited' ? 1 : 0),
    request_count: before.request_count + request_count + uncounted,
    process_id: null,
    reads: 0,
    next_read_time: isUnknown ? now : 0,
    end_time: isUnknown ? null : now,
  }
}

function rowResult(invalidation: InvalidationRow, { retry }: AttemptResult, now: number) {
  const { brand_id, batch_id, line, invalidation_id, state, code, server_message, invalid_time, request_id, attempts, request_count } =
    invalidation
  const { failures } = invalidation
  if (batch_id === null || line === null) return undefined
  const retries = retry === 'until_available' || (retry === 'limited' && failures < maxFailures)
  return {
    brand_id,
    batch_id,
    line,
    invalidation_id,
    state: retries ? ('pending' as const) : state,
    code,
    server_message,
    invalid_time,
    request_id,
    attempts,
    request_count,
    next_time: retries ? now + Math.min(maxBackoff, retry === 'until_available' ? 2 : 2 ** failures) : 0,
    end_time: retries || state === 'unknown' ? null : now,
  }
}

function resultFacts(row: InvalidationRow) {
  const { invalidation_id, card_hash, code_last4, rehearsal, batch_id, line, attempts, state, request_count } = row
  const { code, invalid_time, request_id, answer_sha256, proof } = row
  const card = { card_hash, code_last4, rehearsal: rehearsal === 1 }
  const answer = { code, invalid_time, request_id, answer_sha256, proof }
  return { invalidation_id, ...card, batch_id, line, attempt: attempts, state, ...answer, request_count }
}

function lateResultFacts({ invalidation, result, attempt }: Outcome) {
  const { invalidation_id, card_hash, code_last4, rehearsal } = invalidation
  const { state, code, invalid_time, request_id, answer_sha256, proof } = result
  const card = { card_hash, code_last4, rehearsal: rehearsal === 1 }
  const answer = { code, invalid_time, request_id, answer_sha256, proof }
  return { invalidation_id, ...card, attempt, state, ...answer, on_record: invalidation.state }
}
