import { CallError, OptionError } from '@card-member/sdk'
import { text } from '@card-member/sdk/contract'
import { CardMemberError, type LocalizedText } from '@card-member/sdk/protocol'
import { TlogError } from '@card-member/tlog'
import { CommanderError } from 'commander'
import { CommandFailure, exit, type FailureFacts } from './failure.ts'
import { general, misuse } from './words/general.ts'

/** Why a command failed: the message, the facts for programs, and the exit code. */
export interface Failure extends FailureFacts {
  readonly exit: number
  readonly words: LocalizedText
}

/** The failure that an error of a command means. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CommanderError) {
    const [, field] = /'(?:-\w, )?(--[\w-]+|\w[\w-]*)/.exec(error.message) ?? []
    return { exit: exit.usage, words: misuse(error.code, error.message), code: 'BAD_USAGE', field }
  }
  if (error instanceof CommandFailure) {
    const usual = error.code === exit.usage ? 'BAD_USAGE' : 'COMMAND_FAILED'
    return { exit: error.code, words: error.words, ...error.facts, code: error.facts.code ?? usual }
  }
  if (error instanceof CardMemberError) {
    const words = text({ zh: error.in('zh-CN'), en: error.message })
    const facts = error instanceof CallError ? { field: error.detail?.field, request_id: error.request_id } : {}
    return { exit: error instanceof OptionError ? exit.usage : exit.failed, words, code: error.code, ...facts }
  }
  if (error instanceof TlogError) return { exit: exit.failed, words: text({ zh: error.in('zh-CN'), en: error.message }), code: error.code }
  const reason = error instanceof Error ? error.message : String(error)
  return { exit: exit.failed, words: general.unexpected(reason), code: 'UNEXPECTED' }
}
