import { text } from '../text.ts'
import { BrandId, CardId, Count, OpenId, OutRequestNo, Text, UserCardCode } from './field.ts'
import { operation } from './operation.ts'
import { Type } from './schema.ts'

const base = '/v3/brand/partner/card-member'

const ShortBrandId = Type.String({ ...BrandId, maxLength: 16 })
const owner = { brand_id: ShortBrandId, card_id: CardId, openid: OpenId, user_card_code: UserCardCode }
const RecordId = Text(64, '积分兑券记录ID，来自通知。', 'Id of the exchange, from the event.')
const ExchangeTemplateId = Text(32, '兑换券模板ID，来自通知。', 'Id of the coupon that is exchanged, from the event.')
const RejectReason = Text(32, '拒绝原因；拒绝时必填。', 'Why it is rejected; required when it is.')

const points = {
  out_request_no: OutRequestNo,
  ...owner,
  point_balance: Count(0, '积分余额，为绝对值。', 'The balance of points, absolute.'),
}

export const syncUserPoints = operation({
  id: 'syncUserPoints',
  method: 'POST',
  path: `${base}/user-points/sync`,
  query: [],
  summary: { 'zh-CN': '同步用户积分', en: "Set a member's balance of points" },
  page: { id: '4015897280', date: '2025.08.20' },
  per_second: 5,
  repeat: 'same_number',
  brand_direct: true,
  input: Type.Object(points),
  reply: Type.Object(points, { title: 'PointBalance', description: text({ zh: '会员的积分余额。', en: "A member's balance of points." }) }),
})

export const confirmExchangeCoupon = operation({
  id: 'confirmExchangeCoupon',
  method: 'POST',
  path: `${base}/user-points/exchange-coupon/confirm`,
  query: [],
  summary: { 'zh-CN': '同步积分兑券结果', en: 'Allow or reject an exchange of points for a coupon' },
  page: { id: '4015897268', date: '2025.08.20' },
  per_second: 5,
  repeat: 'same_content',
  brand_direct: true,
  input: Type.Object(
    {
      record_id: RecordId,
      exchange_coupon_template_id: ExchangeTemplateId,
      ...owner,
      result: Type.Enum(['POINT_EXCHANGE_COUPON_ALLOW', 'POINT_EXCHANGE_COUPON_REJECT'], {
        description: text({ zh: '是否同意兑换。', en: 'Whether the exchange is allowed.' }),
      }),
      reject_reason: Type.Optional(RejectReason),
    },
    { 'x-required-when': [{ required: 'reject_reason', when: 'result', is: 'POINT_EXCHANGE_COUPON_REJECT' }] },
  ),
  reply: Type.Object(
    {
      record_id: RecordId,
      exchange_coupon_template_id: ExchangeTemplateId,
      ...owner,
      state: Type.Enum(['POINT_EXCHANGE_COUPON_SUCCESS', 'POINT_EXCHANGE_COUPON_FAIL'], {
        description: text({ zh: '兑换状态；FAIL 时须退还积分。', en: 'State of the exchange; on FAIL give the points back.' }),
      }),
      product_coupon_id: Type.Optional(Text(64, '商品券ID。', 'Id of the product coupon.')),
      product_coupon_stock_type: Type.Optional(Text(64, '商品券批次类型。', 'Kind of the batch of the coupon.')),
      stock_id: Type.Optional(Text(64, '商品券批次ID。', 'Id of the batch of the coupon.')),
      coupon_code: Type.Optional(Text(64, '券code，兑换成功时返回。', 'Code of the coupon, on success.')),
      reject_reason: Type.Optional(RejectReason),
    },
    { title: 'PointExchangeResult', description: text({ zh: '积分兑券的结果。', en: 'What became of an exchange of points.' }) },
  ),
})
