import type { RefusalName } from '../contract/refusal.ts'
import type { Settings } from '../contract/settings.ts'
import type { Entry } from '../record/entry.ts'
import { beginAgain, type CallRow, findBlockingCalls, insertCalls, lockCalls } from '../store/calls.ts'
import { type ConsentRow, lockConsents, useConsents } from '../store/consents.ts'
import { takeCalls } from '../store/days.ts'
import type { Store } from '../store/store.ts'
import { lastWithdrawals, type Withdrawals } from '../store/withdrawals.ts'
import type { CardQuery, Connection } from './connection.ts'
import { whyUseless } from './consents.ts'
import { dayOf } from './hours.ts'
import { type Means, secondsOf, sharedSeconds } from './means.ts'
import { callKey, isRehearsal, markOf, openidKey, sealMember } from './member.ts'
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
  readonly record_id?: string | undefined
}

/** An attempt that may go out. */
export interface Sendable {
  readonly call: CallRow
}

/** An attempt that may not go out, and the call that is in its way, if one is. */
export interface NotBegun {
  readonly refused: RefusalName
  readonly call?: CallRow
}

/**
 * Begins attempts of one brand in the caller's transaction: each has a consent that holds now, no other call for its card,
 * and a place among the day's calls. Once that transaction is durable, a call may leave; not before.
 */
export async function begin(
  means: Means,
  store: Store,
  brand_id: string,
  { daily_cap }: Pick<Settings, 'daily_cap'>,
  attempts: readonly Attempt[],
): Promise<{ readonly begun: readonly (Sendable | NotBegun)[]; readonly entries: readonly Entry[] }> {
  const now = secondsOf(means.clock)
  const begin_time = await sharedSeconds(means, store)
  const marks = attempts.map(({ card, connection }) => {
    const { card_key, code_last4 } = markOf(means.vault, card)
    return { card_key: callKey(card_key, connection.sandbox), code_last4 }
  })
  const consents = await lockConsents(
    store,
    attempts.map(({ consent_id }) => ({ brand_id, consent_id })),
  )
  const withdrawals = await lastWithdrawals(store, brand_id, [...consents.values()])
  const known = attempts.flatMap(({ record_id }) => (record_id === undefined ? [] : [{ brand_id, record_id }]))
  const earlier = await lockCalls(store, known)
  const blocking = await findBlockingCalls(
    store,
    marks.map(({ card_key }) => ({ brand_id, card_key })),
  )
  const taken = new Set<string>()
  const begun: (Sendable | NotBegun)[] = []
  const entries: Entry[] = []
  for (const [index, attempt] of attempts.entries()) {
    const { card_key = '', code_last4 = '' } = marks[index] ?? {}
    const blocked = blocking.get(card_key)
    const refused =
      whyNot(means, attempt, consents.get(attempt.consent_id), now, withdrawals) ?? (taken.has(card_key) ? 'card_busy' : undefined)
    if (blocked !== undefined) begun.push({ refused: blocked.state === 'done' ? 'card_done' : 'card_busy', call: blocked })
    else if (refused !== undefined) begun.push({ refused })
    else {
      taken.add(card_key)
      const before = attempt.record_id === undefined ? undefined : earlier.get(attempt.record_id)
      begun.push({ call: callRow(means, attempt, { card_key, code_last4 }, before, begin_time) })
    }
  }
  const counted = begun.filter((one) => !('refused' in one) && !isRehearsal(one.call))
  let left = await takeCalls(store, brand_id, dayOf(begin_time), counted.length, daily_cap)
  const results = begun.map((one) => (!counted.includes(one) || left-- > 0 ? one : { refused: 'daily_cap' as const }))
  const calls = results.flatMap((one) => ('refused' in one ? [] : [one.call]))
  await insertCalls(
    store,
    calls.filter(({ record_id }) => !earlier.has(record_id)),
  )
  await beginAgain(
    store,
    calls.filter(({ record_id }) => earlier.has(record_id)),
  )
  await useConsents(
    store,
    calls.filter((call) => !isRehearsal(call)).map(({ consent_id, record_id }) => ({ brand_id, consent_id, used_by: record_id })),
  )
  for (const call of calls) entries.push({ brand_id, actor: call.requested_by, action: 'call.begin', facts: beginFacts(call) })
  return { begun: results, entries }
}

function whyNot(
  { vault }: Means,
  { card }: Attempt,
  consent: ConsentRow | undefined,
  now: number,
  withdrawals: Withdrawals,
): RefusalName | undefined {
  if (consent === undefined) return 'consent_needed'
  if (consent.card_key !== markOf(vault, card).card_key || consent.openid_key !== openidKey(vault, card.brand_id, card.openid))
    return 'consent_needed'
  return whyUseless(consent, now, withdrawals)
}

function callRow(
  { vault, clock, process_id, sign_seconds, settle_seconds }: Means,
  { card, connection, consent_id, invalid_reason, requested_by, row, record_id = newId('call', clock()) }: Attempt,
  mark: { readonly card_key: string; readonly code_last4: string },
  before: CallRow | undefined,
  now: number,
): CallRow {
  const { brand_id, card_id, user_card_code, openid } = card
  return {
    brand_id,
    record_id,
    card_id,
    ...mark,
    member: sealMember(vault, { user_card_code, openid }, callPlace(brand_id, record_id)),
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
    calls: before?.calls ?? 0,
    requested_by,
    process_id,
    start_time: before?.start_time ?? now,
    end_time: null,
    sign_before: now + sign_seconds,
    reconcile_after: now + sign_seconds + settle_seconds,
    may_have_left: 0,
    not_invalid_at: null,
    reads: 0,
    next_read_time: 0,
  }
}

/** Where a call's member is encrypted for. */
export function callPlace(brand_id: string, record_id: string): string {
  return `call ${brand_id} ${record_id}`
}

function beginFacts({
  record_id,
  card_id,
  card_key,
  code_last4,
  consent_id,
  batch_id,
  line,
  connection,
  attempts,
  invalid_reason,
  process_id,
  sign_before,
}: CallRow) {
  const card = { card_id, card_key, code_last4 }
  return { record_id, ...card, consent_id, batch_id, line, connection, attempt: attempts, invalid_reason, process_id, sign_before }
}
