import type { LocalizedText } from '@card-member/sdk/contract'

/** An error for those who run a server or a command: its message is the English text of its words. */
export class LocalizedError extends Error {
  override readonly name: string = 'LocalizedError'
  readonly words: LocalizedText

  constructor(words: LocalizedText, options?: ErrorOptions) {
    super(words.en, options)
    this.words = words
  }
}
