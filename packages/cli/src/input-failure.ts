import { type check, issueTextOf, text } from '@card-member/sdk/contract'
import type { Language } from '@card-member/sdk/protocol'
import { CommandFailure, exit } from './failure.ts'

/** Options that the contract does not allow, as one failure: a line for each field. */
export function inputFailure(faults: ReturnType<typeof check>): CommandFailure {
  const issues = faults.map((fault) => ({ field: fault.pointer.slice(1), issue: issueTextOf(fault) }))
  const lines = (language: Language) => issues.map(({ field, issue }) => `${field} ${issue[language]}`).join('\n')
  return new CommandFailure(text({ zh: lines('zh-CN'), en: lines('en') }), exit.usage, { field: issues[0]?.field })
}
