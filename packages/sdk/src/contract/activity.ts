import { BrandId, CardId, OutRequestNo, Text, Time } from './field.ts'
import { operation } from './operation.ts'
import { Page, PageQuery } from './page.ts'
import { type Static, Type } from './schema.ts'

const base = '/v3/brand/partner/card-member/membership-activities'

const ActivityId = Type.String({ minLength: 1, maxLength: 64, pattern: '^[0-9A-Za-z_-]*$', description: '活动ID.' })
const ActivityState = Type.Enum(
  ['MEMBERSHIP_ACTIVITY_CREATED', 'MEMBERSHIP_ACTIVITY_EFFECTIVE', 'MEMBERSHIP_ACTIVITY_TERMINATED', 'MEMBERSHIP_ACTIVITY_EXPIRED'],
  { description: '活动状态.' },
)

const words = { title: Text(128, '活动标题.'), sub_title: Text(128, '活动副标题.'), begin_time: Time, end_time: Time }
const ordered = { 'x-ordered': ['begin_time', 'end_time'] }

const given = {
  out_request_no: OutRequestNo,
  brand_id: BrandId,
  card_id: CardId,
  // The misspelling is the wire value.
  activity_channel: Type.Enum(['MECHANT_APP_COMPONENT'], { description: '活动渠道.' }),
  ...words,
  apply_total: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: '活动总名额.' }),
  product_coupon_stock_list: Type.Array(Type.Object({ product_coupon_id: Text(64, '商品券ID.'), stock_id: Text(64, '批次ID.') }), {
    minItems: 1,
  }),
}

/** A membership activity: coupons for joining. */
export const Activity = Type.Object({
  ...given,
  apply_available: Type.Integer({ minimum: 0, description: '剩余名额.' }),
  activity_id: ActivityId,
  activity_state: ActivityState,
  create_time: Time,
  modify_time: Time,
})
/** A membership activity: coupons for joining. */
export type Activity = Static<typeof Activity>

const common = { per_second: 5, twin: false } as const

export const createActivity = operation({
  ...common,
  id: 'createActivity',
  method: 'POST',
  path: base,
  query: [],
  summary: { 'zh-CN': '创建入会有礼活动', en: 'Create a membership activity' },
  page: { id: '4016464918', date: '2025.11.14' },
  repeat: 'same_number',
  input: Type.Object(given, ordered),
  reply: Activity,
})

export const listActivities = operation({
  ...common,
  id: 'listActivities',
  method: 'GET',
  path: base,
  query: ['brand_id', 'card_id', 'activity_state', 'offset', 'limit'],
  summary: { 'zh-CN': '查询入会有礼活动列表', en: 'List membership activities' },
  page: { id: '4016588039', date: '2025.11.14' },
  repeat: 'always',
  input: Type.Object({
    brand_id: BrandId,
    card_id: Type.Optional(CardId),
    activity_state: Type.Optional(ActivityState),
    ...PageQuery,
  }),
  reply: Page(Activity),
})

export const getActivity = operation({
  ...common,
  id: 'getActivity',
  method: 'GET',
  path: `${base}/{activity_id}`,
  query: ['brand_id'],
  summary: { 'zh-CN': '查询入会有礼活动', en: 'Get a membership activity' },
  page: { id: '4016588015', date: '2025.11.14' },
  repeat: 'always',
  input: Type.Object({ activity_id: ActivityId, brand_id: BrandId }),
  reply: Activity,
})

export const updateActivity = operation({
  ...common,
  id: 'updateActivity',
  method: 'PATCH',
  path: `${base}/{activity_id}`,
  query: [],
  summary: { 'zh-CN': '修改入会有礼活动', en: 'Change a membership activity' },
  page: { id: '4016588044', date: '2025.11.14' },
  repeat: 'same_content',
  input: Type.Object({ activity_id: ActivityId, brand_id: BrandId, ...words }, ordered),
  reply: Activity,
})

export const terminateActivity = operation({
  ...common,
  id: 'terminateActivity',
  method: 'POST',
  path: `${base}/{activity_id}/terminate`,
  query: [],
  summary: { 'zh-CN': '终止入会有礼活动', en: 'Terminate a membership activity, for good' },
  page: { id: '4016588028', date: '2025.11.14' },
  repeat: 'never',
  input: Type.Object({ activity_id: ActivityId, brand_id: BrandId }),
  reply: Activity,
})
