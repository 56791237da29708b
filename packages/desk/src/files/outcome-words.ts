import { type LocalizedText, text } from '@card-member/sdk/contract'
import type { Language } from './report-row.ts'

/** What became of a row, for people. */
const outcomes: Readonly<Record<string, LocalizedText>> = {
  pending: text({ zh: '待处理', en: 'Waiting' }),
  sending: text({ zh: '处理中', en: 'Being sent' }),
  done: text({ zh: '已作废', en: 'Invalidated' }),
  already_invalid: text({ zh: '此前已失效', en: 'Invalid before' }),
  rejected: text({ zh: '未通过', en: 'Refused' }),
  not_found: text({ zh: '未找到', en: 'Not found' }),
  mismatched: text({ zh: '不匹配', en: 'Not this member' }),
  missing_consent: text({ zh: '缺少同意', en: 'No consent' }),
  unknown: text({ zh: '结果未知', en: 'Unknown' }),
}

/** What became of a row, in one language. */
export function outcomeText(outcome: string, language: Language): string {
  return outcomes[outcome]?.[language] ?? outcome
}

/** The same in both: `已作废 Invalidated`. */
export function outcomeOfBoth(outcome: string): string {
  return Object.hasOwn(outcomes, outcome) ? `${outcomeText(outcome, 'zh-CN')} ${outcomeText(outcome, 'en')}` : outcome
}
