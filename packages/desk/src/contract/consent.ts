import { Type, text } from '@card-member/sdk/contract'
import { type Channel, channels } from './channel.ts'
import { BrandId, CardRef, CountedTotal, DayQuery, Id, LongPageQuery, Reason, Sha256, Time } from './field.ts'
import { Version } from './notice.ts'
import { deskOperation } from './operation.ts'

/** How a member expressed that they agree. */
export const expressions = ['reply', 'click', 'signature', 'spoken'] as const
/** How a member expressed that they agree. */
export type Expression = (typeof expressions)[number]

/** Who agreed: the member, or the guardian of a member who is a minor. */
export const consenters = ['member', 'guardian'] as const
/** Who agreed: the member, or the guardian of a member who is a minor. */
export type Consenter = (typeof consenters)[number]

/** What shows that the member agreed: their own click on the desk's page, files, or the statement of staff alone. */
export const proofs = ['member_page', 'evidence', 'statement'] as const
/** What shows that the member agreed. */
export type Proof = (typeof proofs)[number]

/** The languages of a notice. */
export const noticeLanguages = ['zh-CN', 'en'] as const
/** The language of the text that a member was shown. */
export type NoticeLanguage = (typeof noticeLanguages)[number]

/** What a consent is: open, taken back, replaced by a newer one, or used by an invalidation. */
export const consentStates = ['recorded', 'withdrawn', 'superseded', 'used'] as const
/** What a consent is. */
export type ConsentState = (typeof consentStates)[number]

/** How members usually agree on a channel, unless it is said. */
export const usualExpression: Readonly<Record<Channel, Expression>> = {
  sms: 'reply',
  phone: 'spoken',
  store: 'signature',
  online: 'click',
  mail: 'reply',
}

/** The most evidence files of one consent. */
export const mostEvidence = 10

const base = '/api/brands/{brand_id}/consents'
const ToldBy = Type.String({ minLength: 1, maxLength: 64, description: 'The person or system that informed the member.' })

/** A consent as the API shows it, with the member masked. */
export const ConsentView = Type.Object(
  {
    consent_id: Type.String(),
    brand_id: Type.String(),
    card_id: Type.String(),
    code_last4: Type.String(),
    card_ref: Type.Optional(Type.String({ ...CardRef, description: 'The address of the card, while the member is on record.' })),
    notice_version: Version,
    language: Type.Enum([...noticeLanguages]),
    text_sha256: Type.String({ description: 'SHA-256 of the text that the member was shown, UTF-8.' }),
    channel: Type.Enum([...channels]),
    told_by: Type.String(),
    told_at: Time,
    expressed: Type.Enum([...expressions]),
    agreed_by: Type.Enum([...consenters]),
    agreed_at: Time,
    proof: Type.Enum([...proofs]),
    evidence_sha256: Type.Array(Type.String()),
    invalid_reason: Type.String(),
    reference: Type.Optional(Type.String()),
    state: Type.Enum([...consentStates, 'expired']),
    expire_time: Type.Optional(Time),
    recorded_by: Type.String({ description: 'A `staff_id`, or `member` when the member agreed on the page of the desk.' }),
    record_time: Time,
    withdrawn_by: Type.Optional(Type.String()),
    withdraw_time: Type.Optional(Time),
    superseded_by: Type.Optional(Type.String({ description: '`consent_id` of the consent that replaced it.' })),
    used_by: Type.Optional(Type.String({ description: '`invalidation_id` of the invalidation that used it.' })),
  },
  { title: 'Consent' },
)

export const recordConsent = deskOperation({
  id: 'recordConsent',
  method: 'POST',
  path: base,
  query: [],
  summary: text({ zh: '登记会员的同意', en: 'Record the consent of a member' }),
  permission: 'record_consent',
  input: Type.Object({
    brand_id: BrandId,
    card_ref: CardRef,
    channel: Type.Enum([...channels]),
    told_at: Time,
    told_by: Type.Optional(ToldBy),
    expressed: Type.Optional(
      Type.Enum([...expressions], {
        description: 'Default by channel: sms and mail `reply`, phone `spoken`, store `signature`, online `click`.',
      }),
    ),
    agreed_by: Type.Optional(Type.Enum([...consenters], { description: 'Default `member`.' })),
    agreed_at: Time,
    invalid_reason: Reason,
    notice_version: Type.Optional(Version),
    language: Type.Optional(Type.Enum([...noticeLanguages], { description: 'Language of the text that was shown. Default `zh-CN`.' })),
    reference: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    evidence_sha256: Type.Optional(
      Type.Array(Sha256, { maxItems: mostEvidence, description: `At most ${mostEvidence} files that were uploaded as evidence.` }),
    ),
    supersede: Type.Optional(
      Type.Boolean({ description: 'Whether this consent replaces the open one of the card. Default false: it is rejected then.' }),
    ),
  }),
  reply: ConsentView,
})

export const listConsents = deskOperation({
  id: 'listConsents',
  method: 'GET',
  path: base,
  query: ['card_ref', 'state', 'from_day', 'to_day', 'after', 'before', 'offset', 'limit'],
  summary: text({ zh: '查询同意记录，最新的在前', en: 'List consents, the newest first' }),
  permission: 'look_up',
  input: Type.Object({
    brand_id: BrandId,
    card_ref: Type.Optional(CardRef),
    state: Type.Optional(Type.Enum([...consentStates])),
    ...DayQuery,
    ...LongPageQuery,
  }),
  reply: Type.Object({ data: Type.Array(ConsentView), total_count: CountedTotal }),
})

export const getConsent = deskOperation({
  id: 'getConsent',
  method: 'GET',
  path: `${base}/{consent_id}`,
  query: [],
  summary: text({ zh: '查询一条同意记录', en: 'Get a consent' }),
  permission: 'look_up',
  input: Type.Object({ brand_id: BrandId, consent_id: Id }),
  reply: ConsentView,
})

export const exportConsent = deskOperation({
  id: 'exportConsent',
  method: 'GET',
  path: `${base}/{consent_id}/record`,
  query: [],
  summary: text({ zh: '按 ISO/IEC TS 27560 导出一条同意记录', en: 'Export a consent as a record of ISO/IEC TS 27560' }),
  permission: 'look_up',
  input: Type.Object({ brand_id: BrandId, consent_id: Id }),
  reply: Type.Record(Type.String(), Type.Unknown()),
})

export const consentReceipt = deskOperation({
  id: 'consentReceipt',
  method: 'GET',
  path: `${base}/{consent_id}/receipt.html`,
  query: [],
  download: true,
  summary: text({ zh: '可交给会员的同意凭证（网页，中英文）', en: 'A receipt for the member: a page in Chinese and English' }),
  permission: 'look_up',
  input: Type.Object({ brand_id: BrandId, consent_id: Id }),
  reply: Type.Unknown(),
})

export const withdrawConsent = deskOperation({
  id: 'withdrawConsent',
  method: 'POST',
  path: `${base}/{consent_id}/withdraw`,
  query: [],
  bodyless: true,
  summary: text({
    zh: '登记同意的撤回；同一会员对同一张卡的其他同意一并关闭',
    en: 'Withdraw a consent, and every other consent of this member for this card',
  }),
  permission: 'record_consent',
  input: Type.Object({ brand_id: BrandId, consent_id: Id }),
  reply: ConsentView,
})

export const recordWithdrawal = deskOperation({
  id: 'recordWithdrawal',
  method: 'POST',
  path: '/api/brands/{brand_id}/withdrawals',
  query: [],
  summary: text({
    zh: '登记会员撤回对一张卡的同意（无论是否登记过同意）',
    en: 'Record that a member withdraws consent for a card, whether or not a consent is recorded',
  }),
  permission: 'record_consent',
  input: Type.Object({ brand_id: BrandId, card_ref: CardRef }),
  reply: Type.Object({
    withdraw_time: Time,
    consent_ids: Type.Array(Type.String(), { description: 'The consents that were open and are now withdrawn.' }),
    invalidation_id: Type.Optional(
      Type.String({ description: 'The invalidation of the card that may already have been sent, or that ended it.' }),
    ),
  }),
})
