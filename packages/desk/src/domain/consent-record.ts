import { formatTime } from '@card-member/sdk/contract'
import { evidenceOfConsents } from '../store/consent-evidence.ts'
import type { ConsentRow } from '../store/consents.ts'
import { allStaff } from '../store/staff.ts'
import { recordHashOf } from './consent-row.ts'
import { type Context, reading } from './context.ts'
import { type Notice, noticeOf } from './notices.ts'

/** A consent, the notice that it names, and the files that show it. */
export interface RecordedConsent {
  readonly row: ConsentRow
  readonly notice: Notice
  readonly evidence_sha256: readonly string[]
  /** Who informed the member: a name. */
  readonly told_by: string
}

/** Reads what belongs to a consent. */
export async function recordedConsent(context: Context, row: ConsentRow): Promise<RecordedConsent> {
  const notice = await noticeOf(context, row.brand_id, row.notice_version)
  const evidence = await evidenceOfConsents(reading(context), row.brand_id, [row.consent_id])
  const staff = row.told_by === null ? await allStaff(reading(context)) : []
  const told_by = row.told_by ?? staff.find(({ id }) => id === row.recorded_by)?.name ?? row.recorded_by
  return { row, notice, evidence_sha256: evidence.get(row.consent_id) ?? [], told_by }
}

/** A consent as a record of ISO/IEC TS 27560: its field names where it has them; under `card_member` what it has none for. */
export function consentRecord({ row, notice, evidence_sha256, told_by }: RecordedConsent): Record<string, unknown> {
  const english = row.language === 'en'
  const provider = notice.provider_name
  return {
    schema_version: 'ISO/IEC TS 27560:2023',
    record_id: row.consent_id,
    pii_principal_id: row.openid_hash,
    pii_processing: {
      privacy_notice: { version: row.notice_version, text: english ? notice.text_en : notice.text_zh, text_sha256: row.text_sha256 },
      language: row.language,
      purposes: [
        {
          purpose: english ? notice.purpose_en : notice.purpose_zh,
          purpose_type: 'end_of_membership',
          lawful_basis: 'consent',
          pii_information: [
            { pii_type: 'member_card_code', pii_optional: false, sensitive_pii_category: false },
            { pii_type: 'openid', pii_optional: false, sensitive_pii_category: false },
          ],
          pii_controllers: ['brand'],
          collection_method: row.channel,
          processing_method: 'invalidation of the member card',
          recipient_third_parties: [...(provider === undefined ? [] : ['provider']), 'platform'],
          withdrawal_method: english ? notice.withdrawal_en : notice.withdrawal_zh,
          jurisdictions: ['CN'],
        },
      ],
    },
    events: eventsOf(row),
    party_identification: [
      {
        party_id: 'brand',
        party_role: 'pii_controller',
        party_name: notice.brand_name ?? row.brand_id,
        party_contact: notice.brand_contact,
      },
      ...(provider === undefined
        ? []
        : [{ party_id: 'provider', party_role: 'pii_processor', party_name: provider, party_contact: notice.provider_contact }]),
      { party_id: 'platform', party_role: 'pii_processor', party_name: 'WeChat Pay' },
    ],
    card_member: {
      brand_id: row.brand_id,
      card_id: row.card_id,
      card_hash: row.card_hash,
      code_last4: row.code_last4,
      loss: english ? notice.loss_en : notice.loss_zh,
      invalid_reason: row.invalid_reason,
      told_by,
      told_at: formatTime(row.told_at),
      expressed: row.expressed,
      agreed_by: row.agreed_by,
      proof: row.proof,
      evidence_sha256,
      state: row.state,
      superseded_by: row.superseded_by ?? undefined,
      used_by: row.used_by ?? undefined,
      // The event `consent.record` of the audit log has the same hash.
      record_sha256: recordHashOf(row, evidence_sha256),
    },
  }
}

function eventsOf(row: ConsentRow): Record<string, unknown>[] {
  const given = {
    event_time: formatTime(row.agreed_at),
    event_type: 'explicit',
    event_state: 'given',
    entity_id: row.agreed_by === 'guardian' ? 'guardian' : row.openid_hash,
    validity_duration: row.expire_time === null ? undefined : `PT${row.expire_time - row.agreed_at}S`,
  }
  const recorded = { event_time: formatTime(row.record_time), event_type: 'record', event_state: 'recorded', entity_id: row.recorded_by }
  const withdrawn =
    row.withdraw_time === null
      ? []
      : [
          {
            event_time: formatTime(row.withdraw_time),
            event_type: 'explicit',
            event_state: 'withdrawn',
            entity_id: row.withdrawn_by ?? undefined,
          },
        ]
  return [given, recorded, ...withdrawn]
}
