import type { Words } from '@card-member/sdk/protocol'

/** What a command ends with. */
export const exit = { done: 0, failed: 1, usage: 2, rowsFailed: 3 } as const

/** A command that cannot go on, with words for the person who ran it. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
  readonly words: Words
  readonly code: number

  constructor(words: Words, code: number = exit.failed) {
    super(words.en)
    this.words = words
    this.code = code
  }
}
