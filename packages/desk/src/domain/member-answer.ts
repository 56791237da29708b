import type { AuditEvent } from '../audit/event.ts'
import type { NoticeLanguage } from '../contract/consent.ts'
import { type ConsentRequestRow, endConsentRequest, findRequestByToken, lockRequestByToken } from '../store/consent-requests.ts'
import { lockConsentsOf } from '../store/consents.ts'
import type { Store } from '../store/store.ts'
import { lastWithdrawals } from '../store/withdrawals.ts'
import { requestAssociatedData, requestTokenHash } from './consent-requests.ts'
import { consentFacts, consentRow } from './consent-row.ts'
import { type Context, reading, secondsOf, write } from './context.ts'
import { openMember } from './member.ts'
import { type Notice, noticeOf } from './notices.ts'
import { placeConsents } from './open-consent.ts'
import { settingsOf } from './settings.ts'
import { withdraw } from './withdrawals.ts'

/** Who agrees or refuses on the page of a link; the audit log calls them so. */
const member = 'member'
/** The form of a page that was answered may arrive again for so many seconds: by a second tap, or after a lost answer. */
const repeat_seconds = 60

/** What a member sees who opens a link. */
export interface ShownRequest {
  readonly request: ConsentRequestRow
  readonly notice: Notice
  /** Proves to `answerRequest` that this page was shown, and when. */
  readonly shown: string
}

/** What a member said on the page. */
export interface MemberAnswer {
  readonly answer: 'agree' | 'refuse'
  readonly language: NoticeLanguage
  readonly shown: string
}

/** What became of an answer. */
export interface AnsweredRequest {
  readonly request: ConsentRequestRow
  readonly notice: Notice
  readonly answer: MemberAnswer['answer']
  /** Unix seconds. */
  readonly time: number
  readonly consent_id: string | undefined
}

/** The request that a link leads to; undefined when the link is wrong, answered, stopped or too old. Nothing changes. */
export async function openRequest(context: Context, token: string, language: NoticeLanguage): Promise<ShownRequest | undefined> {
  const request = await findRequestByToken(reading(context), requestTokenHash(context, token))
  const now = secondsOf(context.clock)
  if (request?.state !== 'open' || request.expire_time < now) return undefined
  const notice = await noticeOf(context, request.brand_id, request.notice_version)
  return { request, notice, shown: shownProof(context, request, language, now) }
}

/**
 * Takes the answer of a member: a consent by their own click, or a withdrawal of every consent for the card. A link is answered once; the
 * same form again is told the same for a minute.
 */
export async function answerRequest(
  context: Context,
  token: string,
  { answer, language, shown }: MemberAnswer,
): Promise<AnsweredRequest | undefined> {
  const token_hash = requestTokenHash(context, token)
  const known = await findRequestByToken(reading(context), token_hash)
  const shown_at = known && shownTime(context, known, language, shown)
  if (known === undefined || shown_at === undefined) return undefined
  const { brand_id } = known
  const notice = await noticeOf(context, brand_id, known.notice_version)
  const { consent_days } = await settingsOf(context, brand_id)
  return write(context, async (store) => {
    const request = await lockRequestByToken(store, token_hash)
    const now = secondsOf(context.clock)
    const end = { state: answer === 'agree' ? 'agreed' : 'refused', shown_at, language } as const
    if (request === undefined || (request.state === 'open' && request.expire_time < now)) return undefined
    if (request.state !== 'open') {
      const { state, end_time, consent_id } = request
      const again = state === end.state && request.shown_at === shown_at && request.language === language
      if (!again || end_time === null || now - end_time > repeat_seconds) return undefined
      return { request, notice, answer, time: end_time, consent_id: consent_id ?? undefined }
    }
    const taken = { request, notice, language, shown_at, now, consent_days }
    const { consent_id, event } = answer === 'agree' ? await agree(context, store, taken) : await refuse(context, store, taken)
    await endConsentRequest(store, request, { ...end, end_time: now, consent_id: consent_id ?? null })
    await context.auditLog.append(store, [event])
    return { request, notice, answer, time: now, consent_id }
  })
}

interface Taken {
  readonly request: ConsentRequestRow
  readonly notice: Notice
  readonly language: NoticeLanguage
  readonly shown_at: number
  readonly now: number
  readonly consent_days: number | null
}

interface Outcome {
  readonly consent_id?: string
  readonly event: AuditEvent
}

async function agree(context: Context, store: Store, { request, notice, language, shown_at, now, consent_days }: Taken): Promise<Outcome> {
  const { brand_id, consent_request_id, card_id, invalid_reason } = request
  const opened = openMember(context.vault, request.member, requestAssociatedData(brand_id, consent_request_id))
  if (opened === undefined) throw new Error(`the open request ${consent_request_id} has no member`)
  // A click comes after every withdrawal that is on record, also one of the same second or by a clock that is ahead.
  const agreed_at = Math.max(now, ((await lastWithdrawals(store, brand_id, [request])).of(request) ?? 0) + 1)
  const facts = {
    ...opened,
    brand_id,
    card_id,
    channel: 'online',
    told_by: 'member page',
    told_at: Math.min(shown_at, agreed_at),
    expressed: 'click',
    agreed_at,
    invalid_reason,
    language,
  } as const
  const row = consentRow(context, facts, { notice, proof: 'member_page', recorded_by: member, consent_days })
  await placeConsents(store, brand_id, [row], () => true)
  const event = { brand_id, actor: member, action: 'consent.record', facts: { ...consentFacts(row, []), consent_request_id } }
  return { consent_id: row.consent_id, event }
}

async function refuse(context: Context, store: Store, { request, language }: Taken): Promise<Outcome> {
  const { brand_id, consent_request_id } = request
  const { withdraw_time, consent_ids } = await withdraw(context, store, member, request, await lockConsentsOf(store, brand_id, request))
  const { card_hash, code_last4 } = request
  const facts = { consent_request_id, card_hash, code_last4, language, consent_ids, withdraw_time }
  return { event: { brand_id, actor: member, action: 'consent.refuse', facts } }
}

/** A time, and a keyed hash that binds it to the request and the language: the page needs no state of its own. */
function shownProof({ vault }: Context, { token_hash, notice_version }: ConsentRequestRow, language: NoticeLanguage, time: number): string {
  return `${time}.${vault.keyedHash(`consent page ${token_hash} ${notice_version} ${language} ${time}`)}`
}

function shownTime(context: Context, request: ConsentRequestRow, language: NoticeLanguage, shown: string): number | undefined {
  const time = Number(/^(\d{1,12})\./.exec(shown)?.[1])
  return Number.isSafeInteger(time) && shownProof(context, request, language, time) === shown ? time : undefined
}
