import { formatTime, type Static } from '@card-member/sdk/contract'
import type { ConsentView } from '../contract/consent.ts'
import { evidenceOfConsents } from '../store/consent-evidence.ts'
import type { ConsentRow } from '../store/consents.ts'
import { cardRefOfMember } from './card-ref.ts'
import { consentAssociatedData } from './consent-row.ts'
import { type Context, reading } from './context.ts'
import { openMember } from './member.ts'
import { present } from './present.ts'

const time = (seconds: number | null) => (seconds === null ? undefined : formatTime(seconds))

/** A consent as it is shown. */
export async function viewConsent(context: Context, row: ConsentRow): Promise<Static<typeof ConsentView>> {
  const evidence = await evidenceOfConsents(reading(context), row.brand_id, [row.consent_id])
  return view(context, row, evidence.get(row.consent_id) ?? [])
}

/** Consents of one brand as they are shown. */
export async function viewConsents(context: Context, brand_id: string, rows: readonly ConsentRow[]): Promise<Static<typeof ConsentView>[]> {
  const evidence = await evidenceOfConsents(
    reading(context),
    brand_id,
    rows.map(({ consent_id }) => consent_id),
  )
  return rows.map((row) => view(context, row, evidence.get(row.consent_id) ?? []))
}

function view({ vault, clock, connections }: Context, row: ConsentRow, evidence: readonly string[]) {
  const { member, card_hash: _card, openid_hash: _openid, ...rest } = row
  const opened = openMember(vault, member, consentAssociatedData(row.brand_id, row.consent_id))
  const connection = connections.usual(row.brand_id)
  const expired = row.state === 'recorded' && row.expire_time !== null && row.expire_time < clock() / 1000
  return present<Static<typeof ConsentView>>({
    ...rest,
    state: expired ? 'expired' : row.state,
    reference: opened?.reference,
    card_ref: cardRefOfMember(vault, { ...row, connection }, opened),
    told_by: row.told_by ?? row.recorded_by,
    told_at: formatTime(row.told_at),
    agreed_at: formatTime(row.agreed_at),
    record_time: formatTime(row.record_time),
    expire_time: time(row.expire_time),
    withdraw_time: time(row.withdraw_time),
    evidence_sha256: [...evidence],
    withdrawn_by: row.withdrawn_by ?? undefined,
    superseded_by: row.superseded_by ?? undefined,
    used_by: row.used_by ?? undefined,
  })
}
