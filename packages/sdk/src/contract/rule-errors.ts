import { text } from '../text.ts'

/** Errors of a request that was understood: what a caller or the state of a card does not allow, the rate, failures of the server. */
export const ruleErrors = {
  card_not_of_brand: {
    status: 400,
    code: 'INVALID_REQUEST',
    message: text({ zh: '会员卡模版ID不属于该品牌', en: 'The card_id does not belong to the brand' }),
  },
  no_auth: {
    status: 403,
    message: text({ zh: '商户暂无权限使用此功能', en: 'The merchant may not act for this brand' }),
    result: 268579803,
  },
  appid_not_bound: {
    status: 400,
    code: 'INVALID_REQUEST',
    message: text({ zh: 'appid未与品牌绑定', en: 'The appid is not bound to the brand' }),
    result: 268578704,
  },
  user_card_not_found: {
    status: 404,
    code: 'RESOURCE_NOT_EXISTS',
    message: text({ zh: '用户会员卡不存在', en: 'There is no such user card' }),
    result: 268578608,
  },
  card_type_unsupported: {
    status: 400,
    code: 'INVALID_REQUEST',
    message: text({ zh: '暂不支持该会员卡类型', en: 'Only card_type NORMAL is supported' }),
  },
  card_type_fixed: { status: 400, code: 'INVALID_REQUEST', message: text({ zh: '会员卡类型不支持修改', en: 'card_type cannot change' }) },
  card_invalid: {
    status: 400,
    code: 'INVALID_REQUEST',
    message: text({ zh: '会员卡模板已失效', en: 'The card template has been invalidated' }),
  },
  already_member: {
    status: 400,
    code: 'INVALID_REQUEST',
    message: text({ zh: '会员已经领取过该卡', en: 'The member already has this card' }),
  },
  code_taken: {
    status: 400,
    code: 'INVALID_REQUEST',
    message: text({ zh: '会员卡code已被使用', en: 'The user_card_code is already used under this template' }),
  },
  validity_type_differs: {
    status: 400,
    code: 'INVALID_REQUEST',
    message: text({ zh: '有效期类型须与会员卡模板一致', en: 'valid_date_information.type must equal that of the template' }),
  },
  request_number_reused: {
    status: 400,
    code: 'INVALID_REQUEST',
    message: text({ zh: '商户请求单号已用于不同内容的请求', en: 'out_request_no was used before with other content' }),
    result: 268578927,
  },
  state_forbids: {
    status: 400,
    code: 'INVALID_REQUEST',
    message: text({ zh: '会员卡当前状态不允许该操作', en: 'The state of the user card does not allow this' }),
  },
  confirm_differs: {
    status: 400,
    code: 'INVALID_REQUEST',
    message: text({ zh: '会员开通结果与之前同步的不一致', en: 'The opening was confirmed before with another result' }),
  },
  exchange_not_found: {
    status: 404,
    code: 'RESOURCE_NOT_EXISTS',
    message: text({ zh: '积分兑券记录不存在', en: 'There is no such exchange record' }),
    result: 268578608,
  },
  exchange_differs: {
    status: 400,
    code: 'INVALID_REQUEST',
    message: text({ zh: '积分兑券结果与之前同步的不一致', en: 'The exchange was confirmed before with another result' }),
  },
  activity_not_found: {
    status: 404,
    code: 'RESOURCE_NOT_EXISTS',
    message: text({ zh: '入会有礼活动不存在', en: 'There is no such activity' }),
    result: 268578608,
  },
  activity_over: {
    status: 400,
    code: 'INVALID_REQUEST',
    message: text({ zh: '活动已终止或已过期', en: 'The activity has been terminated or has expired' }),
  },
  certificates_absent: {
    status: 404,
    code: 'RESOURCE_NOT_EXISTS',
    message: text({
      zh: '无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥。',
      en: 'There is no platform certificate; use the WeChat Pay public key',
    }),
    result: 268578608,
  },
  rate_limit: {
    status: 429,
    code: 'RATELIMIT_EXCEEDED',
    message: text({ zh: '请求频率超过限制，请降低频率后重试', en: 'Too many requests; slow down and repeat' }),
    result: 270924289,
  },
  system_error: { status: 500, message: text({ zh: '系统异常，请稍后重试', en: 'The system failed; try again later' }), result: 268435456 },
} as const
