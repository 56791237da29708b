import { faults } from '../contract/fault.ts'
import type { Words } from '../protocol/words.ts'

const said = (en: string, zh: string): Words => ({ en, 'zh-CN': zh })

/** What the documented codes of the platform mean, for whoever cannot read the language of its own message. */
export const codeWords: Readonly<Record<string, Words>> = {
  PARAM_ERROR: said('a parameter is missing or wrong; detail names it', '参数缺失或有误，详见 detail'),
  INVALID_REQUEST: said('the request does not fit the state of things or a rule of the API', '请求不符合当前状态或接口规则'),
  SIGN_ERROR: said(
    'the signature of the request was not accepted: check the private key, serial_no and the clock',
    '请求签名未通过：请检查私钥、serial_no 与本机时钟',
  ),
  NO_AUTH: said(
    'this merchant number may not do this, or not for this brand: check its permissions and what it is bound to',
    '该商户号无此权限，或未获该品牌授权：请检查权限与绑定关系',
  ),
  RESOURCE_NOT_EXISTS: said('what was asked for does not exist: check the ids', '请求的资源不存在：请检查各项 ID'),
  ALREADY_EXISTS: said('it exists already', '该资源已存在'),
  CREATE_CARD_ALREADY_EXISTS: said('the card exists already', '会员卡已存在'),
  RATELIMIT_EXCEEDED: said('too many calls a second; slow down and repeat', '请求频率超限：请降低频率后重试'),
  RATELIMIT_EXCEED: said('too many calls a second; slow down and repeat', '请求频率超限：请降低频率后重试'),
  RATE_LIMITED: said('too many calls a second; slow down and repeat', '请求频率超限：请降低频率后重试'),
  FREQUENCY_LIMITED: said('too many calls a second; slow down and repeat', '请求频率超限：请降低频率后重试'),
  SYSTEM_ERROR: said('the platform failed; try again later', '系统异常：请稍后重试'),
  SERVICE_UNAVAILABLE: said('the platform is not available; try again later', '服务不可用：请稍后重试'),
}

/**
 * What is added to the platform's own message in each language: its meaning, where the message is in another language and the
 * meaning is known.
 */
export function glossOf(code: string, server_message: string): Words {
  const known = Object.values(faults).find(({ code: other, message }) => other === code && Object.values(message).includes(server_message))
  const { en, 'zh-CN': zh } = known?.message ?? (Object.hasOwn(codeWords, code) ? codeWords[code] : undefined) ?? said('', '')
  const isChinese = /\p{Script=Han}/u.test(server_message)
  return { en: isChinese && en !== '' ? ` (${en})` : '', 'zh-CN': !isChinese && zh !== '' ? `（${zh}）` : '' }
}
