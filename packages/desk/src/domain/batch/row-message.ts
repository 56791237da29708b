import { type LocalizedText, text } from '@card-member/sdk/contract'
import { deskErrors } from '../../contract/desk-error.ts'
import type { Language } from '../../files/report-row.ts'
import type { BatchRow } from '../../store/batch-rows.ts'
import { faultWords, readFaults } from './fault-words.ts'

const ofRefusals: ReadonlyMap<string, LocalizedText> = new Map(Object.values(deskErrors).map(({ code, message }) => [code, message]))
const ofCodes: ReadonlyMap<string, LocalizedText> = new Map([
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
const failed = text({ zh: '平台没有完成请求，稍后再试', en: 'The platform did not carry the call out; it is tried again' })
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

/** Why a row ended as it did; whatever did not go through has a message. */
export function rowMessage({ faults, code, state, message }: BatchRow, language: Language): string {
  if (faults !== null) return describeFaults(faults, language)
  return invalidationText({ code, state, message })?.[language] ?? ''
}

/** What became of a call, or of a row whose cells are right, in both languages; undefined when there is nothing to say. */
export function invalidationText({ code, state, message }: Pick<BatchRow, 'code' | 'state' | 'message'>): LocalizedText | undefined {
  const known = ofRefusals.get(code ?? '') ?? ofCodes.get(code ?? '')
  if (known !== undefined) return known
  const general = ofStates[state] ?? (code === null ? undefined : failed)
  // What the platform says is kept in Chinese.
  return message === null ? general : { 'zh-CN': message, en: general?.en ?? message }
}

/** What is wrong with cells, or suspected, in one language. */
export function describeFaults(text: string | null, language: Language): string {
  return readFaults(text)
    .map((fault) => `${fault.column}: ${faultWords(fault)[language]}`)
    .join('; ')
}
