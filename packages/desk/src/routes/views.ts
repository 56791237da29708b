import { formatTime } from '@card-member/sdk/contract'
import type { Static } from 'typebox'
import { faultWords } from '../batch/fault-words.ts'
import type { FaultView, RowView } from '../contract/batch-view.ts'
import type { ConsentView, NoticeView } from '../contract/consent.ts'
import type { InvalidationView } from '../contract/invalidation.ts'
import type { Session } from '../contract/session.ts'
import type { Actor } from '../people/actor.ts'
import type { BatchRow } from '../store/batch-rows.ts'
import type { CallRow } from '../store/calls.ts'
import type { ConsentRow } from '../store/consents.ts'
import { consentPlace } from '../subject/consents.ts'
import type { Means } from '../subject/means.ts'
import { openMember } from '../subject/member.ts'
import type { Notice } from '../subject/notices.ts'

type Given<T> = { readonly [Name in keyof T]?: T[Name] | undefined }

/** Leaves out what is not there. */
function present<T extends object>(given: Given<T>): T {
  // Entries without a value are those that the view declares as optional.
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== null)) as T
}

const time = (seconds: number | null) => (seconds === null ? undefined : formatTime(seconds))

/** A consent as it is shown. */
export function viewConsent({ vault, clock }: Pick<Means, 'vault' | 'clock'>, row: ConsentRow): Static<typeof ConsentView> {
  const { member, card_key: _card, openid_key: _openid, ...rest } = row
  const { reference } = openMember(vault, member, consentPlace(row.brand_id, row.consent_id)) ?? {}
  const expired = row.state === 'recorded' && row.expire_time !== null && row.expire_time < clock() / 1000
  return present({
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

/** A version of the notice as it is shown. */
export function viewNotice({ version, text_zh, text_en, create_time }: Notice): Static<typeof NoticeView> {
  return { version, text_zh, text_en, ...(create_time === 0 ? {} : { create_time: formatTime(create_time) }) }
}

/** A call as it is shown. */
export function viewCall(row: CallRow): Static<typeof InvalidationView> {
  const { member: _member, card_key: _card, process_id: _process, ...rest } = row
  return present({
    ...rest,
    batch_id: row.batch_id ?? undefined,
    line: row.line ?? undefined,
    code: row.code ?? undefined,
    message: row.message ?? undefined,
    invalid_time: row.invalid_time ?? undefined,
    request_id: row.request_id ?? undefined,
    answer_sha256: row.answer_sha256 ?? undefined,
    proof: row.proof ?? undefined,
    start_time: formatTime(row.start_time),
    end_time: time(row.end_time),
    settled_after: row.state === 'sending' || row.state === 'unknown' ? time(row.settled_after) : undefined,
  })
}

/** A row of a batch as it is shown. */
export function viewRow(row: BatchRow): Static<typeof RowView> {
  const { line, card_id, code_last4, state, attempts, calls } = row
  const faults: { column: string; fault: string }[] | undefined = row.faults === null ? undefined : JSON.parse(row.faults)
  return present({
    line,
    card_id,
    code_last4,
    state,
    attempts,
    calls,
    preflight: row.preflight ?? undefined,
    code: row.code ?? undefined,
    message: row.message ?? undefined,
    faults: faults?.map(({ column, fault }): Static<typeof FaultView> => ({ column, fault, message: faultWords(fault) })),
    invalid_time: row.invalid_time ?? undefined,
    request_id: row.request_id ?? undefined,
    record_id: row.record_id ?? undefined,
    consent_id: row.consent_id ?? undefined,
  })
}

/** Who is signed in. */
export function viewActor({ person_id, name, grants, second_factor_time }: Actor): Static<typeof Session> {
  return {
    person_id,
    name,
    grants: grants.map((grant) => ({ ...grant })),
    ...(second_factor_time === undefined ? {} : { second_factor_time: formatTime(second_factor_time) }),
  }
}
