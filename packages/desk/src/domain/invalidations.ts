import type { AuditEvent } from '../audit/event.ts'
import type { DeskErrorKind } from '../contract/desk-error.ts'
import type { Settings } from '../contract/settings.ts'
import { type ConsentRow, lockConsents, useConsents } from '../store/consents.ts'
import { takeDailyQuota, takePersonalQuota } from '../store/daily-quotas.ts'
import {
  beginAgain,
  findBlockingInvalidations,
  type InvalidationRow,
  insertInvalidations,
  lockInvalidations,
} from '../store/invalidations.ts'
import type { Store } from '../store/store.ts'
import { lastWithdrawals, type Withdrawals } from '../store/withdrawals.ts'
import type { CardQuery, Connection } from './connection.ts'
import { consentError, evidenceError } from './consents.ts'
import { type Context, secondsOf, sharedSeconds } from './context.ts'
import { dayOf } from './hours.ts'
import { cardHashOf, openidHash, sealMember } from './member.ts'
import { newId } from './new-id.ts'

/** One attempt to invalidate a card, before it begins. */
export interface Attempt {
  readonly card: CardQuery
  readonly connection: Connection
  readonly consent_id: string
  readonly invalid_reason: string
  readonly requested_by: string
  readonly row?: { readonly batch_id: string; readonly line: number }
  /** Of an earlier attempt for the same row. */
  readonly invalidation_id?: string | undefined
}

/** An attempt whose request may be sent. */
export interface Sendable {
  readonly invalidation: InvalidationRow
}

/** An attempt that may not begin, and the invalidation of the same card that prevents it, if there is one. */
export interface NotBegun {
  readonly refused: DeskErrorKind
  readonly invalidation?: InvalidationRow
}

/** The settings that a beginning depends on. */
export type BeginSettings = Pick<Settings, 'daily_cap' | 'single_limit_per_person' | 'single_needs_second_person' | 'evidence_required'>

/**
 * Begins attempts of one brand in the caller's transaction: each has a usable consent, no other invalidation of its card, and a place
 * in the daily quota. A request may leave only after that transaction is durable.
 */
export async function beginAttempts(
  context: Context,
  store: Store,
  brand_id: string,
  settings: BeginSettings,
  attempts: readonly Attempt[],
): Promise<{ readonly begun: readonly (Sendable | NotBegun)[]; readonly events: readonly AuditEvent[] }> {
  const now = secondsOf(context.clock)
  const begin_time = await sharedSeconds(context, store)
  const requests = attempts.map((attempt) => {
    const { card, connection } = attempt
    return { attempt, card: { brand_id, ...cardHashOf(context.vault, card), rehearsal: connection.sandbox ? 1 : 0 } }
  })
  const consents = await lockConsents(
    store,
    attempts.map(({ consent_id }) => ({ brand_id, consent_id })),
  )
  const withdrawals = await lastWithdrawals(store, brand_id, [...consents.values()])
  const known = attempts.flatMap(({ invalidation_id }) => (invalidation_id === undefined ? [] : [{ brand_id, invalidation_id }]))
  const earlier = await lockInvalidations(store, known)
  const blocking = await findBlockingInvalidations(
    store,
    requests.map(({ card }) => card),
  )
  const taken = new Set<string>()
  const begun: (Sendable | NotBegun)[] = []
  const events: AuditEvent[] = []
  for (const { attempt, card } of requests) {
    const blocked = blocking(card)
    const key = `${card.rehearsal} ${card.card_hash}`
    const consent = consents.get(attempt.consent_id)
    const refused = attemptError(context, settings, attempt, consent, now, withdrawals) ?? (taken.has(key) ? 'card_busy' : undefined)
    if (blocked !== undefined) begun.push({ refused: blocked.state === 'done' ? 'card_done' : 'card_busy', invalidation: blocked })
    else if (refused !== undefined) begun.push({ refused })
    else {
      taken.add(key)
      const before = attempt.invalidation_id === undefined ? undefined : earlier.get(attempt.invalidation_id)
      begun.push({ invalidation: invalidationRow(context, attempt, card, consent, before, begin_time) })
    }
  }
  const counted = begun.filter((one) => !('refused' in one) && one.invalidation.rehearsal === 0)
  let left = await takeDailyQuota(store, brand_id, dayOf(begin_time), counted.length, settings.daily_cap)
  const capped = begun.map((one) => (!counted.includes(one) || left-- > 0 ? one : { refused: 'daily_cap' as const }))
  const results = await limitSingles(store, capped, dayOf(begin_time), settings)
  const invalidations = results.flatMap((one) => ('refused' in one ? [] : [one.invalidation]))
  await insertInvalidations(
    store,
    invalidations.filter(({ invalidation_id }) => !earlier.has(invalidation_id)),
  )
  await beginAgain(
    store,
    invalidations.filter(({ invalidation_id }) => earlier.has(invalidation_id)),
  )
  await useConsents(
    store,
    invalidations
      .filter(({ rehearsal }) => rehearsal === 0)
      .map(({ consent_id, invalidation_id }) => ({ brand_id, consent_id, used_by: invalidation_id })),
  )
  for (const invalidation of invalidations)
    events.push({ brand_id, actor: invalidation.requested_by, action: 'invalidation.begin', facts: beginFacts(invalidation) })
  return { begun: results, events }
}

/** Refuses the single cards that a person may end no more on this day. Batches have approvals instead, rehearsals end nothing. */
async function limitSingles(
  store: Store,
  begun: readonly (Sendable | NotBegun)[],
  day: string,
  { single_limit_per_person }: BeginSettings,
): Promise<(Sendable | NotBegun)[]> {
  const results: (Sendable | NotBegun)[] = []
  for (const one of begun) {
    const isSingle = !('refused' in one) && one.invalidation.batch_id === null && one.invalidation.rehearsal === 0
    const isOver = isSingle && !(await takePersonalQuota(store, { ...one.invalidation, day }, single_limit_per_person))
    results.push(isOver ? { refused: 'single_limit' } : one)
  }
  return results
}

/** Why an attempt may not begin by its consent; undefined when it may. */
export function attemptError(
  { vault }: Pick<Context, 'vault'>,
  { evidence_required, single_needs_second_person }: BeginSettings,
  { card, row, requested_by }: Pick<Attempt, 'card' | 'row' | 'requested_by'>,
  consent: ConsentRow | undefined,
  now: number,
  withdrawals: Withdrawals,
): DeskErrorKind | undefined {
  if (consent === undefined) return 'consent_needed'
  if (consent.card_hash !== cardHashOf(vault, card).card_hash || consent.openid_hash !== openidHash(vault, card.brand_id, card.openid))
    return 'consent_needed'
  const unusable = consentError(consent, now, withdrawals) ?? evidenceError(consent, evidence_required)
  if (unusable !== undefined) return unusable
  return single_needs_second_person && row === undefined && consent.recorded_by === requested_by ? 'consent_own' : undefined
}

function invalidationRow(
  { vault, clock, process_id, sign_seconds, effect_seconds }: Context,
  { card, connection, consent_id, invalid_reason, requested_by, row, invalidation_id = newId('invalidation', clock()) }: Attempt,
  { card_hash, code_last4, rehearsal }: Pick<InvalidationRow, 'card_hash' | 'code_last4' | 'rehearsal'>,
  consent: ConsentRow | undefined,
  before: InvalidationRow | undefined,
  now: number,
): InvalidationRow {
  const { brand_id, card_id, user_card_code, openid } = card
  return {
    brand_id,
    invalidation_id,
    card_id,
    card_hash,
    openid_hash: openidHash(vault, brand_id, openid),
    rehearsal,
    code_last4,
    member: sealMember(vault, { user_card_code, openid }, invalidationAssociatedData(brand_id, invalidation_id)),
    consent_id,
    batch_id: row?.batch_id ?? null,
    line: row?.line ?? null,
    connection: connection.name,
    caller_kind: connection.caller_kind,
    caller_id: connection.caller_id,
    base_url: connection.base_url,
    invalid_reason,
    state: 'sending',
    code: null,
    server_message: null,
    invalid_time: null,
    request_id: null,
    answer_sha256: null,
    proof: null,
    attempts: (before?.attempts ?? 0) + 1,
    failures: before?.failures ?? 0,
    request_count: before?.request_count ?? 0,
    requested_by,
    consent_recorded_by: consent?.recorded_by ?? '',
    process_id,
    start_time: before?.start_time ?? now,
    end_time: null,
    sign_before: now + sign_seconds,
    reconcile_after: now + sign_seconds + effect_seconds,
    may_have_left: 0,
    not_invalid_at: null,
    reads: 0,
    next_read_time: 0,
  }
}

/** The associated data with which an invalidation's member is encrypted. */
export function invalidationAssociatedData(brand_id: string, invalidation_id: string): string {
  return `invalidation ${brand_id} ${invalidation_id}`
}

function beginFacts({
  invalidation_id,
  card_id,
  card_hash,
  code_last4,
  rehearsal,
  consent_id,
  batch_id,
  line,
  connection,
  attempts,
  invalid_reason,
  process_id,
  sign_before,
}: InvalidationRow) {
  const card = { card_id, card_hash, code_last4, rehearsal: rehearsal === 1 }
  return { invalidation_id, ...card, consent_id, batch_id, line, connection, attempt: attempts, invalid_reason, process_id, sign_before }
}
