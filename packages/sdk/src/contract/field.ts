import { text } from '../text.ts'
import { Type } from './schema.ts'

/** A field that is sealed on the wire and plaintext in your hands, 1 to 214 bytes of UTF-8. The longest ciphertext is string(512). */
export function Sealed(zh: string, en: string) {
  return Type.String({ minLength: 1, maxLength: 214, description: text({ zh, en }), 'x-sealed': true })
}

/** A text of 1 to so many characters. */
export function Text(length: number, zh: string, en: string) {
  return Type.String({ minLength: 1, maxLength: length, description: text({ zh, en }) })
}

/** RFC 3339 time, string(32); the platform writes seconds and +08:00. */
export function Time(zh: string, en: string) {
  return Type.String({ maxLength: 32, format: 'date-time', description: text({ zh, en }) })
}

/** A whole number from `minimum` on. */
export function Count(minimum: number, zh: string, en: string) {
  return Type.Integer({ minimum, maximum: Number.MAX_SAFE_INTEGER, description: text({ zh, en }) })
}

const id = '^[0-9A-Za-z_-]*$'

/** Brand ID, string(32). */
export const BrandId = Type.String({
  minLength: 1,
  maxLength: 32,
  pattern: id,
  description: text({ zh: '品牌ID。', en: 'Id of the brand that owns the card.' }),
})
/** Template ID issued by WeChat Pay, string(32). */
export const CardId = Type.String({
  minLength: 1,
  maxLength: 32,
  pattern: id,
  description: text({ zh: '会员卡模板ID，由微信支付生成。', en: 'Id of the card template, issued by WeChat Pay.' }),
})
/** Member code, string(32): digits, English letters, half-width punctuation; unique within one template; case matters. */
export const UserCardCode = Type.String({
  minLength: 1,
  maxLength: 32,
  pattern: '^[!-~]*$',
  description: text({
    zh: '会员卡code：数字、英文字母与半角标点，同一模板下唯一，区分大小写。',
    en: "Code of the member's card: digits, English letters, half-width punctuation; unique within one template; case matters.",
  }),
})
/** User id under the AppID of the template, string(128). */
export const OpenId = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: '^[!-~]*$',
  description: text({ zh: '用户在模板所属AppID下的OpenID。', en: "The member's OpenID under the AppID of the template." }),
})
/** AppID bound to the brand, string(32). */
export const AppId = Type.String({
  minLength: 1,
  maxLength: 32,
  pattern: id,
  description: text({
    zh: '与品牌绑定的AppID（公众号、服务号或小程序）。',
    en: 'AppID of an official account or mini program that is bound to the brand.',
  }),
})
/** The caller's own number of a request, string(128): digits, letters, `-`, `_`. */
export const OutRequestNo = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: id,
  description: text({
    zh: '商户请求单号：半角数字、字母、-、_；相同单号与相同内容返回首次的应答。',
    en: 'Your own number of the request: half-width digits, letters, - and _; the same number with the same content repeats the same answer.',
  }),
})
/** `#RRGGBB`. */
export const CardColor = Type.String({
  pattern: '^#[0-9A-Fa-f]{6}$',
  description: text({ zh: '卡片背景颜色，#RRGGBB。', en: 'Background colour of the card, #RRGGBB.' }),
})
/** URL from the image upload, string(256). */
export const CardPictureUrl = Type.String({
  minLength: 1,
  maxLength: 256,
  pattern: '^https?://',
  description: text({ zh: '卡面图片，须为图片上传接口返回的URL。', en: "Picture of the card's face: a URL from the image upload." }),
})
/** Display text of the member's level, string(10). */
export const Level = Text(10, '会员等级，由商户自定。', "The member's level as it is displayed, such as 钻石会员.")
/** Merchant data, invisible to the member, string(256). */
export const Attach = Text(
  256,
  '商户附加信息，用户不可见，查询时原样返回。',
  'Your own data, which the member does not see; queries return it.',
)
/** Why a card was invalidated, string(32). The empty string is the same as none. */
export const InvalidReason = Type.String({
  maxLength: 32,
  description: text({ zh: '失效原因；空字符串等同于不填。', en: 'Why the card was invalidated; empty is the same as none.' }),
})

export const CardType = Type.Enum(['NORMAL', 'PURCHASE', 'BALANCE'], {
  description: text({
    zh: '会员卡类型：普通、付费、储值；目前仅支持 NORMAL。',
    en: 'Kind of card: ordinary, paid, stored value; at present only NORMAL is supported.',
  }),
})
export const CodeMode = Type.Enum(['SYSTEM_ALLOCATE', 'MERCHANT_ALLOCATE'], {
  description: text({
    zh: 'code分配模式：领卡时由微信支付分配，或由商户在同步开通结果时传入；创建后不可修改。',
    en: 'Who chooses the code: WeChat Pay when the card is taken, or you when you confirm the opening; cannot change later.',
  }),
})
export const CodeType = Type.Enum(['NONE_CODE', 'BAR_CODE', 'QR_CODE', 'BAR_CODE_AND_QR_CODE', 'JUMP_MINI_PROGRAM'], {
  description: text({ zh: 'code展示类型。', en: 'How the code is shown.' }),
})
export const CardState = Type.Enum(['CARD_EFFECTIVE', 'CARD_INVALID'], {
  description: text({ zh: '模板状态：生效、已失效。', en: 'State of the template: effective, or invalidated for good.' }),
})
export const UserCardState = Type.Enum(['UNACTIVATED', 'EFFECTIVE', 'EXPIRED', 'INVALID'], {
  description: text({
    zh: '会员卡状态：已领取未激活、有效、已过期、已失效（不可恢复）。',
    en: "State of the member's card: taken and not activated, usable, past its validity, invalidated for good.",
  }),
})
export const CommonField = Type.Enum(
  [
    'USER_FORM_FLAG_SEX',
    'USER_FORM_FLAG_NAME',
    'USER_FORM_FLAG_BIRTHDAY',
    'USER_FORM_FLAG_ADDRESS',
    'USER_FORM_FLAG_EMAIL',
    'USER_FORM_FLAG_CITY',
  ],
  {
    description: text({
      zh: '通用信息字段：性别、姓名、生日、地址、邮箱、城市。',
      en: 'A common field: sex, name, birthday, address, e-mail, city.',
    }),
  },
)
