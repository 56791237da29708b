import type { Readable, Writable } from 'node:stream'
import { styleText } from 'node:util'
import type { Language, Words } from '@card-member/sdk/protocol'

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What a command runs in; `process` is one. */
export interface Surroundings {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Writable & { readonly isTTY?: boolean }
  readonly stderr: Writable & { readonly isTTY?: boolean }
  readonly env: Environment
}

/** Where lines go: results to `out`, everything else to `err`. */
export type Channel = 'out' | 'err'

/** A question whose answer must fit. */
export interface Question {
  readonly message: string
  /** What is wrong with an answer; `undefined` when it fits. */
  readonly check: (answer: string) => string | undefined
}

/** How a command talks: in one language, to injected streams. */
export class Terminal {
  readonly language: Language
  readonly #around: Surroundings

  constructor(language: Language, around: Surroundings) {
    this.language = language
    this.#around = around
  }

  /** Whether a person can be asked on a channel. */
  canAsk(channel: Channel): boolean {
    return this.#around.stdin.isTTY === true && this.#stream(channel).isTTY === true
  }

  /** Words in the language of this run. */
  in(words: Words): string {
    return words[this.language]
  }

  write(line: string, channel: Channel = 'out'): void {
    this.#stream(channel).write(`${line}\n`)
  }

  say(words: Words, channel: Channel = 'out'): void {
    this.write(this.in(words), channel)
  }

  /** Words that must not be overlooked. */
  shout(words: Words, channel: Channel): void {
    this.write(styleText(['bold', 'yellow'], this.in(words), { stream: this.#stream(channel) }), channel)
  }

  /** Names and values, one a line, the values in one column. */
  table(rows: readonly (readonly [name: string, value: string | undefined])[], channel: Channel = 'out'): void {
    const shown = rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
    const width = Math.max(...shown.map(([name]) => widthOf(name)))
    for (const [name, value] of shown) this.write(`  ${name}${' '.repeat(width - widthOf(name))}  ${value}`, channel)
  }

  /** Asks until the answer fits; `undefined` when the person gives up. */
  async ask({ message, check }: Question, channel: Channel): Promise<string | undefined> {
    // Most runs ask nothing.
    const { isCancel, text } = await import('@clack/prompts')
    const answer = await text({
      message,
      validate: (value) => check(value ?? ''),
      input: this.#around.stdin,
      output: this.#stream(channel),
    })
    return isCancel(answer) ? undefined : answer
  }

  #stream(channel: Channel): Surroundings['stdout'] {
    return channel === 'out' ? this.#around.stdout : this.#around.stderr
  }
}

// Chinese characters take two columns.
function widthOf(text: string): number {
  return Array.from(text).reduce((width, character) => width + (/[\u2e80-\uffef]/.test(character) ? 2 : 1), 0)
}
