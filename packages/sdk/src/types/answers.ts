// Made from the contract by `npm run generate`; a test compares the two.
import type { DateInfo, Form, Jump, ProductCouponStock, Profile, PurchaseJump } from './shared.ts'

/**
 * 会员卡模板。
 *
 * A member-card template.
 */
export interface Card {
  /**
   * 商户请求单号：半角数字、字母、-、_；相同单号与相同内容返回首次的应答。1 至 128 个字符。
   *
   * Your own number of the request: half-width digits, letters, - and _; the same number with the same content repeats the same answer. 1 to 128 characters.
   */
  out_request_no?: string
  /**
   * 会员卡模板ID，由微信支付生成。1 至 32 个字符。
   *
   * Id of the card template, issued by WeChat Pay. 1 to 32 characters.
   */
  card_id: string
  /**
   * 品牌ID。1 至 32 个字符。
   *
   * Id of the brand that owns the card. 1 to 32 characters.
   */
  brand_id: string
  /**
   * 与品牌绑定的AppID（公众号、服务号或小程序）。1 至 32 个字符。
   *
   * AppID of an official account or mini program that is bound to the brand. 1 to 32 characters.
   */
  appid: string
  /**
   * 会员卡类型：普通、付费、储值；目前仅支持 NORMAL。
   *
   * Kind of card: ordinary, paid, stored value; at present only NORMAL is supported.
   */
  card_type: 'NORMAL' | 'PURCHASE' | 'BALANCE'
  /**
   * code分配模式：领卡时由微信支付分配，或由商户在同步开通结果时传入；创建后不可修改。
   *
   * Who chooses the code: WeChat Pay when the card is taken, or you when you confirm the opening; cannot change later.
   */
  code_mode: 'SYSTEM_ALLOCATE' | 'MERCHANT_ALLOCATE'
  /**
   * code展示类型。
   *
   * How the code is shown.
   */
  code_type: 'NONE_CODE' | 'BAR_CODE' | 'QR_CODE' | 'BAR_CODE_AND_QR_CODE' | 'JUMP_MINI_PROGRAM'
  /**
   * 会员卡标题，显示在卡面上。1 至 10 个字符。
   *
   * Title on the face of the card. 1 to 10 characters.
   */
  card_title: string
  /**
   * 卡片背景颜色，#RRGGBB。
   *
   * Background colour of the card, #RRGGBB.
   */
  card_color: string
  /**
   * 卡面图片，须为图片上传接口返回的URL。1 至 256 个字符。
   *
   * Picture of the card's face: a URL from the image upload. 1 to 256 characters.
   */
  card_picture_url: string
  /**
   * 会员权益说明。1 至 32 个字符。
   *
   * The benefits of a member. 1 to 32 characters.
   */
  benefits: string
  /**
   * 接收该模板事件通知的地址：https，不带查询参数；沙箱还接受指向本机的 http。1 至 256 个字符。
   *
   * Where the events of this template are sent: https, no query string. A sandbox also takes http to its own machine. 1 to 256 characters.
   */
  notify_url: string
  /**
   * 有效期。
   *
   * How long a card is valid.
   */
  valid_date_information: DateInfo
  /**
   * 点击code打开的页面；code_type 为 JUMP_MINI_PROGRAM 时必填。
   *
   * What a tap on the code opens; required for JUMP_MINI_PROGRAM.
   */
  code_jump_information?: Jump
  /**
   * 是否在品牌卡包页置顶，默认 false。
   *
   * Whether it is pinned on the brand's page, default false.
   */
  need_pinned?: boolean
  /**
   * 是否展示会员等级，默认 false。
   *
   * Whether the level is displayed, default false.
   */
  need_display_level?: boolean
  /**
   * 初始会员等级；need_display_level 为 true 时必填。1 至 10 个字符。
   *
   * Level of a new member; required when need_display_level is true. 1 to 10 characters.
   */
  init_level?: string
  /**
   * 客服电话。1 至 32 个字符。
   *
   * Telephone number of the service desk. 1 to 32 characters.
   */
  service_phone?: string
  /**
   * 会员协议，纯文本。1 至 20480 个字符。
   *
   * The agreement with the member, plain text. 1 to 20480 characters.
   */
  legal_agreement?: string
  /**
   * 点击卡面打开的页面。
   *
   * What a tap on the face of the card opens.
   */
  member_information?: Jump
  /**
   * 积分入口；不填则不展示。
   *
   * The entrance to points; not shown when absent.
   */
  points_information?: Jump
  /**
   * 余额入口；不填则不展示。
   *
   * The entrance to the balance; not shown when absent.
   */
  balance_information?: Jump
  /**
   * 购买入口。
   *
   * The entrance for buying.
   */
  purchase_information?: PurchaseJump
  /**
   * 开卡时需要会员填写的信息。
   *
   * What a member is asked to fill in.
   */
  user_information?: Form
  /**
   * 模板状态：生效、已失效。
   *
   * State of the template: effective, or invalidated for good.
   */
  state: 'CARD_EFFECTIVE' | 'CARD_INVALID'
  /**
   * 创建时间。RFC 3339 时间，例如 2026-05-20T13:29:35+08:00。
   *
   * When it was created. RFC 3339.
   */
  create_time: string
  /**
   * 最近修改时间。RFC 3339 时间，例如 2026-05-20T13:29:35+08:00。
   *
   * When it was last changed. RFC 3339.
   */
  modify_time: string
}

export interface CardPage {
  /**
   * 本页记录。
   *
   * The records of the page.
   */
  data: Card[]
  /**
   * 记录总数。整数，不小于 0。
   *
   * Records in all. Whole number, at least 0.
   */
  total_count: number
  /**
   * 本页首条记录的序号，从 0 开始。整数，不小于 0。
   *
   * Zero-based index of the first record. Whole number, at least 0.
   */
  offset: number
  /**
   * 每页最多条数。整数，不小于 0。
   *
   * Most records of the page. Whole number, at least 0.
   */
  limit: number
}

/**
 * 用户会员卡。
 *
 * One member's card.
 */
export interface UserCard {
  /**
   * 会员卡code：数字、英文字母与半角标点，同一模板下唯一，区分大小写。1 至 32 个字符。
   *
   * Code of the member's card: digits, English letters, half-width punctuation; unique within one template; case matters. 1 to 32 characters.
   */
  user_card_code: string
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
  card_type: 'NORMAL' | 'PURCHASE' | 'BALANCE'
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
  valid_date_information: DateInfo
  /**
   * 领卡时间。RFC 3339 时间，例如 2026-05-20T13:29:35+08:00。
   *
   * When the member took the card. RFC 3339.
   */
  pickup_time: string
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
  user_card_state: 'UNACTIVATED' | 'EFFECTIVE' | 'EXPIRED' | 'INVALID'
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
  create_time: string
  /**
   * 最近修改时间。RFC 3339 时间，例如 2026-05-20T13:29:35+08:00。
   *
   * When it was last changed. RFC 3339.
   */
  modify_time: string
}

export interface UserCardPage {
  /**
   * 本页记录。
   *
   * The records of the page.
   */
  data: UserCard[]
  /**
   * 记录总数。整数，不小于 0。
   *
   * Records in all. Whole number, at least 0.
   */
  total_count: number
  /**
   * 本页首条记录的序号，从 0 开始。整数，不小于 0。
   *
   * Zero-based index of the first record. Whole number, at least 0.
   */
  offset: number
  /**
   * 每页最多条数。整数，不小于 0。
   *
   * Most records of the page. Whole number, at least 0.
   */
  limit: number
}

/**
 * 打开组件的预授权 token。
 *
 * A token that opens a component.
 */
export interface ComponentToken {
  /**
   * 预授权 token。
   *
   * Opens the component.
   */
  token: string
  /**
   * token 过期时间。RFC 3339 时间，例如 2026-05-20T13:29:35+08:00。
   *
   * When the token expires. RFC 3339.
   */
  expire_time: string
}

/**
 * 会员动态。
 *
 * A member feed.
 */
export interface UserFeed {
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
   * 会员卡code：数字、英文字母与半角标点，同一模板下唯一，区分大小写。1 至 32 个字符。
   *
   * Code of the member's card: digits, English letters, half-width punctuation; unique within one template; case matters. 1 to 32 characters.
   */
  user_card_code: string
  /**
   * 商户请求单号：半角数字、字母、-、_；相同单号与相同内容返回首次的应答。1 至 64 个字符。
   *
   * Your own number of the request: half-width digits, letters, - and _; the same number with the same content repeats the same answer. 1 to 64 characters.
   */
  out_request_no: string
  /**
   * 动态内容：模板编号与变量以 _ 连接，例如 15_1200_1。1 至 128 个字符。
   *
   * What happened: the number of a template and its variables, joined by _, such as 15_1200_1. 1 to 128 characters.
   */
  cell: string
}

/**
 * 会员的积分余额。
 *
 * A member's balance of points.
 */
export interface PointBalance {
  /**
   * 商户请求单号：半角数字、字母、-、_；相同单号与相同内容返回首次的应答。1 至 128 个字符。
   *
   * Your own number of the request: half-width digits, letters, - and _; the same number with the same content repeats the same answer. 1 to 128 characters.
   */
  out_request_no: string
  /**
   * 品牌ID。1 至 16 个字符。
   *
   * Id of the brand that owns the card. 1 to 16 characters.
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
  /**
   * 积分余额，为绝对值。整数，不小于 0。
   *
   * The balance of points, absolute. Whole number, at least 0.
   */
  point_balance: number
}

/**
 * 积分兑券的结果。
 *
 * What became of an exchange of points.
 */
export interface PointExchangeResult {
  /**
   * 积分兑券记录ID，来自通知。1 至 64 个字符。
   *
   * Id of the exchange, from the event. 1 to 64 characters.
   */
  record_id: string
  /**
   * 兑换券模板ID，来自通知。1 至 32 个字符。
   *
   * Id of the coupon that is exchanged, from the event. 1 to 32 characters.
   */
  exchange_coupon_template_id: string
  /**
   * 品牌ID。1 至 16 个字符。
   *
   * Id of the brand that owns the card. 1 to 16 characters.
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
  /**
   * 兑换状态；FAIL 时须退还积分。
   *
   * State of the exchange; on FAIL give the points back.
   */
  state: 'POINT_EXCHANGE_COUPON_SUCCESS' | 'POINT_EXCHANGE_COUPON_FAIL'
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
  /**
   * 券code，兑换成功时返回。1 至 64 个字符。
   *
   * Code of the coupon, on success. 1 to 64 characters.
   */
  coupon_code?: string
  /**
   * 拒绝原因；拒绝时必填。1 至 32 个字符。
   *
   * Why it is rejected; required when it is. 1 to 32 characters.
   */
  reject_reason?: string
}

/**
 * 入会有礼活动。
 *
 * A membership activity: coupons for joining.
 */
export interface Activity {
  /**
   * 商户请求单号：半角数字、字母、-、_；相同单号与相同内容返回首次的应答。1 至 128 个字符。
   *
   * Your own number of the request: half-width digits, letters, - and _; the same number with the same content repeats the same answer. 1 to 128 characters.
   */
  out_request_no: string
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
   * 活动渠道：商户入会组件。
   *
   * Where it runs: the merchant's join component.
   */
  activity_channel: 'MECHANT_APP_COMPONENT'
  /**
   * 活动标题。1 至 128 个字符。
   *
   * Title of the activity. 1 to 128 characters.
   */
  title: string
  /**
   * 活动副标题。1 至 128 个字符。
   *
   * Subtitle of the activity. 1 to 128 characters.
   */
  sub_title: string
  /**
   * 活动开始时间。RFC 3339 时间，例如 2026-05-20T13:29:35+08:00。
   *
   * When the activity begins. RFC 3339.
   */
  begin_time: string
  /**
   * 活动结束时间，晚于开始时间。RFC 3339 时间，例如 2026-05-20T13:29:35+08:00。
   *
   * When the activity ends, after it begins. RFC 3339.
   */
  end_time: string
  /**
   * 活动总名额，须小于各批次可用库存的最小值。整数，不小于 1。
   *
   * Places in all; less than the smallest stock of its batches. Whole number, at least 1.
   */
  apply_total: number
  /**
   * 赠送的商品券批次。至少 1 项。
   *
   * The batches of coupons that are given. At least 1 entry.
   */
  product_coupon_stock_list: ProductCouponStock[]
  /**
   * 剩余名额。整数，不小于 0。
   *
   * Places that are left. Whole number, at least 0.
   */
  apply_available: number
  /**
   * 活动ID，由微信支付生成。1 至 64 个字符。
   *
   * Id of the activity, issued by WeChat Pay. 1 to 64 characters.
   */
  activity_id: string
  /**
   * 活动状态：已创建、生效中、已终止、已过期。
   *
   * State of the activity: created, effective, terminated, expired.
   */
  activity_state:
    | 'MEMBERSHIP_ACTIVITY_CREATED'
    | 'MEMBERSHIP_ACTIVITY_EFFECTIVE'
    | 'MEMBERSHIP_ACTIVITY_TERMINATED'
    | 'MEMBERSHIP_ACTIVITY_EXPIRED'
  /**
   * 创建时间。RFC 3339 时间，例如 2026-05-20T13:29:35+08:00。
   *
   * When it was created. RFC 3339.
   */
  create_time: string
  /**
   * 最近修改时间。RFC 3339 时间，例如 2026-05-20T13:29:35+08:00。
   *
   * When it was last changed. RFC 3339.
   */
  modify_time: string
}

export interface ActivityPage {
  /**
   * 本页记录。
   *
   * The records of the page.
   */
  data: Activity[]
  /**
   * 记录总数。整数，不小于 0。
   *
   * Records in all. Whole number, at least 0.
   */
  total_count: number
  /**
   * 本页首条记录的序号，从 0 开始。整数，不小于 0。
   *
   * Zero-based index of the first record. Whole number, at least 0.
   */
  offset: number
  /**
   * 每页最多条数。整数，不小于 0。
   *
   * Most records of the page. Whole number, at least 0.
   */
  limit: number
}

/**
 * 已上传的图片。
 *
 * An uploaded image.
 */
export interface UploadedImage {
  /**
   * 图片URL。1 至 256 个字符。
   *
   * URL of the image. 1 to 256 characters.
   */
  media_url: string
}
