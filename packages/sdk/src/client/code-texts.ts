import { type LocalizedText, text } from '../text.ts'

/** The meaning of the platform's documented codes, for readers of the other language than its message. */
export const codeTexts: Readonly<Record<string, LocalizedText>> = {
  PARAM_ERROR: text({ zh: '参数缺失或有误，详见 detail', en: 'a parameter is missing or wrong; detail names it' }),
  INVALID_REQUEST: text({ zh: '请求不符合当前状态或接口规则', en: 'the request does not fit the state of things or a rule of the API' }),
  SIGN_ERROR: text({
    zh: '请求签名未通过：请检查私钥、serial_no 与本机时钟',
    en: 'the signature of the request was not accepted: check the private key, serial_no and the clock',
  }),
  NO_AUTH: text({
    zh: '该商户号无此权限，或未获该品牌授权：请检查权限与绑定关系',
    en: 'this merchant number may not do this, or not for this brand: check its permissions and what it is bound to',
  }),
  RESOURCE_NOT_EXISTS: text({ zh: '请求的资源不存在：请检查各项 ID', en: 'what was asked for does not exist: check the ids' }),
  ALREADY_EXISTS: text({ zh: '该资源已存在', en: 'it exists already' }),
  CREATE_CARD_ALREADY_EXISTS: text({ zh: '会员卡已存在', en: 'the card exists already' }),
  RATELIMIT_EXCEEDED: text({ zh: '请求频率超限：请降低频率后重试', en: 'too many calls a second; slow down and repeat' }),
  RATELIMIT_EXCEED: text({ zh: '请求频率超限：请降低频率后重试', en: 'too many calls a second; slow down and repeat' }),
  RATE_LIMITED: text({ zh: '请求频率超限：请降低频率后重试', en: 'too many calls a second; slow down and repeat' }),
  FREQUENCY_LIMITED: text({ zh: '请求频率超限：请降低频率后重试', en: 'too many calls a second; slow down and repeat' }),
  SYSTEM_ERROR: text({ zh: '系统异常：请稍后重试', en: 'the platform failed; try again later' }),
  SERVICE_UNAVAILABLE: text({ zh: '服务不可用：请稍后重试', en: 'the platform is not available; try again later' }),
}

/**
 * Added to the platform's message in each language: the meaning, when the message is in the other language and the meaning
 * is known.
 */
export function translationOf(code: string, server_message: string): LocalizedText {
  const { en, 'zh-CN': zh } = (Object.hasOwn(codeTexts, code) ? codeTexts[code] : undefined) ?? text({ zh: '', en: '' })
  const isChinese = /\p{Script=Han}/u.test(server_message)
  return { en: isChinese && en !== '' ? ` (${en})` : '', 'zh-CN': !isChinese && zh !== '' ? `（${zh}）` : '' }
}
