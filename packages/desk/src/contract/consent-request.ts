import { Type, text } from '@card-member/sdk/contract'
import { noticeLanguages } from './consent.ts'
import { BrandId, CardRef, DayQuery, Id, PageQuery, Reason, Time } from './field.ts'
import { Version } from './notice.ts'
import { deskOperation } from './operation.ts'

/** What is stored of a request: open until the member answers it or staff stop it. */
export const consentRequestStates = ['open', 'agreed', 'refused', 'stopped'] as const
/** What is stored of a request. */
export type ConsentRequestState = (typeof consentRequestStates)[number]

/** For how many days the link of a request works. */
export const requestDays = 7

const base = '/api/brands/{brand_id}/consent-requests'

/** A request to one member for their consent, as the API shows it. */
export const ConsentRequestView = Type.Object(
  {
    consent_request_id: Type.String(),
    brand_id: Type.String(),
    card_id: Type.String(),
    code_last4: Type.String(),
    card_ref: Type.Optional(Type.String({ ...CardRef, description: 'The address of the card, while the member is on record.' })),
    notice_version: Version,
    invalid_reason: Type.String(),
    reference: Type.Optional(Type.String()),
    state: Type.Enum([...consentRequestStates, 'expired']),
    requested_by: Type.String(),
    request_time: Time,
    expire_time: Time,
    stopped_by: Type.Optional(Type.String({ description: 'A `staff_id`; `desk` when a newer request replaced it.' })),
    end_time: Type.Optional(Type.String({ ...Time, description: 'When the member answered, or staff stopped it.' })),
    language: Type.Optional(Type.Enum([...noticeLanguages], { description: 'Language in which the member answered.' })),
    consent_id: Type.Optional(Type.String({ description: 'The consent that the member gave.' })),
  },
  { title: 'ConsentRequest' },
)

export const requestConsent = deskOperation({
  id: 'requestConsent',
  method: 'POST',
  path: base,
  query: [],
  summary: text({
    zh: `请会员自行表示同意：生成一个链接，由品牌发给会员；${requestDays} 天内有效，只能使用一次，此后不再显示`,
    en: `Ask a member for consent: makes a link that the brand sends to the member. It works once, for ${requestDays} days, and is shown only here`,
  }),
  permission: 'record_consent',
  input: Type.Object({
    brand_id: BrandId,
    card_ref: CardRef,
    invalid_reason: Reason,
    notice_version: Type.Optional(Version),
    reference: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
  }),
  reply: Type.Object({
    ...ConsentRequestView.properties,
    link: Type.String({ description: 'The link. Send it to this member alone.' }),
    replaced: Type.Optional(
      Type.String({ description: '`consent_request_id` of the open request for the card, whose link works no more.' }),
    ),
  }),
})

export const listConsentRequests = deskOperation({
  id: 'listConsentRequests',
  method: 'GET',
  path: base,
  query: ['card_ref', 'state', 'from_day', 'to_day', 'offset', 'limit'],
  summary: text({ zh: '查询发给会员的同意请求，最新的在前', en: 'List the requests for consent, the newest first' }),
  permission: 'look_up',
  input: Type.Object({
    brand_id: BrandId,
    card_ref: Type.Optional(CardRef),
    state: Type.Optional(Type.Enum([...consentRequestStates])),
    ...DayQuery,
    ...PageQuery,
  }),
  reply: Type.Object({ data: Type.Array(ConsentRequestView), total_count: Type.Integer() }),
})

export const stopConsentRequest = deskOperation({
  id: 'stopConsentRequest',
  method: 'POST',
  path: `${base}/{consent_request_id}/stop`,
  query: [],
  bodyless: true,
  summary: text({ zh: '停用一个同意请求的链接', en: 'Stop a request for consent: its link works no more' }),
  permission: 'record_consent',
  input: Type.Object({ brand_id: BrandId, consent_request_id: Id }),
  reply: ConsentRequestView,
})
