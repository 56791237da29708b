import { text } from '../text.ts'

/** Errors of a request: its form, its caller, its encryption, its fields. */
export const requestErrors = {
  header_missing: {
    status: 400,
    code: 'INVALID_REQUEST',
    message: text({ zh: 'Http头缺少Accept或User-Agent', en: 'The Accept or User-Agent header is missing' }),
  },
  authorization_malformed: {
    status: 401,
    code: 'SIGN_ERROR',
    message: text({
      zh: 'Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》',
      en: 'The Authorization header is malformed',
    }),
    result: 268443699,
  },
  authorization_scheme: {
    status: 401,
    code: 'SIGN_ERROR',
    message: text({ zh: 'Http头Authorization认证类型不正确', en: 'The Authorization scheme is not supported' }),
    result: 268443699,
  },
  authorization_clock: {
    status: 401,
    code: 'SIGN_ERROR',
    message: text({
      zh: 'Http头Authorization中的timestamp与发起请求的时间不得超过5分钟',
      en: 'The timestamp of the Authorization header is more than 5 minutes away',
    }),
    result: 268443699,
  },
  serial_unknown: {
    status: 401,
    code: 'SIGN_ERROR',
    message: text({
      zh: '商户证书序列号有误。请使用签名私钥匹配的证书序列号',
      en: 'The merchant certificate serial is wrong; use the serial that belongs to the signing key',
    }),
    result: 268443699,
  },
  certificate_expired: {
    status: 401,
    code: 'SIGN_ERROR',
    message: text({ zh: '商户证书已过期', en: 'The merchant certificate has expired' }),
    result: 268443699,
  },
  signature_wrong: { status: 401, code: 'SIGN_ERROR', message: text({ zh: '签名错误', en: 'The signature is wrong' }), result: 268443699 },
  wechatpay_serial_wrong: {
    status: 400,
    code: 'PARAM_ERROR',
    message: text({ zh: '平台证书序列号Wechatpay-Serial错误', en: 'Wechatpay-Serial names no key of this platform' }),
  },
  wechatpay_serial_missing: {
    status: 400,
    code: 'PARAM_ERROR',
    message: text({
      zh: 'HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)',
      en: 'The Wechatpay-Serial header is missing while the request holds an encrypted field',
    }),
  },
  sealed_unreadable: {
    status: 400,
    code: 'PARAM_ERROR',
    message: text({ zh: '平台私钥解密失败', en: 'A field cannot be decrypted with the platform key' }),
  },
  media_type: {
    status: 415,
    code: 'INVALID_REQUEST',
    message: text({ zh: 'Content-Type须为application/json', en: 'Content-Type must be application/json' }),
  },
  media_type_multipart: {
    status: 415,
    code: 'INVALID_REQUEST',
    message: text({ zh: 'Content-Type须为multipart/form-data', en: 'Content-Type must be multipart/form-data' }),
  },
  body_encoded: {
    status: 415,
    code: 'INVALID_REQUEST',
    message: text({
      zh: 'Content-Encoding须为identity，请发送未压缩的请求体',
      en: 'Content-Encoding must be identity; send the body as it is signed, not compressed',
    }),
  },
  not_acceptable: {
    status: 406,
    code: 'INVALID_REQUEST',
    message: text({ zh: 'Accept须包含application/json', en: 'Accept must allow application/json' }),
  },
  body_too_large: { status: 413, code: 'INVALID_REQUEST', message: text({ zh: '请求包体过大', en: 'The body is too large' }) },
  body_slow: {
    status: 408,
    code: 'INVALID_REQUEST',
    message: text({ zh: '请求未在规定时间内发送完毕，请重新发送', en: 'The request did not arrive in time; send it again' }),
  },
  request_malformed: {
    status: 400,
    code: 'INVALID_REQUEST',
    message: text({ zh: 'HTTP请求格式错误', en: 'The HTTP request is malformed' }),
  },
  head_too_large: {
    status: 431,
    code: 'INVALID_REQUEST',
    message: text({
      zh: 'HTTP请求头过大，请减少请求头或缩短请求URL',
      en: 'The head of the HTTP request is too large; send fewer headers or a shorter URL',
    }),
  },
  busy: {
    status: 503,
    code: 'SERVICE_UNAVAILABLE',
    message: text({ zh: '服务繁忙，请稍后重试', en: 'The server is busy; try again later' }),
    result: 268435456,
  },
  param_error: { status: 400, message: text({ zh: '参数错误', en: 'A parameter is wrong' }) },
} as const
