// Made from the contract by `npm run generate`; a test compares the two.
import type { DateInfo, Profile } from './shared.ts'

/**
 * 通知中的用户会员卡；code 可能尚未分配。
 *
 * A member's card in a notification; it may have no code yet.
 */
export interface NotifiedUserCard {
  /**
   * 会员卡code：数字、英文字母与半角标点，同一模板下唯一，区分大小写。1 至 32 个字符。
   *
   * Code of the member's card: digits, English letters, half-width punctuation; unique within one template; case matters. 1 to 32 characters.
   */
  user_card_code?: string
  /**
   * 会员卡模板ID，由微信支付生成。1 至 32 个字符。
   *
   * Id of the card template, issued by WeChat Pay. 1 to 32 characters.
   */
  card_id: string
  /**
   * 用户在模板所属AppID下的OpenID。1 至 128 个字符。
   *
   * The member's OpenID under the AppID of the template. 1 to 128 characters.
   */
  openid: string
  /**
   * 品牌ID。1 至 32 个字符。
   *
   * Id of the brand that owns the card. 1 to 32 characters.
   */
  brand_id: string
  /**
   * 会员卡类型：普通、付费、储值；目前仅支持 NORMAL。
   *
   * Kind of card: ordinary, paid, stored value; at present only NORMAL is supported.
   */
  card_type?: 'NORMAL' | 'PURCHASE' | 'BALANCE' | (string & Record<never, never>)
  /**
   * 卡片背景颜色，#RRGGBB。
   *
   * Background colour of the card, #RRGGBB.
   */
  card_color?: string
  /**
   * 卡面图片，须为图片上传接口返回的URL。1 至 256 个字符。
   *
   * Picture of the card's face: a URL from the image upload. 1 to 256 characters.
   */
  card_picture_url?: string
  /**
   * 手机号。1 至 214 字节（UTF-8），传输时加密，此处为明文。
   *
   * Telephone number of the member. 1 to 214 bytes of UTF-8; travels encrypted, plaintext here.
   */
  phone_number?: string
  /**
   * 会员等级，由商户自定。1 至 10 个字符。
   *
   * The member's level as it is displayed, such as 钻石会员. 1 to 10 characters.
   */
  level?: string
  /**
   * 会员填写的信息。
   *
   * What a member filled in.
   */
  user_information?: Profile
  /**
   * 有效期。
   *
   * How long a card is valid.
   */
  valid_date_information?: DateInfo
  /**
   * 领卡时间。RFC 3339 时间，例如 2026-05-20T13:29:35+08:00。
   *
   * When the member took the card. RFC 3339.
   */
  pickup_time?: string
  /**
   * 商户附加信息，用户不可见，查询时原样返回。1 至 256 个字符。
   *
   * Your own data, which the member does not see; queries return it. 1 to 256 characters.
   */
  attach?: string
  /**
   * 会员卡状态：已领取未激活、有效、已过期、已失效（不可恢复）。
   *
   * State of the member's card: taken and not activated, usable, past its validity, invalidated for good.
   */
  user_card_state?: 'UNACTIVATED' | 'EFFECTIVE' | 'EXPIRED' | 'INVALID' | (string & Record<never, never>)
  /**
   * 失效原因；空字符串等同于不填。最多 32 个字符。
   *
   * Why the card was invalidated; empty is the same as none. At most 32 characters.
   */
  invalid_reason?: string
  /**
   * 失效时间。RFC 3339 时间，例如 2026-05-20T13:29:35+08:00。
   *
   * When the card was invalidated. RFC 3339.
   */
  invalid_time?: string
  /**
   * 创建时间。RFC 3339 时间，例如 2026-05-20T13:29:35+08:00。
   *
   * When it was created. RFC 3339.
   */
  create_time?: string
  /**
   * 最近修改时间。RFC 3339 时间，例如 2026-05-20T13:29:35+08:00。
   *
   * When it was last changed. RFC 3339.
   */
  modify_time?: string
}

/**
 * 用户以积分兑换券。
 *
 * A member exchanges points for a coupon.
 */
export interface PointExchange {
  /**
   * 积分兑券记录ID。1 至 64 个字符。
   *
   * Id of the exchange. 1 to 64 characters.
   */
  record_id: string
  /**
   * 品牌ID。1 至 32 个字符。
   *
   * Id of the brand that owns the card. 1 to 32 characters.
   */
  brand_id: string
  /**
   * 会员卡模板ID，由微信支付生成。1 至 32 个字符。
   *
   * Id of the card template, issued by WeChat Pay. 1 to 32 characters.
   */
  card_id: string
  /**
   * 与品牌绑定的AppID（公众号、服务号或小程序）。1 至 32 个字符。
   *
   * AppID of an official account or mini program that is bound to the brand. 1 to 32 characters.
   */
  appid?: string
  /**
   * 用户在模板所属AppID下的OpenID。1 至 128 个字符。
   *
   * The member's OpenID under the AppID of the template. 1 to 128 characters.
   */
  openid: string
  /**
   * 会员卡code：数字、英文字母与半角标点，同一模板下唯一，区分大小写。1 至 32 个字符。
   *
   * Code of the member's card: digits, English letters, half-width punctuation; unique within one template; case matters. 1 to 32 characters.
   */
  user_card_code: string
  /**
   * 兑换券模板ID。1 至 32 个字符。
   *
   * Id of the coupon that is exchanged. 1 to 32 characters.
   */
  exchange_coupon_template_id: string
  /**
   * 所需积分。整数，不小于 0。
   *
   * Points that it costs. Whole number, at least 0.
   */
  deduct_points: number
  /**
   * 商品券ID。1 至 64 个字符。
   *
   * Id of the product coupon. 1 to 64 characters.
   */
  product_coupon_id?: string
  /**
   * 商品券批次类型。1 至 64 个字符。
   *
   * Kind of the batch of the coupon. 1 to 64 characters.
   */
  product_coupon_stock_type?: string
  /**
   * 商品券批次ID。1 至 64 个字符。
   *
   * Id of the batch of the coupon. 1 to 64 characters.
   */
  stock_id?: string
}

/**
 * 微信支付询问会员的积分余额。
 *
 * WeChat Pay asks for a member's balance of points.
 */
export interface PointSync {
  /**
   * 品牌ID。1 至 32 个字符。
   *
   * Id of the brand that owns the card. 1 to 32 characters.
   */
  brand_id: string
  /**
   * 会员卡模板ID，由微信支付生成。1 至 32 个字符。
   *
   * Id of the card template, issued by WeChat Pay. 1 to 32 characters.
   */
  card_id: string
  /**
   * 用户在模板所属AppID下的OpenID。1 至 128 个字符。
   *
   * The member's OpenID under the AppID of the template. 1 to 128 characters.
   */
  openid: string
  /**
   * 会员卡code：数字、英文字母与半角标点，同一模板下唯一，区分大小写。1 至 32 个字符。
   *
   * Code of the member's card: digits, English letters, half-width punctuation; unique within one template; case matters. 1 to 32 characters.
   */
  user_card_code: string
}
