import { Type, text } from '@card-member/sdk/contract'
import { callerKinds } from './connection.ts'
import { ConsentView } from './consent.ts'
import { BrandId, CardRef, CountedTotal, DayQuery, Id, LongPageQuery, Reason, Time, Totp } from './field.ts'
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
    card_ref: Type.Optional(Type.String({ ...CardRef, description: 'The address of the card, while the member is on record.' })),
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
    requested_by: Type.String({ description: 'The `staff_id` of who ended the card, or ran the batch.' }),
    consent_recorded_by: Type.String({
      description: 'The `staff_id` of who recorded the consent; `member` when the member agreed on the page for it.',
    }),
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
    card_ref: CardRef,
    consent_id: Id,
    invalid_reason: Reason,
    last_four: Type.String({ minLength: 1, maxLength: 4, description: 'The last four characters of the code, typed by hand.' }),
    totp: Type.Optional(Totp),
  }),
  reply: InvalidationView,
})

const DayLimit = (description: string) =>
  Type.Object(
    {
      limit: Type.Union([Type.Integer(), Type.Null()], { description: 'null: none.' }),
      used: Type.Integer(),
    },
    { description },
  )

export const previewInvalidation = deskOperation({
  id: 'previewInvalidation',
  method: 'POST',
  path: `${base}/preview`,
  query: [],
  summary: text({
    zh: '预览作废一张会员卡会发生什么：不发送，不占用名额',
    en: 'Say what would happen if a card were invalidated now: nothing is sent, no limit is used',
  }),
  permission: 'look_up',
  input: Type.Object({
    brand_id: BrandId,
    card_ref: CardRef,
    consent_id: Type.Optional(Type.String({ ...Id, description: 'Default: the open consent of the card.' })),
    invalid_reason: Type.Optional(Type.String({ maxLength: 1000, description: 'Checked when given.' })),
  }),
  reply: Type.Object(
    {
      allowed: Type.Boolean({
        description: 'Whether no rule forbids it. A fresh second factor and the last four characters are still needed.',
      }),
      obstacles: Type.Array(
        Type.Object({
          code: Type.String({ description: 'The code that the invalidation would be refused with.' }),
          message: Type.Object({ 'zh-CN': Type.String(), en: Type.String() }),
          detail: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
        }),
        { description: 'Every rule that forbids it, the first one first.' },
      ),
      consent: Type.Optional(ConsentView),
      connection: Type.Optional(Type.String()),
      caller_kind: Type.Optional(Type.Enum([...callerKinds])),
      caller_id: Type.Optional(Type.String()),
      base_url: Type.Optional(Type.String({ description: 'The platform that is called.' })),
      rehearsal: Type.Boolean({ description: 'Whether it goes to a sandbox.' }),
      calls: Type.Array(Type.Object({ method: Type.String(), path: Type.String() }), {
        description: 'What is sent, in its order, each at most once.',
      }),
      single_limit: DayLimit('Single cards that this person may end today.'),
      daily_cap: DayLimit('Cards of the brand that may be ended today.'),
      second_person: Type.Boolean({ description: 'Whether the brand asks for another person than who recorded the consent.' }),
      second_factor_until: Type.Optional(Type.String({ ...Time, description: 'Until when the code that was given last counts.' })),
      unknown_seconds: Type.Integer({ description: 'If the answer is lost, the outcome is known after so many seconds at the latest.' }),
    },
    { title: 'InvalidationPreview' },
  ),
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
  query: [
    'card_ref',
    'state',
    'batch_id',
    'requested_by',
    'consent_recorded_by',
    'from_day',
    'to_day',
    'after',
    'before',
    'offset',
    'limit',
  ],
  summary: text({ zh: '查询作废记录，最新的在前', en: 'List invalidations, the newest first' }),
  permission: 'look_up',
  input: Type.Object({
    brand_id: BrandId,
    card_ref: Type.Optional(CardRef),
    state: Type.Optional(Type.Enum([...invalidationStates])),
    batch_id: Type.Optional(Id),
    requested_by: Type.Optional(Type.String({ ...Id, description: 'The `staff_id` of who ended the card, or ran the batch.' })),
    consent_recorded_by: Type.Optional(Type.String({ ...Id, description: 'Who recorded the consent: a `staff_id`, or `member`.' })),
    ...DayQuery,
    ...LongPageQuery,
  }),
  reply: Type.Object({ data: Type.Array(InvalidationView), total_count: CountedTotal }),
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
