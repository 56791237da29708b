import type { LocalizedText } from '../text.ts'
/** One wrong field. */
export interface FieldFault {
  /** JSON Pointer into the flat input, such as `/valid_date_information/type`. */
  readonly pointer: string
  /** What is wrong, such as `string length exceeds 32`. */
  readonly issue: string
}

// On the wire a fault has its English issue alone; messages for people need the other one too.
const words = new WeakMap<FieldFault, LocalizedText>()

export function makeFault(pointer: string, issue: LocalizedText): FieldFault {
  const fault = { pointer, issue: issue.en }
  words.set(fault, issue)
  return fault
}

/** What is wrong with a field, in each language as far as it is known. */
export function issueOf(fault: FieldFault): LocalizedText {
  return words.get(fault) ?? { en: fault.issue, 'zh-CN': fault.issue }
}
