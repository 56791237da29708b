import { text } from '../text.ts'
import { AppId, BrandId, CardId, Count, OpenId, Text, UserCardCode } from './field.ts'
import { type Static, Type } from './schema.ts'
import { UserCard } from './user-card.ts'

const NotifiedUserCard = Type.Object(
  { ...UserCard.properties, user_card_code: Type.Optional(UserCardCode) },
  {
    title: 'NotifiedUserCard',
    description: text({ zh: '通知中的用户会员卡；code 可能尚未分配。', en: "A member's card in a notification; it may have no code yet." }),
  },
)

/** A member exchanges points for a coupon: check and deduct the points, then call confirmExchangeCoupon. */
export const PointExchange = Type.Object(
  {
    record_id: Text(64, '积分兑券记录ID。', 'Id of the exchange.'),
    brand_id: BrandId,
    card_id: CardId,
    appid: Type.Optional(AppId),
    openid: OpenId,
    user_card_code: UserCardCode,
    exchange_coupon_template_id: Text(32, '兑换券模板ID。', 'Id of the coupon that is exchanged.'),
    deduct_points: Count(0, '所需积分。', 'Points that it costs.'),
    product_coupon_id: Type.Optional(Text(64, '商品券ID。', 'Id of the product coupon.')),
    product_coupon_stock_type: Type.Optional(Text(64, '商品券批次类型。', 'Kind of the batch of the coupon.')),
    stock_id: Text(64, '商品券批次ID。', 'Id of the batch of the coupon.'),
  },
  { title: 'PointExchange', description: text({ zh: '用户以积分兑换券。', en: 'A member exchanges points for a coupon.' }) },
)
/** A member exchanges points for a coupon. */
export type PointExchange = Static<typeof PointExchange>

/** The platform asks for a member's balance: answer by calling syncUserPoints. */
export const PointSync = Type.Object(
  { brand_id: BrandId, card_id: CardId, openid: OpenId, user_card_code: UserCardCode },
  {
    title: 'PointSync',
    description: text({ zh: '微信支付询问会员的积分余额。', en: "WeChat Pay asks for a member's balance of points." }),
  },
)
/** The platform asks for a member's balance. */
export type PointSync = Static<typeof PointSync>

const card = ['brand_id', 'card_id', 'openid'] as const
const exchange = ['record_id', ...card, 'user_card_code', 'exchange_coupon_template_id', 'deduct_points'] as const

/**
 * Every kind of notification: its names, what its resource says, how it is summarised. `always` names the fields without which
 * it says nothing; a receiver takes it though any other is missing.
 */
export const events = {
  'USER_CARD.CREATE': { original_type: 'user_card', summary: '用户开通会员卡通知', resource: NotifiedUserCard, always: card },
  'USER_CARD.DELETE': { original_type: 'user_card', summary: '用户删除会员卡通知', resource: NotifiedUserCard, always: card },
  POINT_EXCHANGE_COUPON: { original_type: 'point_coupon', summary: '用户积分兑券通知', resource: PointExchange, always: exchange },
  SYNC_USER_POINT: {
    original_type: 'sync_user_point',
    summary: '用户积分同步通知',
    resource: PointSync,
    always: [...card, 'user_card_code'],
  },
} as const

/** A kind of notification, without the prefix that names the dialect and its generation. */
export type EventKind = keyof typeof events

/** Prefixes of event_type: the current ones of both dialects, and the older one of the partner dialect. */
export const eventPrefixes = { partner: 'BRAND_MEMBER_CARD_SP.', brand: 'BRAND_MEMBER_CARD.', older: 'MEMBERCARDSP.' } as const

/** The kind an event_type names; `undefined` for one that this version does not know. */
export function eventKind(event_type: string): EventKind | undefined {
  for (const prefix of Object.values(eventPrefixes)) {
    const kind = event_type.slice(prefix.length)
    if (event_type.startsWith(prefix) && isEventKind(kind)) return kind
  }
  return undefined
}

function isEventKind(kind: string): kind is EventKind {
  return Object.hasOwn(events, kind)
}

/** The envelope of a notification, as it is sent and signed. */
export const Envelope = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 64 }),
  create_time: Type.String(),
  event_type: Type.String({ minLength: 1 }),
  resource_type: Type.String(),
  summary: Type.Optional(Type.String()),
  resource: Type.Object({
    original_type: Type.Optional(Type.String()),
    algorithm: Type.Literal('AEAD_AES_256_GCM'),
    ciphertext: Type.String({ minLength: 1 }),
    associated_data: Type.Optional(Type.String()),
    nonce: Type.String({ minLength: 1 }),
  }),
})
/** The envelope of a notification, as it is sent and signed. */
export type Envelope = Static<typeof Envelope>
