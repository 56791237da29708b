import { randomBytes } from 'node:crypto'
import { requestDays } from '../contract/consent-request.ts'
import { DeskError } from '../contract/desk-error.ts'
import { type Actor, demand } from '../staff/actor.ts'
import {
  type ConsentRequestRow,
  endConsentRequest,
  findConsentRequest,
  findOpenRequest,
  insertConsentRequest,
  listConsentRequests,
} from '../store/consent-requests.ts'
import type { TimeRange } from '../store/time-range.ts'
import { checkReason, checkVisible } from './consents.ts'
import { type Context, reading, secondsOf, write } from './context.ts'
import { type CardName, cardHashOf, openidHash, sealMember } from './member.ts'
import { newId } from './new-id.ts'
import { noticeOf, textHashOf } from './notices.ts'

/** What to ask a member for. */
export interface ConsentRequestDetails {
  readonly invalid_reason: string
  /** The text that the member is shown; the newest unless given. */
  readonly notice_version?: number | undefined
  readonly reference?: string | undefined
}

/** Whom to ask, and for what. */
export interface ConsentRequestInput extends ConsentRequestDetails, CardName {
  readonly openid: string
}

/** A new request, and the token of its link, which is stored nowhere. */
export interface NewConsentRequest {
  readonly row: ConsentRequestRow
  readonly token: string
  /** The open request of the card that it replaced. */
  readonly replaced: string | undefined
}

/** Makes a request for the consent of one member for one card. An open request of the card is stopped: its link may be lost. */
export async function requestConsent(context: Context, actor: Actor, input: ConsentRequestInput): Promise<NewConsentRequest> {
  const { brand_id, card_id, user_card_code, openid, invalid_reason, reference } = input
  demand(actor, 'record_consent', brand_id)
  checkReason(invalid_reason)
  checkVisible('reference', reference)
  const notice = await noticeOf(context, brand_id, input.notice_version)
  // Without them the member would not learn who asks.
  for (const field of ['brand_name', 'brand_contact'] as const)
    if (notice[field] === undefined) throw new DeskError('notice_incomplete', { field, notice_version: notice.version })
  const { vault, clock, auditLog } = context
  const now = secondsOf(clock)
  const token = randomBytes(16).toString('base64url')
  const consent_request_id = newId('request', clock())
  const member = { user_card_code, openid, ...(reference === undefined ? {} : { reference }) }
  const row: ConsentRequestRow = {
    brand_id,
    consent_request_id,
    token_hash: requestTokenHash(context, token),
    card_id,
    ...cardHashOf(vault, input),
    openid_hash: openidHash(vault, brand_id, openid),
    member: sealMember(vault, member, requestAssociatedData(brand_id, consent_request_id)),
    notice_version: notice.version,
    invalid_reason,
    state: 'open',
    requested_by: actor.staff_id,
    request_time: now,
    expire_time: now + requestDays * 86_400,
    stopped_by: null,
    end_time: null,
    shown_at: null,
    language: null,
    consent_id: null,
  }
  const { card_hash, code_last4, notice_version, expire_time } = row
  const hashes = { text_sha256_zh: textHashOf(notice, 'zh-CN'), text_sha256_en: textHashOf(notice, 'en') }
  const facts = { consent_request_id, card_id, card_hash, code_last4, notice_version, ...hashes, expire_time }
  const replaced = await write(context, async (store) => {
    const open = await findOpenRequest(store, row)
    if (open !== undefined) await endConsentRequest(store, open, { state: 'stopped', stopped_by: 'desk', end_time: now })
    await insertConsentRequest(store, row)
    const replacing = { ...facts, replaced: open?.consent_request_id ?? null }
    await auditLog.append(store, [{ brand_id, actor: actor.staff_id, action: 'consent.request', facts: replacing }])
    return open?.consent_request_id
  })
  return { row, token, replaced }
}

/** A brand's requests, the newest first; of one card when it is named. */
export async function findConsentRequests(
  context: Context,
  actor: Actor,
  {
    brand_id,
    card,
    ...filter
  }: TimeRange & {
    readonly brand_id: string
    readonly card?: CardName | undefined
    readonly state?: ConsentRequestRow['state'] | undefined
  },
  offset: number,
  limit: number,
) {
  demand(actor, 'look_up', brand_id)
  const card_hash = card && cardHashOf(context.vault, card).card_hash
  return listConsentRequests(reading(context), { ...filter, brand_id, card_hash }, offset, limit)
}

/** Stops a request: its link works no more. Given again, it changes nothing. */
export async function stopConsentRequest(
  context: Context,
  actor: Actor,
  { brand_id, consent_request_id }: { readonly brand_id: string; readonly consent_request_id: string },
): Promise<ConsentRequestRow> {
  demand(actor, 'record_consent', brand_id)
  const key = { brand_id, consent_request_id }
  return write(context, async (store) => {
    const end = { state: 'stopped', stopped_by: actor.staff_id, end_time: secondsOf(context.clock) } as const
    const stopped = await endConsentRequest(store, key, end)
    const row = await findConsentRequest(store, key)
    if (row === undefined) throw new DeskError('consent_request_unknown')
    if (!stopped && row.state !== 'stopped') throw new DeskError('consent_request_answered')
    const { card_hash, code_last4 } = row
    const facts = { consent_request_id, card_hash, code_last4 }
    if (stopped) await context.auditLog.append(store, [{ brand_id, actor: actor.staff_id, action: 'consent.stop_request', facts }])
    return row
  })
}

/** The hash that a link's token is stored and found by. */
export function requestTokenHash({ vault }: Pick<Context, 'vault'>, token: string): string {
  return vault.keyedHash(`consent request ${token}`)
}

/** The associated data with which a request's member is encrypted. */
export function requestAssociatedData(brand_id: string, consent_request_id: string): string {
  return `consent request ${brand_id} ${consent_request_id}`
}
