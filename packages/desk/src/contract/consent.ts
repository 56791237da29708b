import { Type, text } from '@card-member/sdk/contract'
import { BrandId, CardId, Id, OpenId, PageQuery, Reason, Sha256, Time, UserCardCode } from './field.ts'
import { deskOperation } from './operation.ts'

/** How a member was informed. */
export const channels = ['sms', 'phone', 'store', 'online', 'mail'] as const
/** How a member was informed. */
export type Channel = (typeof channels)[number]

const base = '/api/brands/{brand_id}/consents'
const Version = Type.Integer({ minimum: 0, description: 'Version of the notice; version 0 is part of the desk.' })

/** A consent as the API shows it, with the member masked. */
export const ConsentView = Type.Object(
  {
    consent_id: Type.String(),
    brand_id: Type.String(),
    card_id: Type.String(),
    code_last4: Type.String(),
    notice_version: Version,
    channel: Type.Enum([...channels]),
    told_at: Time,
    agreed_at: Time,
    invalid_reason: Type.String(),
    reference: Type.Optional(Type.String()),
    evidence_sha256: Type.Optional(Type.String()),
    state: Type.Enum(['recorded', 'withdrawn', 'used', 'expired']),
    expire_time: Type.Optional(Time),
    recorded_by: Type.String(),
    record_time: Time,
    withdrawn_by: Type.Optional(Type.String()),
    withdraw_time: Type.Optional(Time),
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
    card_id: CardId,
    user_card_code: UserCardCode,
    openid: OpenId,
    channel: Type.Enum([...channels]),
    told_at: Time,
    agreed_at: Time,
    invalid_reason: Reason,
    notice_version: Type.Optional(Version),
    reference: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    evidence_sha256: Type.Optional(Sha256),
  }),
  reply: ConsentView,
})

export const listConsents = deskOperation({
  id: 'listConsents',
  method: 'GET',
  path: base,
  query: ['card_id', 'user_card_code', 'state', 'offset', 'limit'],
  summary: text({ zh: '查询同意记录，最新的在前', en: 'List consents, the newest first' }),
  permission: 'look_up',
  input: Type.Object({
    brand_id: BrandId,
    card_id: Type.Optional(CardId),
    user_card_code: Type.Optional(UserCardCode),
    state: Type.Optional(Type.Enum(['recorded', 'withdrawn', 'used'])),
    ...PageQuery,
  }),
  reply: Type.Object({ data: Type.Array(ConsentView), total_count: Type.Integer() }),
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
  input: Type.Object({ brand_id: BrandId, card_id: CardId, user_card_code: UserCardCode, openid: OpenId }),
  reply: Type.Object({
    withdraw_time: Time,
    consent_ids: Type.Array(Type.String(), { description: 'The consents that were open and are now withdrawn.' }),
    invalidation_id: Type.Optional(
      Type.String({ description: 'The invalidation of the card that may already have been sent, or that ended it.' }),
    ),
  }),
})

/** A version of the text that members are shown. */
export const NoticeView = Type.Object(
  { version: Version, text_zh: Type.String(), text_en: Type.String(), create_time: Type.Optional(Time) },
  { title: 'Notice' },
)

export const listNotices = deskOperation({
  id: 'listNotices',
  method: 'GET',
  path: '/api/brands/{brand_id}/notices',
  query: [],
  summary: text({ zh: '查询告知文本的各版本', en: 'List the versions of the notice' }),
  permission: ['look_up', 'administer'],
  input: Type.Object({ brand_id: BrandId }),
  reply: Type.Object({ data: Type.Array(NoticeView) }),
})

export const addNotice = deskOperation({
  id: 'addNotice',
  method: 'POST',
  path: '/api/brands/{brand_id}/notices',
  query: [],
  summary: text({ zh: '新增告知文本的版本', en: 'Add a version of the notice' }),
  permission: 'administer',
  input: Type.Object({
    brand_id: BrandId,
    text_zh: Type.String({ minLength: 1, maxLength: 5000 }),
    text_en: Type.String({ minLength: 1, maxLength: 5000 }),
  }),
  reply: NoticeView,
})
