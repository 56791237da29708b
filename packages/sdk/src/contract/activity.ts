import { text } from '../text.ts'
import { BrandId, CardId, Count, OutRequestNo, Text, Time } from './field.ts'
import { operation } from './operation.ts'
import { Page, PageQuery } from './page.ts'
import { type Static, Type } from './schema.ts'

const base = '/v3/brand/partner/card-member/membership-activities'

const ActivityId = Type.String({
  minLength: 1,
  maxLength: 64,
  pattern: '^[0-9A-Za-z_-]*$',
  description: text({ zh: '活动ID，由微信支付生成。', en: 'Id of the activity, issued by WeChat Pay.' }),
})
const ActivityState = Type.Enum(
  ['MEMBERSHIP_ACTIVITY_CREATED', 'MEMBERSHIP_ACTIVITY_EFFECTIVE', 'MEMBERSHIP_ACTIVITY_TERMINATED', 'MEMBERSHIP_ACTIVITY_EXPIRED'],
  {
    description: text({
      zh: '活动状态：已创建、生效中、已终止、已过期。',
      en: 'State of the activity: created, effective, terminated, expired.',
    }),
  },
)

const changeable = {
  title: Text(128, '活动标题。', 'Title of the activity.'),
  sub_title: Text(128, '活动副标题。', 'Subtitle of the activity.'),
  begin_time: Time('活动开始时间。', 'When the activity begins.'),
  end_time: Time('活动结束时间，晚于开始时间。', 'When the activity ends, after it begins.'),
}
const ordered = { 'x-ordered': ['begin_time', 'end_time'] }

const ProductCouponStock = Type.Object(
  {
    product_coupon_id: Text(64, '商品券ID。', 'Id of the product coupon.'),
    stock_id: Text(64, '商品券批次ID。', 'Id of the batch of the coupon.'),
  },
  { title: 'ProductCouponStock', description: text({ zh: '一个商品券批次。', en: 'One batch of a product coupon.' }) },
)

const given = {
  out_request_no: OutRequestNo,
  brand_id: BrandId,
  card_id: CardId,
  // The misspelling is the wire value.
  activity_channel: Type.Enum(['MECHANT_APP_COMPONENT'], {
    description: text({ zh: '活动渠道：商户入会组件。', en: "Where it runs: the merchant's join component." }),
  }),
  ...changeable,
  apply_total: Count(1, '活动总名额，须小于各批次可用库存的最小值。', 'Places in all; less than the smallest stock of its batches.'),
  product_coupon_stock_list: Type.Array(ProductCouponStock, {
    minItems: 1,
    description: text({ zh: '赠送的商品券批次。', en: 'The batches of coupons that are given.' }),
  }),
}

/** A membership activity: coupons for joining. */
export const Activity = Type.Object(
  {
    ...given,
    apply_available: Type.Integer({ minimum: 0, description: text({ zh: '剩余名额。', en: 'Places that are left.' }) }),
    activity_id: ActivityId,
    activity_state: ActivityState,
    create_time: Time('创建时间。', 'When it was created.'),
    modify_time: Time('最近修改时间。', 'When it was last changed.'),
  },
  { title: 'Activity', description: text({ zh: '入会有礼活动。', en: 'A membership activity: coupons for joining.' }) },
)
/** A membership activity: coupons for joining. */
export type Activity = Static<typeof Activity>

const common = { per_second: 5, brand_direct: false } as const

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
  reply: Page('ActivityPage', Activity),
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
  input: Type.Object({ activity_id: ActivityId, brand_id: BrandId, ...changeable }, ordered),
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
