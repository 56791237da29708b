import type { CallErrorCode } from '@card-member/sdk'
import { type LocalizedText, text } from '@card-member/sdk/contract'
import { deskErrors } from '../../contract/desk-error.ts'
import type { Language } from '../../files/report-row.ts'
import type { BatchRow } from '../../store/batch-rows.ts'
import { faultWords, readFaults } from './fault-words.ts'

const ofDeskErrors: ReadonlyMap<string, LocalizedText> = new Map(Object.values(deskErrors).map(({ code, message }) => [code, message]))
/** Codes whose words also say what follows, whatever the state. */
const complete: ReadonlyMap<string, LocalizedText> = new Map([
  [
    'ANSWER_MISMATCHED',
    text({
      zh: '平台返回的不是这张卡，请核对会员卡号与OpenID',
      en: 'The platform answered with another card; check the code and the OpenID',
    }),
  ],
  [
    'PROCESS_LOST',
    text({ zh: '发送请求的进程已中断，结果待核对', en: 'The process that sent the call is gone; the outcome is being read back' }),
  ],
  ['NO_EFFECT', text({ zh: '请求没有生效，该卡未变更', en: 'The call took no effect; the card is unchanged' })],
  ['NEVER_SENT', text({ zh: '请求没有发出，该卡未变更', en: 'The call was never sent; the card is unchanged' })],
])
const callFailures: Readonly<Record<Exclude<CallErrorCode, 'OPTION_INVALID' | 'ANSWER_MISMATCHED'>, LocalizedText>> = {
  INVALID_INPUT: text({
    zh: '请求未发送：会员卡号、OpenID或失效原因不符合接口要求',
    en: 'The call was not sent: the code, the OpenID or the reason breaks a rule of the API',
  }),
  LOCAL_RATE_LIMIT: text({ zh: '请求未发送：被本地限流器拒绝', en: 'The call was not sent: the local rate limiter rejected it' }),
  SIGN_BEFORE_PASSED: text({ zh: '请求未发送：已超过最晚签名时间', en: 'The call was not sent: the latest time to sign it had passed' }),
  SIGNING_REFUSED: text({
    zh: '请求未发送：同意已撤回，或已由其他进程接手',
    en: 'The call was not sent: the consent was withdrawn, or another process took the attempt over',
  }),
  CONNECTION_FAILED: text({ zh: '请求未发送：无法连接平台', en: 'The call was not sent: the platform could not be reached' }),
  PROXY_UNREACHABLE: text({ zh: '请求未发送：无法连接代理', en: 'The call was not sent: the proxy could not be reached' }),
  PROXY_REFUSED: text({ zh: '请求未发送：被代理拒绝', en: 'The call was not sent: the proxy refused it' }),
  CONNECTION_LOST: text({ zh: '请求已发送，但在收到应答前连接中断', en: 'The call was sent, but the connection broke before the answer' }),
  TIMED_OUT: text({ zh: '平台未在时限内应答', en: 'The platform did not answer in time' }),
  ABORTED: text({ zh: '请求被中止', en: 'The call was aborted' }),
  ANSWER_TOO_LARGE: text({ zh: '平台的应答过大，未读取', en: 'The answer of the platform was too large to read' }),
  ANSWER_COMPRESSED: text({ zh: '应答被代理压缩，无法验签', en: 'A proxy compressed the answer, so it could not be verified' }),
  STILL_PROCESSING: text({ zh: '平台已受理，仍在处理', en: 'The platform accepted the call and is still processing it' }),
  GATEWAY_ERROR: text({ zh: '收到的是网关应答，而非接口应答', en: 'A gateway answered, not the API' }),
  REDIRECTED: text({ zh: '收到重定向应答，未跟随', en: 'The answer was a redirect, which is not followed' }),
  ANSWER_EMPTY: text({ zh: '平台的应答没有内容', en: 'The answer of the platform had no content' }),
  ANSWER_NOT_JSON: text({ zh: '平台的应答不是预期的JSON', en: 'The answer of the platform was not the expected JSON' }),
}
const ofCallFailures: ReadonlyMap<string, LocalizedText> = new Map(Object.entries(callFailures))
const failed = text({ zh: '平台没有完成请求，稍后再试', en: 'The platform did not carry the call out; it is tried again' })
const readingBack = text({ zh: '，结果待核对', en: '; the outcome is being read back' })
const ofStates: Readonly<Record<string, LocalizedText>> = {
  already_invalid: text({ zh: '该卡此前已失效', en: 'The card was invalid before' }),
  not_found: text({
    zh: '平台上没有该会员的这张卡，请核对会员卡号与OpenID',
    en: 'The platform has no such card of this member; check the code and the OpenID',
  }),
  mismatched: text({ zh: '会员卡号与OpenID不属于同一会员，请核对', en: 'The code and the OpenID do not belong together; check both' }),
  missing_consent: text({
    zh: '没有该会员对作废此卡的有效同意，请先登记同意',
    en: 'There is no valid consent of this member for this card; record one first',
  }),
  rejected: text({ zh: '平台拒绝了请求', en: 'The platform refused the call' }),
  unknown: text({ zh: '平台没有给出可信的应答，结果待核对', en: 'No answer that can be trusted came; the outcome is being read back' }),
}

/** Why a row has its state, in one language; empty for one that succeeded. */
export function rowMessage({ faults, code, state, server_message }: BatchRow, language: Language): string {
  if (faults !== null) return describeFaults(faults, language)
  return invalidationText({ code, state, server_message })?.[language] ?? ''
}

/** Why an invalidation, or a row without faults, has its state; undefined for one that succeeded. */
export function invalidationText({
  code,
  state,
  server_message,
}: Pick<BatchRow, 'code' | 'state' | 'server_message'>): LocalizedText | undefined {
  const known = ofDeskErrors.get(code ?? '') ?? complete.get(code ?? '')
  if (known !== undefined) return known
  if (state === 'done') return undefined
  const failure = ofCallFailures.get(code ?? '')
  if (failure !== undefined) return state === 'unknown' ? join(failure, readingBack) : failure
  const general = ofStates[state] ?? (code === null ? undefined : failed)
  // What the platform says of a busy moment invites to try again, which nobody may while the outcome is unknown.
  return server_message === null || state === 'unknown' ? general : withServerMessage(general, server_message)
}

// The platform answers in one language; a reader of the other one is told what the state means.
function withServerMessage(general: LocalizedText | undefined, server_message: string): LocalizedText {
  const isChinese = /\p{Script=Han}/u.test(server_message)
  return text({
    zh: isChinese ? server_message : (general?.['zh-CN'] ?? server_message),
    en: isChinese ? (general?.en ?? server_message) : server_message,
  })
}

function join(one: LocalizedText, other: LocalizedText): LocalizedText {
  return text({ zh: `${one['zh-CN']}${other['zh-CN']}`, en: `${one.en}${other.en}` })
}

/** The faults or warnings of a row, in one language. */
export function describeFaults(stored: string | null, language: Language): string {
  return readFaults(stored)
    .map((fault) => `${fault.column}: ${faultWords(fault)[language]}`)
    .join('; ')
}
