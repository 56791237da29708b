/** What became of a row, for people who read Chinese. */
const outcomes: Readonly<Record<string, string>> = {
  pending: '待处理',
  sending: '处理中',
  done: '已作废',
  already_invalid: '此前已失效',
  rejected: '未通过',
  not_found: '未找到',
  mismatched: '不匹配',
  missing_consent: '缺少同意',
  unknown: '结果未知',
}

/** What became of a row, in both languages: `已作废 done`. */
export function outcomeText(outcome: string): string {
  const zh = outcomes[outcome]
  return zh === undefined ? outcome : `${zh} ${outcome}`
}
