import { issueTextOf, type LocalizedText, text, type ValidationIssue } from '@card-member/sdk/contract'

/** Why a text is no JSON, and where as far as that is known: one line, which never repeats more of the text than the parser quotes. */
export function notJson(cause: unknown): LocalizedText {
  const reason = (cause instanceof Error ? cause.message : String(cause)).replaceAll(/\s+/g, ' ')
  const [, line, column] = /line (\d+) column (\d+)/.exec(reason) ?? []
  const [, token, near] = /^Unexpected token '(.{1,2})', (?:\.\.\.)?"(.*)"(?:\.\.\.)? is not valid JSON$/u.exec(reason) ?? []
  const place = line === undefined ? '' : `：第 ${line} 行第 ${column} 列有误`
  const found = token === undefined ? place : `：在 "${near}" 处出现意外的 "${token}"`
  return text({ zh: `不是 JSON${/end of JSON/.test(reason) ? '：内容不完整' : found}`, en: `is not JSON: ${reason}` })
}

/** What is wrong with the fields of a file, each named as people write it: `merchants[0].mchid`. */
export function fieldsWrong(faults: readonly ValidationIssue[], whole: LocalizedText): LocalizedText {
  const say = (language: keyof LocalizedText, between: string) => (fault: ValidationIssue) => {
    const [field, issue] = [fieldAt(fault.pointer), issueTextOf(fault)[language]]
    return field === '' ? `${whole[language]}${between}${issue}` : `${field} ${issue}`
  }
  return text({ zh: faults.map(say('zh-CN', '')).join('；'), en: faults.map(say('en', ' ')).join('; ') })
}

function fieldAt(pointer: string): string {
  return pointer
    .replace(/\/(\d+)(?=\/|$)/g, '[$1]')
    .replaceAll('/', '.')
    .replace(/^\./, '')
}
