import type { LocalizedText } from '../text.ts'

/** What is wrong with one field of an input. */
export interface ValidationIssue {
  /** JSON Pointer into the flat input, such as `/valid_date_information/type`. */
  readonly pointer: string
  /** What is wrong, such as `string length exceeds 32`. */
  readonly issue: string
}

// On the wire an issue has its English issue alone; messages for people need the other one too.
const words = new WeakMap<ValidationIssue, LocalizedText>()

export function makeIssue(pointer: string, issue: LocalizedText): ValidationIssue {
  const made = { pointer, issue: issue.en }
  words.set(made, issue)
  return made
}

/** What is wrong with a field, in each language as far as it is known. */
export function issueTextOf(found: ValidationIssue): LocalizedText {
  return words.get(found) ?? { en: found.issue, 'zh-CN': found.issue }
}
