// Made from the contract by `npm run generate`; a test compares the two.
import type { DateInfo, Form, Jump, ProductCouponStock, Profile, PurchaseJump } from './shared.ts'

/**
 * 创建会员卡模板：参数。
 *
 * Create a card template: the input of createCard.
 */
export interface CreateCardInput {
  /**
   * 商户请求单号：半角数字、字母、-、_；相同单号与相同内容返回首次的应答。1 至 128 个字符。
   *
   * Your own number of the request: half-width digits, letters, - and _; the same number with the same content repeats the same answer. 1 to 128 characters.
   */
  readonly out_request_no: string
  /**
   * 品牌ID。1 至 32 个字符。
   *
   * Id of the brand that owns the card. 1 to 32 characters.
   */
  readonly brand_id: string
  /**
   * 与品牌绑定的AppID（公众号、服务号或小程序）。1 至 32 个字符。
   *
   * AppID of an official account or mini program that is bound to the brand. 1 to 32 characters.
   */
  readonly appid: string
  /**
   * 会员卡类型：普通、付费、储值；目前仅支持 NORMAL。
   *
   * Kind of card: ordinary, paid, stored value; at present only NORMAL is supported.
   */
  readonly card_type: 'NORMAL' | 'PURCHASE' | 'BALANCE'
  /**
   * code分配模式：领卡时由微信支付分配，或由商户在同步开通结果时传入；创建后不可修改。
   *
   * Who chooses the code: WeChat Pay when the card is taken, or you when you confirm the opening; cannot change later.
   */
  readonly code_mode: 'SYSTEM_ALLOCATE' | 'MERCHANT_ALLOCATE'
  /**
   * code展示类型。
   *
   * How the code is shown.
   */
  readonly code_type: 'NONE_CODE' | 'BAR_CODE' | 'QR_CODE' | 'BAR_CODE_AND_QR_CODE' | 'JUMP_MINI_PROGRAM'
  /**
   * 会员卡标题，显示在卡面上。1 至 10 个字符。
   *
   * Title on the face of the card. 1 to 10 characters.
   */
  readonly card_title: string
  /**
   * 卡片背景颜色，#RRGGBB。
   *
   * Background colour of the card, #RRGGBB.
   */
  readonly card_color: string
  /**
   * 卡面图片，须为图片上传接口返回的URL。1 至 256 个字符。
   *
   * Picture of the card's face: a URL from the image upload. 1 to 256 characters.
   */
  readonly card_picture_url: string
  /**
   * 会员权益说明。1 至 32 个字符。
   *
   * The benefits of a member. 1 to 32 characters.
   */
  readonly benefits: string
  /**
   * 接收该模板事件通知的地址：https，不带查询参数；沙箱还接受指向本机的 http。1 至 256 个字符。
   *
   * Where the events of this template are sent: https, no query string. A sandbox also takes http to its own machine. 1 to 256 characters.
   */
  readonly notify_url: string
  /**
   * 有效期。
   *
   * How long a card is valid.
   */
  readonly valid_date_information: DateInfo
  /**
   * 点击code打开的页面；code_type 为 JUMP_MINI_PROGRAM 时必填。code_type 为 JUMP_MINI_PROGRAM 时必填。
   *
   * What a tap on the code opens; required for JUMP_MINI_PROGRAM. Required when code_type is JUMP_MINI_PROGRAM.
   */
  readonly code_jump_information?: Jump
  /**
   * 是否在品牌卡包页置顶，默认 false。
   *
   * Whether it is pinned on the brand's page, default false.
   */
  readonly need_pinned?: boolean
  /**
   * 是否展示会员等级，默认 false。
   *
   * Whether the level is displayed, default false.
   */
  readonly need_display_level?: boolean
  /**
   * 初始会员等级；need_display_level 为 true 时必填。1 至 10 个字符。need_display_level 为 true 时必填。
   *
   * Level of a new member; required when need_display_level is true. 1 to 10 characters. Required when need_display_level is true.
   */
  readonly init_level?: string
  /**
   * 客服电话。1 至 32 个字符。
   *
   * Telephone number of the service desk. 1 to 32 characters.
   */
  readonly service_phone?: string
  /**
   * 会员协议，纯文本。1 至 20480 个字符。
   *
   * The agreement with the member, plain text. 1 to 20480 characters.
   */
  readonly legal_agreement?: string
  /**
   * 点击卡面打开的页面。
   *
   * What a tap on the face of the card opens.
   */
  readonly member_information?: Jump
  /**
   * 积分入口；不填则不展示。
   *
   * The entrance to points; not shown when absent.
   */
  readonly points_information?: Jump
  /**
   * 余额入口；不填则不展示。
   *
   * The entrance to the balance; not shown when absent.
   */
  readonly balance_information?: Jump
  /**
   * 购买入口。
   *
   * The entrance for buying.
   */
  readonly purchase_information?: PurchaseJump
  /**
   * 开卡时需要会员填写的信息。
   *
   * What a member is asked to fill in.
   */
  readonly user_information?: Form
}

/**
 * 查询品牌的会员卡模板列表：参数。
 *
 * List a brand's card templates: the input of listCards.
 */
export interface ListCardsInput {
  /**
   * 品牌ID。1 至 32 个字符。
   *
   * Id of the brand that owns the card. 1 to 32 characters.
   */
  readonly brand_id: string
  /**
   * 模板状态：生效、已失效。
   *
   * State of the template: effective, or invalidated for good.
   */
  readonly state?: 'CARD_EFFECTIVE' | 'CARD_INVALID'
  /**
   * 分页偏移：首条记录的序号，从 0 开始。整数，不小于 0。
   *
   * Zero-based index of the first record. Whole number, at least 0.
   */
  readonly offset?: number
  /**
   * 每页最多条数。整数，1 至 20。
   *
   * Most records of the page. Whole number, 1 to 20.
   */
  readonly limit?: number
}

/**
 * 查询会员卡模板：参数。
 *
 * Get a card template: the input of getCard.
 */
export interface GetCardInput {
  /**
   * 品牌ID。1 至 32 个字符。
   *
   * Id of the brand that owns the card. 1 to 32 characters.
   */
  readonly brand_id: string
}

/**
 * 修改会员卡模板：参数。
 *
 * Change a card template: the input of updateCard.
 */
export interface UpdateCardInput {
  /**
   * 品牌ID。1 至 32 个字符。
   *
   * Id of the brand that owns the card. 1 to 32 characters.
   */
  readonly brand_id: string
  /**
   * 会员卡类型：普通、付费、储值；目前仅支持 NORMAL。
   *
   * Kind of card: ordinary, paid, stored value; at present only NORMAL is supported.
   */
  readonly card_type?: 'NORMAL' | 'PURCHASE' | 'BALANCE'
  /**
   * 会员卡标题，显示在卡面上。1 至 10 个字符。
   *
   * Title on the face of the card. 1 to 10 characters.
   */
  readonly card_title?: string
  /**
   * 卡片背景颜色，#RRGGBB。
   *
   * Background colour of the card, #RRGGBB.
   */
  readonly card_color?: string
  /**
   * 卡面图片，须为图片上传接口返回的URL。1 至 256 个字符。
   *
   * Picture of the card's face: a URL from the image upload. 1 to 256 characters.
   */
  readonly card_picture_url?: string
  /**
   * 会员权益说明。1 至 32 个字符。
   *
   * The benefits of a member. 1 to 32 characters.
   */
  readonly benefits?: string
  /**
   * 接收该模板事件通知的地址：https，不带查询参数；沙箱还接受指向本机的 http。1 至 256 个字符。
   *
   * Where the events of this template are sent: https, no query string. A sandbox also takes http to its own machine. 1 to 256 characters.
   */
  readonly notify_url?: string
  /**
   * 有效期。
   *
   * How long a card is valid.
   */
  readonly valid_date_information?: DateInfo
  /**
   * 点击code打开的页面；code_type 为 JUMP_MINI_PROGRAM 时必填。
   *
   * What a tap on the code opens; required for JUMP_MINI_PROGRAM.
   */
  readonly code_jump_information?: Jump
  /**
   * 是否在品牌卡包页置顶，默认 false。
   *
   * Whether it is pinned on the brand's page, default false.
   */
  readonly need_pinned?: boolean
  /**
   * 是否展示会员等级，默认 false。
   *
   * Whether the level is displayed, default false.
   */
  readonly need_display_level?: boolean
  /**
   * 初始会员等级；need_display_level 为 true 时必填。1 至 10 个字符。
   *
   * Level of a new member; required when need_display_level is true. 1 to 10 characters.
   */
  readonly init_level?: string
  /**
   * 客服电话。1 至 32 个字符。
   *
   * Telephone number of the service desk. 1 to 32 characters.
   */
  readonly service_phone?: string
  /**
   * 会员协议，纯文本。1 至 20480 个字符。
   *
   * The agreement with the member, plain text. 1 to 20480 characters.
   */
  readonly legal_agreement?: string
  /**
   * 点击卡面打开的页面。
   *
   * What a tap on the face of the card opens.
   */
  readonly member_information?: Jump
  /**
   * 积分入口；不填则不展示。
   *
   * The entrance to points; not shown when absent.
   */
  readonly points_information?: Jump
  /**
   * 余额入口；不填则不展示。
   *
   * The entrance to the balance; not shown when absent.
   */
  readonly balance_information?: Jump
  /**
   * 购买入口。
   *
   * The entrance for buying.
   */
  readonly purchase_information?: PurchaseJump
  /**
   * 开卡时需要会员填写的信息。
   *
   * What a member is asked to fill in.
   */
  readonly user_information?: Form
}

/**
 * 失效会员卡模板：参数。
 *
 * Invalidate a card template: the input of invalidateCard.
 */
export interface InvalidateCardInput {
  /**
   * 品牌ID。1 至 32 个字符。
   *
   * Id of the brand that owns the card. 1 to 32 characters.
   */
  readonly brand_id: string
}

/**
 * 查询用户会员卡：参数。
 *
 * Get a member's card: the input of getUserCard.
 */
export interface GetUserCardInput {
  /**
   * 品牌ID。1 至 32 个字符。
   *
   * Id of the brand that owns the card. 1 to 32 characters.
   */
  readonly brand_id: string
  /**
   * 会员卡模板ID，由微信支付生成。1 至 32 个字符。
   *
   * Id of the card template, issued by WeChat Pay. 1 to 32 characters.
   */
  readonly card_id: string
  /**
   * 用户在模板所属AppID下的OpenID。1 至 128 个字符。
   *
   * The member's OpenID under the AppID of the template. 1 to 128 characters.
   */
  readonly openid: string
}

/**
 * 查询用户在品牌下的会员卡列表：参数。
 *
 * List a member's cards under a brand: the input of listUserCards.
 */
export interface ListUserCardsInput {
  /**
   * 品牌ID。1 至 32 个字符。
   *
   * Id of the brand that owns the card. 1 to 32 characters.
   */
  readonly brand_id: string
  /**
   * 用户在模板所属AppID下的OpenID。1 至 128 个字符。
   *
   * The member's OpenID under the AppID of the template. 1 to 128 characters.
   */
  readonly openid: string
  /**
   * 会员卡状态：已领取未激活、有效、已过期、已失效（不可恢复）。
   *
   * State of the member's card: taken and not activated, usable, past its validity, invalidated for good.
   */
  readonly user_card_state?: 'UNACTIVATED' | 'EFFECTIVE' | 'EXPIRED' | 'INVALID'
  /**
   * 分页偏移：首条记录的序号，从 0 开始。整数，不小于 0。
   *
   * Zero-based index of the first record. Whole number, at least 0.
   */
  readonly offset?: number
  /**
   * 每页最多条数。整数，1 至 20。
   *
   * Most records of the page. Whole number, 1 to 20.
   */
  readonly limit?: number
}

/**
 * 更新用户会员卡信息：参数。
 *
 * Change a member's card: the input of updateUserCard.
 */
export interface UpdateUserCardInput {
  /**
   * 会员卡模板ID，由微信支付生成。1 至 32 个字符。
   *
   * Id of the card template, issued by WeChat Pay. 1 to 32 characters.
   */
  readonly card_id: string
  /**
   * 品牌ID。1 至 32 个字符。
   *
   * Id of the brand that owns the card. 1 to 32 characters.
   */
  readonly brand_id: string
  /**
   * 用户在模板所属AppID下的OpenID。1 至 128 个字符。
   *
   * The member's OpenID under the AppID of the template. 1 to 128 characters.
   */
  readonly openid: string
  /**
   * 卡片背景颜色，#RRGGBB。
   *
   * Background colour of the card, #RRGGBB.
   */
  readonly card_color?: string
  /**
   * 卡面图片，须为图片上传接口返回的URL。1 至 256 个字符。
   *
   * Picture of the card's face: a URL from the image upload. 1 to 256 characters.
   */
  readonly card_picture_url?: string
  /**
   * 手机号。1 至 214 字节（UTF-8），传输时加密，此处为明文。
   *
   * Telephone number of the member. 1 to 214 bytes of UTF-8; travels encrypted, plaintext here.
   */
  readonly phone_number?: string
  /**
   * 会员等级，由商户自定。1 至 10 个字符。
   *
   * The member's level as it is displayed, such as 钻石会员. 1 to 10 characters.
   */
  readonly level?: string
  /**
   * 会员填写的信息。
   *
   * What a member filled in.
   */
  readonly user_information?: Profile
  /**
   * 有效期。
   *
   * How long a card is valid.
   */
  readonly valid_date_information?: DateInfo
  /**
   * 商户附加信息，用户不可见，查询时原样返回。1 至 256 个字符。
   *
   * Your own data, which the member does not see; queries return it. 1 to 256 characters.
   */
  readonly attach?: string
}

/**
 * 同步会员开通结果：参数。
 *
 * Confirm the result of an opening: the input of confirmUserCard.
 */
export interface ConfirmUserCardInput {
  /**
   * 会员卡模板ID，由微信支付生成。1 至 32 个字符。
   *
   * Id of the card template, issued by WeChat Pay. 1 to 32 characters.
   */
  readonly card_id: string
  /**
   * 品牌ID。1 至 32 个字符。
   *
   * Id of the brand that owns the card. 1 to 32 characters.
   */
  readonly brand_id: string
  /**
   * 用户在模板所属AppID下的OpenID。1 至 128 个字符。
   *
   * The member's OpenID under the AppID of the template. 1 to 128 characters.
   */
  readonly openid: string
  /**
   * 会员开通结果：成功、失败、此前已开通。
   *
   * Result of the opening: success, failure, or already a member.
   */
  readonly user_card_confirm_state: 'CREATE_CARD_SUCCESS' | 'CREATE_CARD_FAIL' | 'CREATE_CARD_ALREADY_EXISTS'
  /**
   * 卡片背景颜色，#RRGGBB。
   *
   * Background colour of the card, #RRGGBB.
   */
  readonly card_color?: string
  /**
   * 卡面图片，须为图片上传接口返回的URL。1 至 256 个字符。
   *
   * Picture of the card's face: a URL from the image upload. 1 to 256 characters.
   */
  readonly card_picture_url?: string
  /**
   * 手机号。1 至 214 字节（UTF-8），传输时加密，此处为明文。
   *
   * Telephone number of the member. 1 to 214 bytes of UTF-8; travels encrypted, plaintext here.
   */
  readonly phone_number?: string
  /**
   * 会员等级，由商户自定。1 至 10 个字符。
   *
   * The member's level as it is displayed, such as 钻石会员. 1 to 10 characters.
   */
  readonly level?: string
  /**
   * 会员填写的信息。
   *
   * What a member filled in.
   */
  readonly user_information?: Profile
  /**
   * 有效期。
   *
   * How long a card is valid.
   */
  readonly valid_date_information?: DateInfo
  /**
   * 商户附加信息，用户不可见，查询时原样返回。1 至 256 个字符。
   *
   * Your own data, which the member does not see; queries return it. 1 to 256 characters.
   */
  readonly attach?: string
}

/**
 * 失效用户会员卡：参数。
 *
 * Invalidate a member's card, for good: the input of invalidateUserCard.
 */
export interface InvalidateUserCardInput {
  /**
   * 品牌ID。1 至 32 个字符。
   *
   * Id of the brand that owns the card. 1 to 32 characters.
   */
  readonly brand_id: string
  /**
   * 会员卡模板ID，由微信支付生成。1 至 32 个字符。
   *
   * Id of the card template, issued by WeChat Pay. 1 to 32 characters.
   */
  readonly card_id: string
  /**
   * 用户在模板所属AppID下的OpenID。1 至 128 个字符。
   *
   * The member's OpenID under the AppID of the template. 1 to 128 characters.
   */
  readonly openid: string
  /**
   * 失效原因；空字符串等同于不填。最多 32 个字符。
   *
   * Why the card was invalidated; empty is the same as none. At most 32 characters.
   */
  readonly invalid_reason?: string
}

/**
 * 通过OpenID导入用户会员卡：参数。
 *
 * Import a member's card by OpenID: the input of importUserCardByOpenid.
 */
export interface ImportUserCardByOpenidInput {
  /**
   * 品牌ID。1 至 32 个字符。
   *
   * Id of the brand that owns the card. 1 to 32 characters.
   */
  readonly brand_id: string
  /**
   * 会员卡模板ID，由微信支付生成。1 至 32 个字符。
   *
   * Id of the card template, issued by WeChat Pay. 1 to 32 characters.
   */
  readonly card_id: string
  /**
   * 用户在模板所属AppID下的OpenID。1 至 128 个字符。
   *
   * The member's OpenID under the AppID of the template. 1 to 128 characters.
   */
  readonly openid: string
  /**
   * 会员卡code：数字、英文字母与半角标点，同一模板下唯一，区分大小写。1 至 32 个字符。
   *
   * Code of the member's card: digits, English letters, half-width punctuation; unique within one template; case matters. 1 to 32 characters.
   */
  readonly user_card_code: string
  /**
   * 卡片背景颜色，#RRGGBB。
   *
   * Background colour of the card, #RRGGBB.
   */
  readonly card_color?: string
  /**
   * 卡面图片，须为图片上传接口返回的URL。1 至 256 个字符。
   *
   * Picture of the card's face: a URL from the image upload. 1 to 256 characters.
   */
  readonly card_picture_url?: string
  /**
   * 手机号。1 至 214 字节（UTF-8），传输时加密，此处为明文。
   *
   * Telephone number of the member. 1 to 214 bytes of UTF-8; travels encrypted, plaintext here.
   */
  readonly phone_number?: string
  /**
   * 会员等级，由商户自定。1 至 10 个字符。
   *
   * The member's level as it is displayed, such as 钻石会员. 1 to 10 characters.
   */
  readonly level?: string
  /**
   * 会员填写的信息。
   *
   * What a member filled in.
   */
  readonly user_information?: Profile
  /**
   * 有效期。
   *
   * How long a card is valid.
   */
  readonly valid_date_information: DateInfo
  /**
   * 领卡时间；有效期为 FIX_TERM 时必填。RFC 3339 时间，例如 2026-05-20T13:29:35+08:00。valid_date_information.type 为 FIX_TERM 时必填。
   *
   * When the member took the card; required for FIX_TERM. RFC 3339. Required when valid_date_information.type is FIX_TERM.
   */
  readonly pickup_time?: string
  /**
   * 商户附加信息，用户不可见，查询时原样返回。1 至 256 个字符。
   *
   * Your own data, which the member does not see; queries return it. 1 to 256 characters.
   */
  readonly attach?: string
}

/**
 * 入会组件预授权：参数。
 *
 * Get a token that opens the join component: the input of createPreAuthToken.
 */
export interface CreatePreAuthTokenInput {
  /**
   * 品牌ID。1 至 32 个字符。
   *
   * Id of the brand that owns the card. 1 to 32 characters.
   */
  readonly brand_id: string
  /**
   * 会员卡模板ID，由微信支付生成。1 至 32 个字符。
   *
   * Id of the card template, issued by WeChat Pay. 1 to 32 characters.
   */
  readonly card_id: string
  /**
   * 用户在模板所属AppID下的OpenID。1 至 128 个字符。
   *
   * The member's OpenID under the AppID of the template. 1 to 128 characters.
   */
  readonly openid: string
}

/**
 * 付款码组件预授权：参数。
 *
 * Get a token that opens the pay-code component: the input of createPayViewToken.
 */
export interface CreatePayViewTokenInput {
  /**
   * 品牌ID。1 至 32 个字符。
   *
   * Id of the brand that owns the card. 1 to 32 characters.
   */
  readonly brand_id: string
  /**
   * 会员卡模板ID，由微信支付生成。1 至 32 个字符。
   *
   * Id of the card template, issued by WeChat Pay. 1 to 32 characters.
   */
  readonly card_id: string
  /**
   * 用户在模板所属AppID下的OpenID。1 至 128 个字符。
   *
   * The member's OpenID under the AppID of the template. 1 to 128 characters.
   */
  readonly openid: string
}

/**
 * 创建会员动态：参数。
 *
 * Add a member feed: the input of createUserFeed.
 */
export interface CreateUserFeedInput {
  /**
   * 品牌ID。1 至 32 个字符。
   *
   * Id of the brand that owns the card. 1 to 32 characters.
   */
  readonly brand_id: string
  /**
   * 会员卡模板ID，由微信支付生成。1 至 32 个字符。
   *
   * Id of the card template, issued by WeChat Pay. 1 to 32 characters.
   */
  readonly card_id: string
  /**
   * 会员卡code：数字、英文字母与半角标点，同一模板下唯一，区分大小写。1 至 32 个字符。
   *
   * Code of the member's card: digits, English letters, half-width punctuation; unique within one template; case matters. 1 to 32 characters.
   */
  readonly user_card_code: string
  /**
   * 商户请求单号：半角数字、字母、-、_；相同单号与相同内容返回首次的应答。1 至 64 个字符。
   *
   * Your own number of the request: half-width digits, letters, - and _; the same number with the same content repeats the same answer. 1 to 64 characters.
   */
  readonly out_request_no: string
  /**
   * 动态内容：模板编号与变量以 _ 连接，例如 15_1200_1。1 至 128 个字符。
   *
   * What happened: the number of a template and its variables, joined by _, such as 15_1200_1. 1 to 128 characters.
   */
  readonly cell: string
  /**
   * 用户在模板所属AppID下的OpenID。1 至 128 个字符。
   *
   * The member's OpenID under the AppID of the template. 1 to 128 characters.
   */
  readonly openid: string
}

/**
 * 同步用户积分：参数。
 *
 * Set a member's balance of points: the input of syncUserPoints.
 */
export interface SyncUserPointsInput {
  /**
   * 商户请求单号：半角数字、字母、-、_；相同单号与相同内容返回首次的应答。1 至 128 个字符。
   *
   * Your own number of the request: half-width digits, letters, - and _; the same number with the same content repeats the same answer. 1 to 128 characters.
   */
  readonly out_request_no: string
  /**
   * 品牌ID。1 至 16 个字符。
   *
   * Id of the brand that owns the card. 1 to 16 characters.
   */
  readonly brand_id: string
  /**
   * 会员卡模板ID，由微信支付生成。1 至 32 个字符。
   *
   * Id of the card template, issued by WeChat Pay. 1 to 32 characters.
   */
  readonly card_id: string
  /**
   * 用户在模板所属AppID下的OpenID。1 至 128 个字符。
   *
   * The member's OpenID under the AppID of the template. 1 to 128 characters.
   */
  readonly openid: string
  /**
   * 会员卡code：数字、英文字母与半角标点，同一模板下唯一，区分大小写。1 至 32 个字符。
   *
   * Code of the member's card: digits, English letters, half-width punctuation; unique within one template; case matters. 1 to 32 characters.
   */
  readonly user_card_code: string
  /**
   * 积分余额，为绝对值。整数，不小于 0。
   *
   * The balance of points, absolute. Whole number, at least 0.
   */
  readonly point_balance: number
}

/**
 * 同步积分兑券结果：参数。
 *
 * Allow or reject an exchange of points for a coupon: the input of confirmExchangeCoupon.
 */
export interface ConfirmExchangeCouponInput {
  /**
   * 积分兑券记录ID，来自通知。1 至 64 个字符。
   *
   * Id of the exchange, from the event. 1 to 64 characters.
   */
  readonly record_id: string
  /**
   * 兑换券模板ID，来自通知。1 至 32 个字符。
   *
   * Id of the coupon that is exchanged, from the event. 1 to 32 characters.
   */
  readonly exchange_coupon_template_id: string
  /**
   * 品牌ID。1 至 16 个字符。
   *
   * Id of the brand that owns the card. 1 to 16 characters.
   */
  readonly brand_id: string
  /**
   * 会员卡模板ID，由微信支付生成。1 至 32 个字符。
   *
   * Id of the card template, issued by WeChat Pay. 1 to 32 characters.
   */
  readonly card_id: string
  /**
   * 用户在模板所属AppID下的OpenID。1 至 128 个字符。
   *
   * The member's OpenID under the AppID of the template. 1 to 128 characters.
   */
  readonly openid: string
  /**
   * 会员卡code：数字、英文字母与半角标点，同一模板下唯一，区分大小写。1 至 32 个字符。
   *
   * Code of the member's card: digits, English letters, half-width punctuation; unique within one template; case matters. 1 to 32 characters.
   */
  readonly user_card_code: string
  /**
   * 是否同意兑换。
   *
   * Whether the exchange is allowed.
   */
  readonly result: 'POINT_EXCHANGE_COUPON_ALLOW' | 'POINT_EXCHANGE_COUPON_REJECT'
  /**
   * 拒绝原因；拒绝时必填。1 至 32 个字符。result 为 POINT_EXCHANGE_COUPON_REJECT 时必填。
   *
   * Why it is rejected; required when it is. 1 to 32 characters. Required when result is POINT_EXCHANGE_COUPON_REJECT.
   */
  readonly reject_reason?: string
}

/**
 * 创建入会有礼活动：参数。
 *
 * Create a membership activity: the input of createActivity.
 */
export interface CreateActivityInput {
  /**
   * 商户请求单号：半角数字、字母、-、_；相同单号与相同内容返回首次的应答。1 至 128 个字符。
   *
   * Your own number of the request: half-width digits, letters, - and _; the same number with the same content repeats the same answer. 1 to 128 characters.
   */
  readonly out_request_no: string
  /**
   * 品牌ID。1 至 32 个字符。
   *
   * Id of the brand that owns the card. 1 to 32 characters.
   */
  readonly brand_id: string
  /**
   * 会员卡模板ID，由微信支付生成。1 至 32 个字符。
   *
   * Id of the card template, issued by WeChat Pay. 1 to 32 characters.
   */
  readonly card_id: string
  /**
   * 活动渠道：商户入会组件。
   *
   * Where it runs: the merchant's join component.
   */
  readonly activity_channel: 'MECHANT_APP_COMPONENT'
  /**
   * 活动标题。1 至 128 个字符。
   *
   * Title of the activity. 1 to 128 characters.
   */
  readonly title: string
  /**
   * 活动副标题。1 至 128 个字符。
   *
   * Subtitle of the activity. 1 to 128 characters.
   */
  readonly sub_title: string
  /**
   * 活动开始时间。RFC 3339 时间，例如 2026-05-20T13:29:35+08:00。
   *
   * When the activity begins. RFC 3339.
   */
  readonly begin_time: string
  /**
   * 活动结束时间，晚于开始时间。RFC 3339 时间，例如 2026-05-20T13:29:35+08:00。
   *
   * When the activity ends, after it begins. RFC 3339.
   */
  readonly end_time: string
  /**
   * 活动总名额，须小于各批次可用库存的最小值。整数，不小于 1。
   *
   * Places in all; less than the smallest stock of its batches. Whole number, at least 1.
   */
  readonly apply_total: number
  /**
   * 赠送的商品券批次。至少 1 项。
   *
   * The batches of coupons that are given. At least 1 entry.
   */
  readonly product_coupon_stock_list: readonly ProductCouponStock[]
}

/**
 * 查询入会有礼活动列表：参数。
 *
 * List membership activities: the input of listActivities.
 */
export interface ListActivitiesInput {
  /**
   * 品牌ID。1 至 32 个字符。
   *
   * Id of the brand that owns the card. 1 to 32 characters.
   */
  readonly brand_id: string
  /**
   * 会员卡模板ID，由微信支付生成。1 至 32 个字符。
   *
   * Id of the card template, issued by WeChat Pay. 1 to 32 characters.
   */
  readonly card_id?: string
  /**
   * 活动状态：已创建、生效中、已终止、已过期。
   *
   * State of the activity: created, effective, terminated, expired.
   */
  readonly activity_state?:
    | 'MEMBERSHIP_ACTIVITY_CREATED'
    | 'MEMBERSHIP_ACTIVITY_EFFECTIVE'
    | 'MEMBERSHIP_ACTIVITY_TERMINATED'
    | 'MEMBERSHIP_ACTIVITY_EXPIRED'
  /**
   * 分页偏移：首条记录的序号，从 0 开始。整数，不小于 0。
   *
   * Zero-based index of the first record. Whole number, at least 0.
   */
  readonly offset?: number
  /**
   * 每页最多条数。整数，1 至 20。
   *
   * Most records of the page. Whole number, 1 to 20.
   */
  readonly limit?: number
}

/**
 * 查询入会有礼活动：参数。
 *
 * Get a membership activity: the input of getActivity.
 */
export interface GetActivityInput {
  /**
   * 品牌ID。1 至 32 个字符。
   *
   * Id of the brand that owns the card. 1 to 32 characters.
   */
  readonly brand_id: string
}

/**
 * 修改入会有礼活动：参数。
 *
 * Change a membership activity: the input of updateActivity.
 */
export interface UpdateActivityInput {
  /**
   * 品牌ID。1 至 32 个字符。
   *
   * Id of the brand that owns the card. 1 to 32 characters.
   */
  readonly brand_id: string
  /**
   * 活动标题。1 至 128 个字符。
   *
   * Title of the activity. 1 to 128 characters.
   */
  readonly title: string
  /**
   * 活动副标题。1 至 128 个字符。
   *
   * Subtitle of the activity. 1 to 128 characters.
   */
  readonly sub_title: string
  /**
   * 活动开始时间。RFC 3339 时间，例如 2026-05-20T13:29:35+08:00。
   *
   * When the activity begins. RFC 3339.
   */
  readonly begin_time: string
  /**
   * 活动结束时间，晚于开始时间。RFC 3339 时间，例如 2026-05-20T13:29:35+08:00。
   *
   * When the activity ends, after it begins. RFC 3339.
   */
  readonly end_time: string
}

/**
 * 终止入会有礼活动：参数。
 *
 * Terminate a membership activity, for good: the input of terminateActivity.
 */
export interface TerminateActivityInput {
  /**
   * 品牌ID。1 至 32 个字符。
   *
   * Id of the brand that owns the card. 1 to 32 characters.
   */
  readonly brand_id: string
}

/**
 * 上传图片：参数。
 *
 * Upload an image: the input of uploadImage.
 */
export interface UploadImageInput {
  /**
   * 文件名，以 .jpg、.jpeg、.bmp 或 .png 结尾。1 至 128 个字符。
   *
   * Name of the file, ending in .jpg, .jpeg, .bmp or .png. 1 to 128 characters.
   */
  readonly filename: string
  /**
   * 文件的 SHA-256，小写十六进制；不填则由 SDK 计算。
   *
   * SHA-256 of the file, lower-case hex; the SDK computes it when it is absent.
   */
  readonly file_digest?: string
  /**
   * 文件的 SHA-256，小写十六进制；不填则由 SDK 计算。
   *
   * SHA-256 of the file, lower-case hex; the SDK computes it when it is absent.
   */
  readonly sha256?: string
  /**
   * 图片内容：PNG、JPG 或 BMP，最大 2 MB。
   *
   * Bytes of the image: PNG, JPG or BMP, at most 2 MB.
   */
  readonly file: Uint8Array
}

/** CreateCardInput 的品牌直连形式，无 brand_id。 The same for a brand that calls for itself. */
export type BrandCreateCardInput = Omit<CreateCardInput, 'brand_id'>

/** ListCardsInput 的品牌直连形式，无 brand_id。 The same for a brand that calls for itself. */
export type BrandListCardsInput = Omit<ListCardsInput, 'brand_id'>

/** GetCardInput 的品牌直连形式，无 brand_id。 The same for a brand that calls for itself. */
export type BrandGetCardInput = Omit<GetCardInput, 'brand_id'>

/** UpdateCardInput 的品牌直连形式，无 brand_id。 The same for a brand that calls for itself. */
export type BrandUpdateCardInput = Omit<UpdateCardInput, 'brand_id'>

/** InvalidateCardInput 的品牌直连形式，无 brand_id。 The same for a brand that calls for itself. */
export type BrandInvalidateCardInput = Omit<InvalidateCardInput, 'brand_id'>

/** GetUserCardInput 的品牌直连形式，无 brand_id。 The same for a brand that calls for itself. */
export type BrandGetUserCardInput = Omit<GetUserCardInput, 'brand_id'>

/** ListUserCardsInput 的品牌直连形式，无 brand_id。 The same for a brand that calls for itself. */
export type BrandListUserCardsInput = Omit<ListUserCardsInput, 'brand_id'>

/** UpdateUserCardInput 的品牌直连形式，无 brand_id。 The same for a brand that calls for itself. */
export type BrandUpdateUserCardInput = Omit<UpdateUserCardInput, 'brand_id'>

/** ConfirmUserCardInput 的品牌直连形式，无 brand_id。 The same for a brand that calls for itself. */
export type BrandConfirmUserCardInput = Omit<ConfirmUserCardInput, 'brand_id'>

/** InvalidateUserCardInput 的品牌直连形式，无 brand_id。 The same for a brand that calls for itself. */
export type BrandInvalidateUserCardInput = Omit<InvalidateUserCardInput, 'brand_id'>

/** ImportUserCardByOpenidInput 的品牌直连形式，无 brand_id。 The same for a brand that calls for itself. */
export type BrandImportUserCardByOpenidInput = Omit<ImportUserCardByOpenidInput, 'brand_id'>

/** CreatePreAuthTokenInput 的品牌直连形式，无 brand_id。 The same for a brand that calls for itself. */
export type BrandCreatePreAuthTokenInput = Omit<CreatePreAuthTokenInput, 'brand_id'>

/** CreateUserFeedInput 的品牌直连形式，无 brand_id。 The same for a brand that calls for itself. */
export type BrandCreateUserFeedInput = Omit<CreateUserFeedInput, 'brand_id'>

/** SyncUserPointsInput 的品牌直连形式，无 brand_id。 The same for a brand that calls for itself. */
export type BrandSyncUserPointsInput = Omit<SyncUserPointsInput, 'brand_id'>

/** ConfirmExchangeCouponInput 的品牌直连形式，无 brand_id。 The same for a brand that calls for itself. */
export type BrandConfirmExchangeCouponInput = Omit<ConfirmExchangeCouponInput, 'brand_id'>
