import { formatTime, type Static } from '@card-member/sdk/contract'
import type { NoticeView } from '../contract/consent.ts'
import type { InvalidationView } from '../contract/invalidation.ts'
import type { Session } from '../contract/session.ts'
import { invalidationText } from '../domain/batch/row-message.ts'
import type { Notice } from '../domain/notices.ts'
import { present } from '../domain/present.ts'
import type { Actor } from '../staff/actor.ts'
import type { InvalidationRow } from '../store/invalidations.ts'

const time = (seconds: number | null) => (seconds === null ? undefined : formatTime(seconds))

/** A version of the notice as it is shown. */
export function viewNotice({ version, text_zh, text_en, create_time }: Notice): Static<typeof NoticeView> {
  return { version, text_zh, text_en, ...(create_time === 0 ? {} : { create_time: formatTime(create_time) }) }
}

/** A call as it is shown. */
export function viewInvalidation(row: InvalidationRow): Static<typeof InvalidationView> {
  const {
    member: _member,
    card_hash: _card,
    base_url: _base,
    process_id: _process,
    sign_before: _sign,
    may_have_left: _left,
    ...more
  } = row
  const { not_invalid_at: _seen, reads: _reads, next_read_time: _next, ...rest } = more
  return present<Static<typeof InvalidationView>>({
    ...rest,
    batch_id: row.batch_id ?? undefined,
    line: row.line ?? undefined,
    code: row.code ?? undefined,
    message: invalidationText(row),
    invalid_time: row.invalid_time ?? undefined,
    request_id: row.request_id ?? undefined,
    answer_sha256: row.answer_sha256 ?? undefined,
    proof: row.proof ?? undefined,
    start_time: formatTime(row.start_time),
    end_time: time(row.end_time),
    reconcile_after: row.state === 'sending' || row.state === 'unknown' ? formatTime(row.reconcile_after) : undefined,
  })
}

/** Who is signed in. */
export function viewActor({ staff_id, name, grants, second_factor_time }: Actor): Static<typeof Session> {
  return {
    staff_id,
    name,
    grants: grants.map((grant) => ({ ...grant })),
    ...(second_factor_time === undefined ? {} : { second_factor_time: formatTime(second_factor_time) }),
  }
}
