import type { LocalizedText } from '../text.ts'

/** What a refusal becomes on the wire. */
export interface FaultKind {
  readonly status: number
  readonly code: string
  readonly message: LocalizedText
  /** The number after the last `-` of Request-ID. */
  readonly result: number
}

const kind = (status: number, code: string, zh: string, en: string, result = 268435461): FaultKind => ({
  status,
  code,
  message: { 'zh-CN': zh, en },
  result,
})

/** Every refusal of the platform: status, code and words in one table. */
export const faults = {
  header_missing: kind(400, 'INVALID_REQUEST', 'Http头缺少Accept或User-Agent', 'The Accept or User-Agent header is missing'),
  authorization_malformed: kind(
    401,
    'SIGN_ERROR',
    'Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》',
    'The Authorization header is malformed',
    268443699,
  ),
  authorization_scheme: kind(
    401,
    'SIGN_ERROR',
    'Http头Authorization认证类型不正确',
    'The Authorization scheme is not supported',
    268443699,
  ),
  authorization_clock: kind(
    401,
    'SIGN_ERROR',
    'Http头Authorization中的timestamp与发起请求的时间不得超过5分钟',
    'The timestamp of the Authorization header is more than 5 minutes away',
    268443699,
  ),
  serial_unknown: kind(
    401,
    'SIGN_ERROR',
    '商户证书序列号有误。请使用签名私钥匹配的证书序列号',
    'The merchant certificate serial is wrong; use the serial that belongs to the signing key',
    268443699,
  ),
  certificate_expired: kind(401, 'SIGN_ERROR', '商户证书已过期', 'The merchant certificate has expired', 268443699),
  signature_wrong: kind(401, 'SIGN_ERROR', '签名错误', 'The signature is wrong', 268443699),
  wechatpay_serial_wrong: kind(400, 'PARAM_ERROR', '平台证书序列号Wechatpay-Serial错误', 'Wechatpay-Serial names no key of this platform'),
  wechatpay_serial_missing: kind(
    400,
    'PARAM_ERROR',
    'HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)',
    'The Wechatpay-Serial header is missing while the request holds an encrypted field',
  ),
  sealed_unreadable: kind(400, 'PARAM_ERROR', '平台私钥解密失败', 'A field cannot be decrypted with the platform key'),
  media_type: kind(415, 'INVALID_REQUEST', 'Content-Type须为application/json', 'Content-Type must be application/json'),
  media_type_multipart: kind(415, 'INVALID_REQUEST', 'Content-Type须为multipart/form-data', 'Content-Type must be multipart/form-data'),
  body_encoded: kind(
    415,
    'INVALID_REQUEST',
    'Content-Encoding须为identity，请发送未压缩的请求体',
    'Content-Encoding must be identity; send the body as it is signed, not compressed',
  ),
  not_acceptable: kind(406, 'INVALID_REQUEST', 'Accept须包含application/json', 'Accept must allow application/json'),
  body_too_large: kind(413, 'INVALID_REQUEST', '请求包体过大', 'The body is too large'),
  body_slow: kind(408, 'INVALID_REQUEST', '请求未在规定时间内发送完毕，请重新发送', 'The request did not arrive in time; send it again'),
  request_malformed: kind(400, 'INVALID_REQUEST', 'HTTP请求格式错误', 'The HTTP request is malformed'),
  head_too_large: kind(
    431,
    'INVALID_REQUEST',
    'HTTP请求头过大，请减少请求头或缩短请求URL',
    'The head of the HTTP request is too large; send fewer headers or a shorter URL',
  ),
  busy: kind(503, 'SERVICE_UNAVAILABLE', '服务繁忙，请稍后重试', 'The server is busy; try again later', 268435456),
  param_error: kind(400, 'PARAM_ERROR', '参数错误', 'A parameter is wrong'),
  card_not_of_brand: kind(400, 'INVALID_REQUEST', '会员卡模版ID不属于该品牌', 'The card_id does not belong to the brand'),
  no_auth: kind(403, 'NO_AUTH', '商户暂无权限使用此功能', 'The merchant may not act for this brand', 268579803),
  appid_not_bound: kind(400, 'INVALID_REQUEST', 'appid未与品牌绑定', 'The appid is not bound to the brand', 268578704),
  user_card_not_found: kind(404, 'RESOURCE_NOT_EXISTS', '用户会员卡不存在', 'There is no such user card', 268578608),
  card_type_unsupported: kind(400, 'INVALID_REQUEST', '暂不支持该会员卡类型', 'Only card_type NORMAL is supported'),
  card_type_fixed: kind(400, 'INVALID_REQUEST', '会员卡类型不支持修改', 'card_type cannot change'),
  card_invalid: kind(400, 'INVALID_REQUEST', '会员卡模板已失效', 'The card template has been invalidated'),
  already_member: kind(400, 'INVALID_REQUEST', '会员已经领取过该卡', 'The member already has this card'),
  code_taken: kind(400, 'INVALID_REQUEST', '会员卡code已被使用', 'The user_card_code is already used under this template'),
  validity_type_differs: kind(
    400,
    'INVALID_REQUEST',
    '有效期类型须与会员卡模板一致',
    'valid_date_information.type must equal that of the template',
  ),
  request_number_reused: kind(
    400,
    'INVALID_REQUEST',
    '商户请求单号已用于不同内容的请求',
    'out_request_no was used before with other content',
    268578927,
  ),
  state_forbids: kind(400, 'INVALID_REQUEST', '会员卡当前状态不允许该操作', 'The state of the user card does not allow this'),
  confirm_differs: kind(400, 'INVALID_REQUEST', '会员开通结果与之前同步的不一致', 'The opening was confirmed before with another result'),
  exchange_not_found: kind(404, 'RESOURCE_NOT_EXISTS', '积分兑券记录不存在', 'There is no such exchange record', 268578608),
  exchange_differs: kind(400, 'INVALID_REQUEST', '积分兑券结果与之前同步的不一致', 'The exchange was confirmed before with another result'),
  activity_not_found: kind(404, 'RESOURCE_NOT_EXISTS', '入会有礼活动不存在', 'There is no such activity', 268578608),
  activity_over: kind(400, 'INVALID_REQUEST', '活动已终止或已过期', 'The activity has been terminated or has expired'),
  certificates_absent: kind(
    404,
    'RESOURCE_NOT_EXISTS',
    '无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥。',
    'There is no platform certificate; use the WeChat Pay public key',
    268578608,
  ),
  rate_limit: kind(429, 'RATELIMIT_EXCEEDED', '请求频率超过限制，请降低频率后重试', 'Too many requests; slow down and repeat', 270924289),
  system_error: kind(500, 'SYSTEM_ERROR', '系统异常，请稍后重试', 'The system failed; try again later', 268435456),
} as const satisfies Record<string, FaultKind>

/** Name of a row of the table. */
export type FaultName = keyof typeof faults

/** `detail` of an error body. */
export interface FaultDetail {
  readonly field?: string
  readonly value?: unknown
  readonly issue?: string
  readonly location?: string
  readonly [more: string]: unknown
}

/** A refusal of whatever catalogue, thrown or returned by rules and turned into an answer at the edge. */
export class Refusal extends Error {
  override readonly name: string = 'Refusal'
  readonly kind: FaultKind
  readonly detail: FaultDetail | undefined

  constructor(refused: FaultKind, detail?: FaultDetail) {
    super(refused.message.en)
    this.kind = refused
    this.detail = detail
  }
}

/** A refusal of the platform, by its name in the table. */
export class Fault extends Refusal {
  override readonly name = 'Fault'
  readonly fault: FaultName

  constructor(fault: FaultName, detail?: FaultDetail) {
    super(faults[fault], detail)
    this.fault = fault
  }
}
