// Made from the contract by `npm run generate`; a test compares the two.

/**
 * 有效期。
 *
 * How long a card is valid.
 */
export interface DateInfo {
  /**
   * 有效期类型：固定时间段、领取后固定天数、永久。
   *
   * How the validity is given: a stretch of time, days after pickup, or for ever.
   */
  readonly type: 'FIX_TIME_RANGE' | 'FIX_TERM' | 'PERMANENT'
  /**
   * 有效期开始时间。RFC 3339 时间，例如 2026-05-20T13:29:35+08:00。type 为 FIX_TIME_RANGE 时必填。
   *
   * When the validity begins. RFC 3339. Required when type is FIX_TIME_RANGE.
   */
  readonly available_begin_time?: string
  /**
   * 有效期结束时间，晚于开始时间。RFC 3339 时间，例如 2026-05-20T13:29:35+08:00。type 为 FIX_TIME_RANGE 时必填。
   *
   * When the validity ends, after it begins. RFC 3339. Required when type is FIX_TIME_RANGE.
   */
  readonly available_end_time?: string
  /**
   * 领取后的有效天数，按北京时间自然日计，领取当日为第一天。整数，1 至 10958。type 为 FIX_TERM 时必填。
   *
   * Days of validity after pickup: natural days in Beijing, the pickup day is the first. Whole number, 1 to 10958. Required when type is FIX_TERM.
   */
  readonly available_day_after_receive?: number
}

/**
 * 点击code打开的页面；code_type 为 JUMP_MINI_PROGRAM 时必填。
 *
 * What a tap on the code opens; required for JUMP_MINI_PROGRAM.
 */
export interface Jump {
  /**
   * 与品牌绑定的AppID（公众号、服务号或小程序）。1 至 32 个字符。
   *
   * AppID of an official account or mini program that is bound to the brand. 1 to 32 characters.
   */
  readonly jump_appid?: string
  /**
   * 跳转的小程序路径。1 至 128 个字符。
   *
   * Path in the mini program that is opened. 1 to 128 characters.
   */
  readonly jump_path?: string
}

/**
 * 购买入口。
 *
 * The entrance for buying.
 */
export interface PurchaseJump {
  /**
   * 与品牌绑定的AppID（公众号、服务号或小程序）。1 至 32 个字符。
   *
   * AppID of an official account or mini program that is bound to the brand. 1 to 32 characters.
   */
  readonly jump_appid?: string
  /**
   * 跳转的小程序路径。1 至 128 个字符。
   *
   * Path in the mini program that is opened. 1 to 128 characters.
   */
  readonly jump_path?: string
  /**
   * 价格，单位：分。整数，不小于 0。
   *
   * Price in fen (0.01 CNY). Whole number, at least 0.
   */
  readonly price?: number
}

/**
 * 自定义字段。
 *
 * A field of your own.
 */
export interface FormField {
  /**
   * 多选或单选。
   *
   * Several choices, or one.
   */
  readonly type: 'CHECK_BOX' | 'RADIO'
  /**
   * 字段名。1 至 32 个字符。
   *
   * Name of the field. 1 to 32 characters.
   */
  readonly name: string
  /**
   * 可选项。1 至 10 项。
   *
   * What can be chosen. 1 to 10 entries.
   */
  readonly values: readonly string[]
}

/**
 * 开卡时需要会员填写的信息。
 *
 * What a member is asked to fill in.
 */
export interface Form {
  /**
   * 通用字段。
   *
   * Common fields, each once.
   */
  readonly common_field_list?: readonly (
    | 'USER_FORM_FLAG_SEX'
    | 'USER_FORM_FLAG_NAME'
    | 'USER_FORM_FLAG_BIRTHDAY'
    | 'USER_FORM_FLAG_ADDRESS'
    | 'USER_FORM_FLAG_EMAIL'
    | 'USER_FORM_FLAG_CITY'
  )[]
  /**
   * 自定义字段，目前最多一个。最多 1 项。
   *
   * Fields of your own; at present one at most. At most 1 entry.
   */
  readonly custom_field_list?: readonly FormField[]
}

/**
 * 一个通用字段。
 *
 * One common field.
 */
export interface ProfileField {
  /**
   * 通用信息字段：性别、姓名、生日、地址、邮箱、城市。
   *
   * A common field: sex, name, birthday, address, e-mail, city.
   */
  readonly name:
    | 'USER_FORM_FLAG_SEX'
    | 'USER_FORM_FLAG_NAME'
    | 'USER_FORM_FLAG_BIRTHDAY'
    | 'USER_FORM_FLAG_ADDRESS'
    | 'USER_FORM_FLAG_EMAIL'
    | 'USER_FORM_FLAG_CITY'
  /**
   * 字段值。1 至 214 字节（UTF-8），传输时加密，此处为明文。
   *
   * What the member filled in. 1 to 214 bytes of UTF-8; travels encrypted, plaintext here.
   */
  readonly value: string
}

/**
 * 一个自定义字段。
 *
 * One field of your own.
 */
export interface ProfileChoice {
  /**
   * 字段名。1 至 32 个字符。
   *
   * Name of the field. 1 to 32 characters.
   */
  readonly name: string
  /**
   * 会员所选的值。最多 10 项。
   *
   * What the member chose. At most 10 entries.
   */
  readonly user_chosen_values: readonly string[]
}

/**
 * 会员填写的信息。
 *
 * What a member filled in.
 */
export interface Profile {
  /**
   * 通用字段。
   *
   * The common fields.
   */
  readonly common_field_list?: readonly ProfileField[]
  /**
   * 自定义字段。
   *
   * The fields of your own.
   */
  readonly custom_field_list?: readonly ProfileChoice[]
}

/**
 * 一个商品券批次。
 *
 * One batch of a product coupon.
 */
export interface ProductCouponStock {
  /**
   * 商品券ID。1 至 64 个字符。
   *
   * Id of the product coupon. 1 to 64 characters.
   */
  readonly product_coupon_id: string
  /**
   * 商品券批次ID。1 至 64 个字符。
   *
   * Id of the batch of the coupon. 1 to 64 characters.
   */
  readonly stock_id: string
}
