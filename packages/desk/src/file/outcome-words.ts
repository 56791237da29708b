import type { FileLanguage } from './report-row.ts'

type Words = Readonly<Record<FileLanguage, string>>

const words = (zh: string, en: string): Words => ({ 'zh-CN': zh, en })

/** What became of a row, for people. */
const outcomes: Readonly<Record<string, Words>> = {
  pending: words('待处理', 'Waiting'),
  sending: words('处理中', 'Being sent'),
  done: words('已作废', 'Invalidated'),
  already_invalid: words('此前已失效', 'Invalid before'),
  rejected: words('未通过', 'Refused'),
  not_found: words('未找到', 'Not found'),
  mismatched: words('不匹配', 'Not this member'),
  missing_consent: words('缺少同意', 'No consent'),
  unknown: words('结果未知', 'Unknown'),
}

/** What became of a row, in one language. */
export function outcomeText(outcome: string, language: FileLanguage): string {
  return outcomes[outcome]?.[language] ?? outcome
}

/** The same in both: `已作废 Invalidated`. */
export function outcomeOfBoth(outcome: string): string {
  return Object.hasOwn(outcomes, outcome) ? `${outcomeText(outcome, 'zh-CN')} ${outcomeText(outcome, 'en')}` : outcome
}
