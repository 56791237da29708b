import { formatTime } from '@card-member/sdk/contract'
import type { Channel } from '../contract/consent.ts'
import { DeskError, type DeskErrorKind } from '../contract/desk-error.ts'
import { hiddenCharacterOf } from '../contract/visible-text.ts'
import { type Actor, demand } from '../staff/actor.ts'
import { type ConsentRow, findConsent, insertConsents, listConsents } from '../store/consents.ts'
import { hasEvidence } from '../store/evidence.ts'
import { lastWithdrawals, type Withdrawals } from '../store/withdrawals.ts'
import { type Context, reading, secondsOf, write } from './context.ts'
import { type CardName, cardHashOf, openidHash, sealMember } from './member.ts'
import { newId } from './new-id.ts'
import { noticeOf } from './notices.ts'
import { settingsOf } from './settings.ts'

/** What is recorded of a consent. Times are Unix seconds. */
export interface ConsentInput extends CardName {
  readonly openid: string
  readonly channel: Channel
  readonly told_at: number
  readonly agreed_at: number
  readonly invalid_reason: string
  /** The text the member was shown; the newest unless given. */
  readonly notice_version?: number | undefined
  readonly reference?: string | undefined
  readonly evidence_sha256?: string | undefined
}

/** Records that a member was informed and agreed. */
export async function recordConsent(context: Context, actor: Actor, input: ConsentInput): Promise<ConsentRow> {
  const { brand_id, evidence_sha256 } = input
  demand(actor, 'record_consent', brand_id)
  const now = secondsOf(context.clock)
  if (input.told_at > input.agreed_at || input.agreed_at > now) throw new DeskError('consent_times', { field: 'agreed_at' })
  checkReason(input.invalid_reason)
  if (evidence_sha256 !== undefined && !(await hasEvidence(reading(context), brand_id, evidence_sha256)))
    throw new DeskError('evidence_unknown', { field: 'evidence_sha256' })
  const { version } = await noticeOf(context, brand_id, input.notice_version)
  const { consent_days } = await settingsOf(context, brand_id)
  const row = consentRow(context, input, { notice_version: version, recorded_by: actor.staff_id, consent_days })
  await write(context, async (store) => {
    const withdraw_time = (await lastWithdrawals(store, brand_id, [row])).of(row)
    if (withdraw_time !== undefined && row.agreed_at <= withdraw_time)
      throw new DeskError('agreed_before_withdrawal', { field: 'agreed_at', withdraw_time: formatTime(withdraw_time) })
    await insertConsents(store, [row])
    await context.auditLog.append(store, [{ brand_id, actor: actor.staff_id, action: 'consent.record', facts: consentFacts(row) }])
  })
  return row
}

/** A consent as it is stored. */
export function consentRow(
  { vault, clock }: Pick<Context, 'vault' | 'clock'>,
  input: ConsentInput,
  by: { readonly notice_version: number; readonly recorded_by: string; readonly consent_days: number | null },
): ConsentRow {
  const { brand_id, card_id, user_card_code, openid, channel, told_at, agreed_at, invalid_reason, reference, evidence_sha256 } = input
  const consent_id = newId('consent', clock())
  return {
    brand_id,
    consent_id,
    card_id,
    ...cardHashOf(vault, input),
    openid_hash: openidHash(vault, brand_id, openid),
    member: sealMember(
      vault,
      { user_card_code, openid, ...(reference === undefined ? {} : { reference }) },
      consentAssociatedData(brand_id, consent_id),
    ),
    notice_version: by.notice_version,
    channel,
    told_at,
    agreed_at,
    invalid_reason,
    evidence_sha256: evidence_sha256 ?? null,
    state: 'recorded',
    expire_time: by.consent_days === null ? null : agreed_at + by.consent_days * 86_400,
    recorded_by: by.recorded_by,
    record_time: secondsOf(clock),
    withdrawn_by: null,
    withdraw_time: null,
    used_by: null,
  }
}

/** What the audit log says of a consent. */
export function consentFacts({
  consent_id,
  card_id,
  card_hash,
  code_last4,
  notice_version,
  channel,
  told_at,
  agreed_at,
  evidence_sha256,
}: ConsentRow) {
  return { consent_id, card_id, card_hash, code_last4, notice_version, channel, told_at, agreed_at, evidence_sha256 }
}

/** The associated data with which a consent's member is encrypted. */
export function consentAssociatedData(brand_id: string, consent_id: string): string {
  return `consent ${brand_id} ${consent_id}`
}

/** Why a consent cannot be used now; undefined when it can. */
export function consentError(consent: ConsentRow, now: number, withdrawals: Withdrawals): DeskErrorKind | undefined {
  const { state, expire_time, agreed_at } = consent
  if (state === 'withdrawn' || agreed_at <= (withdrawals.of(consent) ?? Number.NEGATIVE_INFINITY)) return 'consent_withdrawn'
  if (state === 'used') return 'consent_used'
  // Happens only when the clock was set back, or when another machine's clock is ahead.
  if (agreed_at > now) return 'consent_times'
  return expire_time !== null && expire_time < now ? 'consent_expired' : undefined
}

/** A brand's consents, the newest first; of one card when it is named. */
export async function findConsents(
  context: Context,
  actor: Actor,
  {
    brand_id,
    card,
    state,
  }: { readonly brand_id: string; readonly card?: CardName | undefined; readonly state?: ConsentRow['state'] | undefined },
  offset: number,
  limit: number,
) {
  demand(actor, 'look_up', brand_id)
  const card_hash = card && cardHashOf(context.vault, card).card_hash
  return listConsents(reading(context), { brand_id, card_hash, state }, offset, limit)
}

/** One consent. */
export async function getConsent(context: Context, actor: Actor, brand_id: string, consent_id: string): Promise<ConsentRow> {
  demand(actor, 'look_up', brand_id)
  const found = await findConsent(reading(context), { brand_id, consent_id })
  if (found === undefined) throw new DeskError('consent_unknown')
  return found
}

/** @throws {DeskError} reason_wrong, or character_hidden for what members would not see */
export function checkReason(reason: string): void {
  const length = Array.from(reason).length
  if (length < 1 || length > 32 || /[\u{10000}-\u{10FFFF}]/u.test(reason))
    throw new DeskError('reason_wrong', { field: 'invalid_reason', ...(length > 32 && { issue: `${length} > 32` }) })
  const hidden = hiddenCharacterOf(reason)
  if (hidden !== undefined) throw new DeskError('character_hidden', { field: 'invalid_reason', issue: hidden })
}
