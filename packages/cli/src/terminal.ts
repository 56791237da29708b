import type { Readable, Writable } from 'node:stream'
import { styleText } from 'node:util'
import type { Language, LocalizedText } from '@card-member/sdk/protocol'
import { general } from './words/general.ts'

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>

type Screen = Writable & { readonly isTTY?: boolean; readonly columns?: number }

/** What a command runs in; `process` is one. */
export interface Surroundings {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Screen
  readonly stderr: Screen
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

// What a write to a pipe or terminal that was closed on the other side ends with.
const left: ReadonlySet<unknown> = new Set(['EPIPE', 'ECONNRESET', 'EIO', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'])

/** How a command talks: in one language, to injected streams. */
export class Terminal {
  readonly language: Language
  readonly #around: Surroundings
  readonly #gone = new AbortController()
  #failure: Error | undefined

  constructor(language: Language, around: Surroundings) {
    this.language = language
    this.#around = around
    // Errors of a stream come late, and some after the last line; so nobody stops listening.
    for (const stream of [around.stdout, around.stderr]) stream.on('error', (error: Error) => this.#lose(error))
  }

  /** Aborted when whoever read the output has left, as `head` does. What is written after that goes nowhere. */
  get gone(): AbortSignal {
    return this.#gone.signal
  }

  /** Why output could not be written, other than that nobody reads it. */
  get failure(): Error | undefined {
    return this.#failure
  }

  /** The environment that the command runs in. */
  get env(): Environment {
    return this.#around.env
  }

  /** Whether a person can be asked on a channel. */
  canAsk(channel: Channel): boolean {
    return this.#around.stdin.isTTY === true && this.#stream(channel).isTTY === true
  }

  /** Whether what goes to a channel is seen as it comes, by a person. */
  isWatched(channel: Channel): boolean {
    return this.#stream(channel).isTTY === true
  }

  /** Words in the language of this run. */
  in(words: LocalizedText): string {
    return words[this.language]
  }

  write(line: string, channel: Channel = 'out'): void {
    this.#stream(channel).write(`${line}\n`)
  }

  /** Puts a line in the place of the one before; one that is ended stays. */
  redraw(line: string, channel: Channel, ended = false): void {
    const stream = this.#stream(channel)
    stream.write(`\r\u001b[2K${cut(line, (stream.columns || 80) - 1)}${ended ? '\n' : ''}`)
  }

  say(words: LocalizedText, channel: Channel = 'out'): void {
    this.write(this.in(words), channel)
  }

  /** Words that must not be overlooked. */
  shout(words: LocalizedText, channel: Channel): void {
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

  /** The same for what nobody may read over a shoulder. */
  async askHidden({ message, check }: Question, channel: Channel): Promise<string | undefined> {
    const { isCancel, password } = await import('@clack/prompts')
    const answer = await password({
      message,
      validate: (value) => check(value ?? ''),
      input: this.#around.stdin,
      output: this.#stream(channel),
    })
    return isCancel(answer) ? undefined : answer
  }

  /** Asks yes or no; giving up is no. */
  async confirm(message: string, channel: Channel): Promise<boolean> {
    const { confirm } = await import('@clack/prompts')
    const answer = await confirm({
      message,
      active: this.in(general.yes),
      inactive: this.in(general.no),
      initialValue: false,
      input: this.#around.stdin,
      output: this.#stream(channel),
    })
    return answer === true
  }

  #lose(error: Error): void {
    if ('code' in error && left.has(error.code)) this.#gone.abort()
    else this.#failure ??= error
  }

  #stream(channel: Channel): Surroundings['stdout'] {
    return channel === 'out' ? this.#around.stdout : this.#around.stderr
  }
}

function cut(line: string, width: number): string {
  let room = width
  return Array.from(line)
    .filter((character) => {
      room -= widthOf(character)
      return room >= 0
    })
    .join('')
}

// Chinese characters take two columns.
function widthOf(text: string): number {
  return Array.from(text).reduce((width, character) => width + (/[\u2e80-\uffef]/.test(character) ? 2 : 1), 0)
}
