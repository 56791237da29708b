import { formatTime } from '@card-member/sdk/contract'
import { mostEvidence } from '../contract/consent.ts'
import { DeskError, type DeskErrorKind } from '../contract/desk-error.ts'
import type { Settings } from '../contract/settings.ts'
import { hiddenCharacterOf } from '../contract/visible-text.ts'
import { type Actor, demand } from '../staff/actor.ts'
import { insertConsentEvidence } from '../store/consent-evidence.ts'
import { type ConsentRow, findConsent, listConsents } from '../store/consents.ts'
import { hasEvidence } from '../store/evidence.ts'
import type { TimeRange } from '../store/time-range.ts'
import { lastWithdrawals, type Withdrawals } from '../store/withdrawals.ts'
import { type ConsentFacts, consentFacts, consentRow } from './consent-row.ts'
import { type Context, longReading, reading, secondsOf, write } from './context.ts'
import { type LongPage, placedPage } from './long-page.ts'
import { type CardName, cardHashOf } from './member.ts'
import { noticeOf } from './notices.ts'
import { placeConsents, replacesExpired } from './open-consent.ts'
import { settingsOf } from './settings.ts'

/** What staff record of a consent. */
export interface ConsentInput extends ConsentFacts {
  /** The text the member was shown; the newest unless given. */
  readonly notice_version?: number | undefined
  /** The files that show it. */
  readonly evidence_sha256?: readonly string[] | undefined
  /** Whether it replaces the open consent of the card. */
  readonly supersede?: boolean | undefined
}

/** Records that a member was informed and agreed. */
export async function recordConsent(context: Context, actor: Actor, input: ConsentInput): Promise<ConsentRow> {
  const { brand_id, supersede = false } = input
  demand(actor, 'record_consent', brand_id)
  const now = secondsOf(context.clock)
  if (input.told_at > input.agreed_at || input.agreed_at > now) throw new DeskError('consent_times', { field: 'agreed_at' })
  checkReason(input.invalid_reason)
  checkVisible('told_by', input.told_by)
  const evidence = await knownEvidence(context, brand_id, input.evidence_sha256 ?? [])
  const notice = await noticeOf(context, brand_id, input.notice_version)
  const { consent_days, evidence_required } = await settingsOf(context, brand_id)
  if (evidence.length === 0 && evidence_required.includes(input.channel))
    throw new DeskError('evidence_needed', { field: 'evidence_sha256', channel: input.channel })
  const proof = evidence.length > 0 ? 'evidence' : 'statement'
  const row = consentRow(context, input, { notice, proof, recorded_by: actor.staff_id, consent_days })
  await write(context, async (store) => {
    const withdraw_time = (await lastWithdrawals(store, brand_id, [row])).of(row)
    if (withdraw_time !== undefined && row.agreed_at <= withdraw_time)
      throw new DeskError('agreed_before_withdrawal', { field: 'agreed_at', withdraw_time: formatTime(withdraw_time) })
    await placeConsents(store, brand_id, [row], supersede ? () => true : replacesExpired(now))
    await insertConsentEvidence(store, row, evidence)
    const facts = consentFacts(row, evidence)
    await context.auditLog.append(store, [{ brand_id, actor: actor.staff_id, action: 'consent.record', facts }])
  })
  return row
}

async function knownEvidence(context: Context, brand_id: string, given: readonly string[]): Promise<string[]> {
  const hashes = [...new Set(given)].sort()
  const field = 'evidence_sha256'
  if (hashes.length > mostEvidence) throw new DeskError('evidence_many', { field, issue: `${hashes.length} > ${mostEvidence}` })
  for (const sha256 of hashes)
    if (!(await hasEvidence(reading(context), brand_id, sha256))) throw new DeskError('evidence_unknown', { field, sha256 })
  return hashes
}

/** Why a consent cannot be used now; undefined when it can. */
export function consentError(consent: ConsentRow, now: number, withdrawals: Withdrawals): DeskErrorKind | undefined {
  const { state, expire_time, agreed_at } = consent
  if (state === 'withdrawn' || agreed_at <= (withdrawals.of(consent) ?? Number.NEGATIVE_INFINITY)) return 'consent_withdrawn'
  if (state === 'superseded') return 'consent_superseded'
  if (state === 'used') return 'consent_used'
  // Happens only when the clock was set back, or when another machine's clock is ahead.
  if (agreed_at > now) return 'consent_times'
  return expire_time !== null && expire_time < now ? 'consent_expired' : undefined
}

/** Whether a consent lacks the file that its channel needs. */
export function evidenceError(
  { proof, channel }: Pick<ConsentRow, 'proof' | 'channel'>,
  evidence_required: Settings['evidence_required'],
): DeskErrorKind | undefined {
  return proof === 'statement' && evidence_required.includes(channel) ? 'evidence_needed' : undefined
}

/** A brand's consents, the newest first; of one card when it is named. */
export async function findConsents(
  context: Context,
  actor: Actor,
  {
    brand_id,
    card,
    ...filter
  }: TimeRange & { readonly brand_id: string; readonly card?: CardName | undefined; readonly state?: ConsentRow['state'] | undefined },
  page: LongPage,
) {
  demand(actor, 'look_up', brand_id)
  const card_hash = card && cardHashOf(context.vault, card).card_hash
  const placed = await placedPage(page, async (id) => {
    const { record_time, consent_id } = await getConsent(context, actor, brand_id, id)
    return { time: record_time, id: consent_id }
  })
  return listConsents(longReading(context), { ...filter, brand_id, card_hash }, placed)
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
  checkVisible('invalid_reason', reason)
}

/** @throws {DeskError} character_hidden */
export function checkVisible(field: string, text: string | undefined): void {
  const hidden = text === undefined ? undefined : hiddenCharacterOf(text)
  if (hidden !== undefined) throw new DeskError('character_hidden', { field, issue: hidden })
}
