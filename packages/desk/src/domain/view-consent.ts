import { formatTime, type Static } from '@card-member/sdk/contract'
import type { ConsentView } from '../contract/consent.ts'
import type { ConsentRow } from '../store/consents.ts'
import { consentAssociatedData } from './consents.ts'
import type { Context } from './context.ts'
import { openMember } from './member.ts'
import { present } from './present.ts'

const time = (seconds: number | null) => (seconds === null ? undefined : formatTime(seconds))

/** A consent as it is shown. */
export function viewConsent({ vault, clock }: Pick<Context, 'vault' | 'clock'>, row: ConsentRow): Static<typeof ConsentView> {
  const { member, card_hash: _card, openid_hash: _openid, ...rest } = row
  const { reference } = openMember(vault, member, consentAssociatedData(row.brand_id, row.consent_id)) ?? {}
  const expired = row.state === 'recorded' && row.expire_time !== null && row.expire_time < clock() / 1000
  return present<Static<typeof ConsentView>>({
    ...rest,
    state: expired ? 'expired' : row.state,
    reference,
    told_at: formatTime(row.told_at),
    agreed_at: formatTime(row.agreed_at),
    record_time: formatTime(row.record_time),
    expire_time: time(row.expire_time),
    withdraw_time: time(row.withdraw_time),
    evidence_sha256: row.evidence_sha256 ?? undefined,
    withdrawn_by: row.withdrawn_by ?? undefined,
    used_by: row.used_by ?? undefined,
  })
}
