import { Type, text } from '@card-member/sdk/contract'
import { callerKinds } from './connection.ts'
import { BrandId, CardId, ConnectionName, Id, OpenId, PageQuery, Reason, Time, Totp, UserCardCode } from './field.ts'
import { deskOperation } from './operation.ts'

/** The state of an invalidation. */
export const invalidationStates = ['sending', 'done', 'already_invalid', 'rejected', 'not_found', 'mismatched', 'unknown'] as const
/** The state of an invalidation. */
export type InvalidationState = (typeof invalidationStates)[number]

const base = '/api/brands/{brand_id}/invalidations'

/** An invalidation as the API shows it. */
export const InvalidationView = Type.Object(
  {
    invalidation_id: Type.String(),
    brand_id: Type.String(),
    card_id: Type.String(),
    code_last4: Type.String(),
    consent_id: Type.String(),
    batch_id: Type.Optional(Type.String()),
    line: Type.Optional(Type.Integer()),
    connection: Type.String(),
    caller_kind: Type.Enum([...callerKinds]),
    caller_id: Type.String({ description: 'A merchant number or a brand id.' }),
    rehearsal: Type.Boolean({ description: 'Whether it was made at a sandbox, where it uses up no consent and no quota.' }),
    invalid_reason: Type.String(),
    state: Type.Enum([...invalidationStates]),
    code: Type.Optional(Type.String()),
    message: Type.Optional(Type.Object({ 'zh-CN': Type.String(), en: Type.String() })),
    invalid_time: Type.Optional(Time),
    request_id: Type.Optional(Type.String()),
    answer_sha256: Type.Optional(Type.String({ description: 'SHA-256 of the signed answer.' })),
    proof: Type.Optional(Type.Enum(['answer', 'read_back'])),
    attempts: Type.Integer(),
    request_count: Type.Integer({ description: 'Requests that are known to have left.' }),
    requested_by: Type.String(),
    start_time: Time,
    end_time: Type.Optional(Time),
    reconcile_after: Type.Optional(
      Type.String({ ...Time, description: 'While the outcome is unknown: the attempt cannot take effect later than this.' }),
    ),
  },
  { title: 'Invalidation' },
)

export const invalidateCard = deskOperation({
  id: 'invalidateCard',
  method: 'POST',
  path: base,
  query: [],
  summary: text({ zh: '作废一张会员卡，无法恢复', en: 'Invalidate one card; this cannot be undone' }),
  permission: 'invalidate',
  input: Type.Object({
    brand_id: BrandId,
    card_id: CardId,
    user_card_code: UserCardCode,
    openid: OpenId,
    connection: Type.Optional(ConnectionName),
    consent_id: Id,
    invalid_reason: Reason,
    last_four: Type.String({ minLength: 1, maxLength: 4, description: 'The last four characters of the code, typed by hand.' }),
    totp: Type.Optional(Totp),
  }),
  reply: InvalidationView,
})

export const getInvalidation = deskOperation({
  id: 'getInvalidation',
  method: 'GET',
  path: `${base}/{invalidation_id}`,
  query: [],
  summary: text({ zh: '查询一条作废记录', en: 'Get an invalidation' }),
  permission: 'look_up',
  input: Type.Object({ brand_id: BrandId, invalidation_id: Id }),
  reply: InvalidationView,
})

export const listInvalidations = deskOperation({
  id: 'listInvalidations',
  method: 'GET',
  path: base,
  query: ['card_id', 'user_card_code', 'state', 'batch_id', 'offset', 'limit'],
  summary: text({ zh: '查询作废记录，最新的在前', en: 'List invalidations, the newest first' }),
  permission: 'look_up',
  input: Type.Object({
    brand_id: BrandId,
    card_id: Type.Optional(CardId),
    user_card_code: Type.Optional(UserCardCode),
    state: Type.Optional(Type.Enum([...invalidationStates])),
    batch_id: Type.Optional(Id),
    ...PageQuery,
  }),
  reply: Type.Object({ data: Type.Array(InvalidationView), total_count: Type.Integer() }),
})

export const reconcileInvalidation = deskOperation({
  id: 'reconcileInvalidation',
  method: 'POST',
  path: `${base}/{invalidation_id}/reconcile`,
  query: [],
  bodyless: true,
  summary: text({
    zh: '查询会员卡，核实未知的结果；不会再次发送',
    en: 'Reconcile an unknown outcome: read the card; nothing is sent again',
  }),
  permission: 'invalidate',
  input: Type.Object({ brand_id: BrandId, invalidation_id: Id }),
  reply: InvalidationView,
})
