import { Type } from './schema.ts'

/** A field that is sealed on the wire and plaintext in your hands, 1 to 214 bytes of UTF-8. The longest ciphertext is string(512). */
export function Sealed(description: string) {
  return Type.String({ minLength: 1, maxLength: 214, description, 'x-sealed': true })
}

const text = (length: number, description: string) => Type.String({ minLength: 1, maxLength: length, description })

/** Brand ID, string(32). */
export const BrandId = Type.String({ minLength: 1, maxLength: 32, pattern: '^[0-9A-Za-z_-]*$', description: '品牌ID. Brand ID.' })
/** Template ID issued by WeChat Pay, string(32). */
export const CardId = Type.String({ minLength: 1, maxLength: 32, pattern: '^[0-9A-Za-z_-]*$', description: '会员卡模板ID. Template ID.' })
/** Member code, string(32): digits, English letters, half-width punctuation; unique within one template; case matters. */
export const UserCardCode = Type.String({
  minLength: 1,
  maxLength: 32,
  pattern: '^[!-~]*$',
  description: '会员卡code: digits, English letters, half-width punctuation; unique within one template; case matters.',
})
/** User id under the AppID of the template, string(128). */
export const OpenId = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: '^[!-~]*$',
  description: '用户OpenID under the AppID of the template.',
})
/** AppID bound to the brand, string(32). */
export const AppId = Type.String({ minLength: 1, maxLength: 32, pattern: '^[0-9A-Za-z_-]*$', description: 'AppID bound to the brand.' })
/** The caller's own number of a request, string(128): digits, letters, `-`, `_`. */
export const OutRequestNo = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: '^[0-9A-Za-z_-]*$',
  description: '商户请求单号: half-width digits, letters, - and _; the same number with the same content repeats the same answer.',
})
/** `#RRGGBB`. */
export const CardColor = Type.String({ pattern: '^#[0-9A-Fa-f]{6}$', description: '卡片背景颜色, #RRGGBB.' })
/** URL from the image upload, string(256). */
export const CardPictureUrl = Type.String({
  minLength: 1,
  maxLength: 256,
  pattern: '^https?://',
  description: '卡面图片, a URL from the image upload.',
})
/** Display text of the member's level, string(10). */
export const Level = text(10, '会员等级.')
/** Merchant data, invisible to the member, string(256). */
export const Attach = text(256, '商户附加信息, returned by queries.')
/** Why a card was invalidated, string(32). The empty string is the same as none. */
export const InvalidReason = Type.String({ maxLength: 32, description: '失效原因; empty is the same as none.' })
/** RFC 3339 time, string(32); the platform writes seconds and +08:00. */
export const Time = Type.String({ maxLength: 32, format: 'date-time', description: 'RFC 3339, such as 2026-05-20T13:29:35+08:00.' })
/** Text of a given greatest length in characters. */
export const Text = text

export const CardType = Type.Enum(['NORMAL', 'PURCHASE', 'BALANCE'], { description: '会员卡类型; at present only NORMAL is supported.' })
export const CodeMode = Type.Enum(['SYSTEM_ALLOCATE', 'MERCHANT_ALLOCATE'], { description: 'code分配模式; cannot change later.' })
export const CodeType = Type.Enum(['NONE_CODE', 'BAR_CODE', 'QR_CODE', 'BAR_CODE_AND_QR_CODE', 'JUMP_MINI_PROGRAM'], {
  description: 'code展示类型.',
})
export const CardState = Type.Enum(['CARD_EFFECTIVE', 'CARD_INVALID'], { description: '模板状态.' })
export const UserCardState = Type.Enum(['UNACTIVATED', 'EFFECTIVE', 'EXPIRED', 'INVALID'], {
  description: '会员卡状态: taken and not activated, usable, past its validity, invalidated for good.',
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
  { description: '通用信息字段.' },
)
