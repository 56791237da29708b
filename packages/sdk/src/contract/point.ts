import { BrandId, CardId, OpenId, OutRequestNo, Text, UserCardCode } from './field.ts'
import { operation } from './operation.ts'
import { type Condition, Type } from './schema.ts'

const base = '/v3/brand/partner/card-member'

const ShortBrandId = Type.String({ ...BrandId, maxLength: 16 })
const owner = { brand_id: ShortBrandId, card_id: CardId, openid: OpenId, user_card_code: UserCardCode }
const RecordId = Text(64, '积分兑券记录ID, from the event.')
const ExchangeTemplateId = Text(32, '兑换券模板ID, from the event.')
const RejectReason = Text(32, '拒绝原因.')

const Points = Type.Object({
  out_request_no: OutRequestNo,
  ...owner,
  point_balance: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: '积分余额: the absolute balance.' }),
})

export const syncUserPoints = operation({
  id: 'syncUserPoints',
  method: 'POST',
  path: `${base}/user-points/sync`,
  query: [],
  summary: { 'zh-CN': '同步用户积分', en: "Set a member's balance of points" },
  page: { id: '4015897280', date: '2025.08.20' },
  per_second: 5,
  repeat: 'same_number',
  twin: true,
  input: Points,
  reply: Points,
})

const conditions: readonly Condition[] = [{ required: 'reject_reason', when: 'result', is: 'POINT_EXCHANGE_COUPON_REJECT' }]

export const confirmExchangeCoupon = operation({
  id: 'confirmExchangeCoupon',
  method: 'POST',
  path: `${base}/user-points/exchange-coupon/confirm`,
  query: [],
  summary: { 'zh-CN': '同步积分兑券结果', en: 'Allow or reject an exchange of points for a coupon' },
  page: { id: '4015897268', date: '2025.08.20' },
  per_second: 5,
  repeat: 'same_content',
  twin: true,
  input: Type.Object(
    {
      record_id: RecordId,
      exchange_coupon_template_id: ExchangeTemplateId,
      ...owner,
      result: Type.Enum(['POINT_EXCHANGE_COUPON_ALLOW', 'POINT_EXCHANGE_COUPON_REJECT'], { description: '兑换结果.' }),
      reject_reason: Type.Optional(RejectReason),
    },
    { 'x-required-when': conditions },
  ),
  reply: Type.Object({
    record_id: RecordId,
    exchange_coupon_template_id: ExchangeTemplateId,
    ...owner,
    state: Type.Enum(['POINT_EXCHANGE_COUPON_SUCCESS', 'POINT_EXCHANGE_COUPON_FAIL'], {
      description: '兑换状态; on FAIL give the points back.',
    }),
    product_coupon_id: Type.Optional(Text(64, '商品券ID.')),
    product_coupon_stock_type: Type.Optional(Text(64, '商品券批次类型.')),
    stock_id: Type.Optional(Text(64, '批次ID.')),
    coupon_code: Type.Optional(Text(64, '券code, on success.')),
    reject_reason: Type.Optional(RejectReason),
  }),
})
