import { type LocalizedText, text } from '../text.ts'

const tooMany = text({ zh: '请求频率超限：请降低频率后重试', en: 'too many calls a second; slow down and repeat' })
const exists = text({ zh: '该资源已存在', en: 'it exists already' })
const unavailable = text({ zh: '系统异常：请稍后重试', en: 'the platform failed; try again later' })

/** The meaning of the platform's documented codes, for readers of the other language than its message. */
export const codeTexts: Readonly<Record<string, LocalizedText>> = {
  PARAM_ERROR: text({ zh: '参数有误，详见 detail', en: 'a parameter is missing or wrong; see detail' }),
  INVALID_REQUEST: text({ zh: '请求不符合当前状态或接口规则', en: 'the current state or a rule of the API does not allow it' }),
  SIGN_ERROR: text({
    zh: '验签未通过：请检查私钥、serial_no 与时钟',
    en: 'wrong signature: check the private key, serial_no and the clock',
  }),
  NO_AUTH: text({
    zh: '该商户号无此权限：请检查权限与品牌授权',
    en: 'this merchant number may not do this: check its permissions and its brands',
  }),
  RESOURCE_NOT_EXISTS: text({ zh: '资源不存在：请检查各项 ID', en: 'it does not exist: check the ids' }),
  ALREADY_EXISTS: exists,
  CREATE_CARD_ALREADY_EXISTS: exists,
  RATELIMIT_EXCEEDED: tooMany,
  RATELIMIT_EXCEED: tooMany,
  RATE_LIMITED: tooMany,
  FREQUENCY_LIMITED: tooMany,
  SYSTEM_ERROR: unavailable,
  SERVICE_UNAVAILABLE: unavailable,
}

/**
 * Added to the platform's message in each language: the meaning, when the message is in the other language and the meaning
 * is known.
 */
export function translationOf(code: string, server_message: string): LocalizedText {
  const { en, 'zh-CN': zh } = (Object.hasOwn(codeTexts, code) && codeTexts[code]) || text({ zh: '', en: '' })
  const isChinese = /\p{Script=Han}/u.test(server_message)
  return text({ zh: zh && !isChinese ? `（${zh}）` : '', en: en && isChinese ? ` (${en})` : '' })
}
