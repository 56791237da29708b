import type { LocalizedText } from '@card-member/sdk/protocol'
import { LocalizedError } from '@card-member/service/localized-error'

/** Exit codes. */
export const exit = { done: 0, failed: 1, usage: 2, rowsFailed: 3 } as const

/** What a failure says to programs, beside its message. */
export interface FailureFacts {
  /** Stable, such as `BAD_USAGE`. */
  readonly code?: string | undefined
  /** The option or field at fault. */
  readonly field?: string | undefined
  /** Of the answer that reported the failure. */
  readonly request_id?: string | undefined
}

/** An error of a command, with a message for the person who ran it. */
export class CommandFailure extends LocalizedError {
  override readonly name = 'CommandFailure'
  readonly code: number
  readonly facts: FailureFacts

  constructor(words: LocalizedText, code: number = exit.failed, facts: FailureFacts = {}) {
    super(words)
    this.code = code
    this.facts = facts
  }
}
