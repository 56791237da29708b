import type { AuditEvent } from '../audit/event.ts'
import type { DeskErrorKind } from '../contract/desk-error.ts'
import type { Settings } from '../contract/settings.ts'
import { type ConsentRow, lockConsents, useConsents } from '../store/consents.ts'
import { takeDailyQuota } from '../store/daily-quotas.ts'
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
import { whyUseless } from './consents.ts'
import { type Context, secondsOf, sharedSeconds } from './context.ts'
import { dayOf } from './hours.ts'
import { cardHashOf, invalidationCardHash, isRehearsal, openidHash, sealMember } from './member.ts'
import { newId } from './new-id.ts'

/** One attempt to end a card, before it is begun. */
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

/** An attempt that may go out. */
export interface Sendable {
  readonly invalidation: InvalidationRow
}

/** An attempt that may not go out, and the call that is in its way, if one is. */
export interface NotBegun {
  readonly refused: DeskErrorKind
  readonly invalidation?: InvalidationRow
}

/**
 * Begins attempts of one brand in the caller's transaction: each has a consent that holds now, no other call for its card,
 * and a place among the day's calls. Once that transaction is durable, a call may leave; not before.
 */
export async function begin(
  context: Context,
  store: Store,
  brand_id: string,
  { daily_cap }: Pick<Settings, 'daily_cap'>,
  attempts: readonly Attempt[],
): Promise<{ readonly begun: readonly (Sendable | NotBegun)[]; readonly events: readonly AuditEvent[] }> {
  const now = secondsOf(context.clock)
  const begin_time = await sharedSeconds(context, store)
  const marks = attempts.map(({ card, connection }) => {
    const { card_hash, code_last4 } = cardHashOf(context.vault, card)
    return { card_hash: invalidationCardHash(card_hash, connection.sandbox), code_last4 }
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
    marks.map(({ card_hash }) => ({ brand_id, card_hash })),
  )
  const taken = new Set<string>()
  const begun: (Sendable | NotBegun)[] = []
  const events: AuditEvent[] = []
  for (const [index, attempt] of attempts.entries()) {
    const { card_hash = '', code_last4 = '' } = marks[index] ?? {}
    const blocked = blocking.get(card_hash)
    const refused =
      whyNot(context, attempt, consents.get(attempt.consent_id), now, withdrawals) ?? (taken.has(card_hash) ? 'card_busy' : undefined)
    if (blocked !== undefined) begun.push({ refused: blocked.state === 'done' ? 'card_done' : 'card_busy', invalidation: blocked })
    else if (refused !== undefined) begun.push({ refused })
    else {
      taken.add(card_hash)
      const before = attempt.invalidation_id === undefined ? undefined : earlier.get(attempt.invalidation_id)
      begun.push({ invalidation: invalidationRow(context, attempt, { card_hash, code_last4 }, before, begin_time) })
    }
  }
  const counted = begun.filter((one) => !('refused' in one) && !isRehearsal(one.invalidation))
  let left = await takeDailyQuota(store, brand_id, dayOf(begin_time), counted.length, daily_cap)
  const results = begun.map((one) => (!counted.includes(one) || left-- > 0 ? one : { refused: 'daily_cap' as const }))
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
      .filter((invalidation) => !isRehearsal(invalidation))
      .map(({ consent_id, invalidation_id }) => ({ brand_id, consent_id, used_by: invalidation_id })),
  )
  for (const invalidation of invalidations)
    events.push({ brand_id, actor: invalidation.requested_by, action: 'invalidation.begin', facts: beginFacts(invalidation) })
  return { begun: results, events }
}

function whyNot(
  { vault }: Context,
  { card }: Attempt,
  consent: ConsentRow | undefined,
  now: number,
  withdrawals: Withdrawals,
): DeskErrorKind | undefined {
  if (consent === undefined) return 'consent_needed'
  if (consent.card_hash !== cardHashOf(vault, card).card_hash || consent.openid_hash !== openidHash(vault, card.brand_id, card.openid))
    return 'consent_needed'
  return whyUseless(consent, now, withdrawals)
}

function invalidationRow(
  { vault, clock, process_id, sign_seconds, effect_seconds }: Context,
  { card, connection, consent_id, invalid_reason, requested_by, row, invalidation_id = newId('call', clock()) }: Attempt,
  mark: { readonly card_hash: string; readonly code_last4: string },
  before: InvalidationRow | undefined,
  now: number,
): InvalidationRow {
  const { brand_id, card_id, user_card_code, openid } = card
  return {
    brand_id,
    invalidation_id,
    card_id,
    ...mark,
    member: sealMember(vault, { user_card_code, openid }, invalidationAssociatedData(brand_id, invalidation_id)),
    consent_id,
    batch_id: row?.batch_id ?? null,
    line: row?.line ?? null,
    connection: connection.name,
    mchid: connection.mchid,
    base_url: connection.base_url,
    invalid_reason,
    state: 'sending',
    code: null,
    message: null,
    invalid_time: null,
    request_id: null,
    answer_sha256: null,
    proof: null,
    attempts: (before?.attempts ?? 0) + 1,
    request_count: before?.request_count ?? 0,
    requested_by,
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

/** Where a call's member is encrypted for. */
export function invalidationAssociatedData(brand_id: string, invalidation_id: string): string {
  return `call ${brand_id} ${invalidation_id}`
}

function beginFacts({
  invalidation_id,
  card_id,
  card_hash,
  code_last4,
  consent_id,
  batch_id,
  line,
  connection,
  attempts,
  invalid_reason,
  process_id,
  sign_before,
}: InvalidationRow) {
  const card = { card_id, card_hash, code_last4 }
  return { invalidation_id, ...card, consent_id, batch_id, line, connection, attempt: attempts, invalid_reason, process_id, sign_before }
}
