import { createHash } from 'node:crypto'
import { canonical } from '../audit/canonical.ts'
import type { Fact } from '../audit/event.ts'

import type { Channel } from '../contract/channel.ts'
import { type Consenter, type Expression, type NoticeLanguage, type Proof, usualExpression } from '../contract/consent.ts'

import type { ConsentRow } from '../store/consents.ts'
import { type Context, secondsOf } from './context.ts'
import { type CardName, cardHashOf, openidHash, sealMember } from './member.ts'
import { newId } from './new-id.ts'
import { type Notice, textHashOf } from './notices.ts'

/** What is known of a consent. Times are Unix seconds. */
export interface ConsentFacts extends CardName {
  readonly openid: string
  readonly channel: Channel
  readonly told_at: number
  /** The person or system that informed the member; who recorded it unless given. */
  readonly told_by?: string | undefined
  /** As members usually do on the channel unless given. */
  readonly expressed?: Expression | undefined
  /** The member unless given. */
  readonly agreed_by?: Consenter | undefined
  readonly agreed_at: number
  readonly invalid_reason: string
  /** Of the text that was shown; Chinese unless given. */
  readonly language?: NoticeLanguage | undefined
  readonly reference?: string | undefined
}

/** What a consent is recorded with. */
export interface ConsentRecording {
  readonly notice: Notice
  readonly proof: Proof
  readonly recorded_by: string
  readonly consent_days: number | null
}

/** A consent as it is stored. */
export function consentRow(
  { vault, clock }: Pick<Context, 'vault' | 'clock'>,
  facts: ConsentFacts,
  { notice, proof, recorded_by, consent_days }: ConsentRecording,
): ConsentRow {
  const { brand_id, card_id, user_card_code, openid, channel, told_at, agreed_at, invalid_reason, reference } = facts
  const { language = 'zh-CN', told_by = null, expressed = usualExpression[channel], agreed_by = 'member' } = facts
  const consent_id = newId('consent', clock())
  return {
    brand_id,
    consent_id,
    card_id,
    ...cardHashOf(vault, facts),
    openid_hash: openidHash(vault, brand_id, openid),
    member: sealMember(
      vault,
      { user_card_code, openid, ...(reference === undefined ? {} : { reference }) },
      consentAssociatedData(brand_id, consent_id),
    ),
    notice_version: notice.version,
    language,
    text_sha256: textHashOf(notice, language),
    channel,
    told_by,
    told_at,
    expressed,
    agreed_by,
    agreed_at,
    proof,
    invalid_reason,
    state: 'recorded',
    expire_time: consent_days === null ? null : agreed_at + consent_days * 86_400,
    recorded_by,
    record_time: secondsOf(clock),
    withdrawn_by: null,
    withdraw_time: null,
    superseded_by: null,
    used_by: null,
  }
}

/** What the audit log says of a consent, and the hash of all that is recorded of it. */
export function consentFacts(row: ConsentRow, evidence_sha256: readonly string[]): Readonly<Record<string, Fact>> {
  const { consent_id, card_id, card_hash, code_last4, notice_version, language, text_sha256, channel, expressed, agreed_by, proof } = row
  const { told_at, agreed_at, expire_time } = row
  const card = { consent_id, card_id, card_hash, code_last4 }
  const told = { notice_version, language, text_sha256, channel, told_at }
  const agreed = { expressed, agreed_by, agreed_at, expire_time, proof, evidence_sha256 }
  return { ...card, ...told, ...agreed, record_sha256: recordHashOf(row, evidence_sha256) }
}

/** SHA-256 of what was recorded of a consent, which never changes: the log holds it in place of names and reasons. */
export function recordHashOf(row: ConsentRow, evidence_sha256: readonly string[]): string {
  const { member: _member, state: _state, withdrawn_by: _by, withdraw_time: _time, superseded_by: _newer, used_by: _use, ...recorded } = row
  return createHash('sha256')
    .update(canonical({ ...recorded, evidence_sha256: evidence_sha256.toSorted() }))
    .digest('hex')
}

/** The associated data with which a consent's member is encrypted. */
export function consentAssociatedData(brand_id: string, consent_id: string): string {
  return `consent ${brand_id} ${consent_id}`
}
