import type { Readable, Writable } from 'node:stream'
import { styleText } from 'node:util'
import type { Language, LocalizedText } from '@card-member/sdk/protocol'
import { general } from './words/general.ts'

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>

type Screen = Writable & { readonly isTTY?: boolean; readonly columns?: number }

/** The streams and the environment of a command; `process` has them. */
export interface ProcessStreams {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Screen
  readonly stderr: Screen
  readonly env: Environment
}

/** Where lines go: results to `out`, everything else to `err`. */
export type Channel = 'out' | 'err'

/** A question, and the check of its answer. */
export interface Question {
  readonly message: string
  /** What is wrong with an answer; undefined when nothing is. */
  readonly check: (answer: string) => string | undefined
}

// Codes of writes to a pipe or terminal whose other side was closed.
const closedCodes: ReadonlySet<unknown> = new Set(['EPIPE', 'ECONNRESET', 'EIO', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'])

/** Writes for the person who runs a command, and asks them, in one language. */
export class Terminal {
  readonly language: Language
  readonly #process: ProcessStreams
  readonly #closed = new AbortController()
  #failure: Error | undefined

  constructor(language: Language, process: ProcessStreams) {
    this.language = language
    this.#process = process
    // Errors of a stream come late, some after the last line, so the listeners stay.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', (error: Error) => this.#onStreamError(error))
  }

  /** Aborted when the reader of the output has ended, as `head` does. Later lines are dropped. */
  get closed(): AbortSignal {
    return this.#closed.signal
  }

  /** Why output could not be written; undefined when its reader has only ended. */
  get failure(): Error | undefined {
    return this.#failure
  }

  /** The environment that the command runs in. */
  get env(): Environment {
    return this.#process.env
  }

  /** Whether a person can be asked on a channel. */
  canAsk(channel: Channel): boolean {
    return this.#process.stdin.isTTY === true && this.#stream(channel).isTTY === true
  }

  /** Whether a channel is a terminal. */
  isTerminal(channel: Channel): boolean {
    return this.#stream(channel).isTTY === true
  }

  /** A text in the language of this run. */
  in(words: LocalizedText): string {
    return words[this.language]
  }

  write(line: string, channel: Channel = 'out'): void {
    this.#stream(channel).write(`${line}\n`)
  }

  /** Replaces the last line; one that is `ended` stays. */
  redraw(line: string, channel: Channel, ended = false): void {
    const stream = this.#stream(channel)
    stream.write(`\r\u001b[2K${cut(line, (stream.columns || 80) - 1)}${ended ? '\n' : ''}`)
  }

  say(words: LocalizedText, channel: Channel = 'out'): void {
    this.write(this.in(words), channel)
  }

  /** Writes in bold: what must not be overlooked. */
  warn(words: LocalizedText, channel: Channel): void {
    this.write(styleText(['bold', 'yellow'], this.in(words), { stream: this.#stream(channel) }), channel)
  }

  /** Names and values, one a line, the values in one column. */
  table(rows: readonly (readonly [name: string, value: string | undefined])[], channel: Channel = 'out'): void {
    const shown = rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
    const width = Math.max(...shown.map(([name]) => widthOf(name)))
    for (const [name, value] of shown) this.write(`  ${name}${' '.repeat(width - widthOf(name))}  ${value}`, channel)
  }

  /** Asks until the answer passes its check; undefined when the person gives up. */
  async ask({ message, check }: Question, channel: Channel): Promise<string | undefined> {
    // Most runs ask nothing.
    const { isCancel, text } = await import('@clack/prompts')
    const answer = await text({
      message,
      validate: (value) => check(value ?? ''),
      input: this.#process.stdin,
      output: this.#stream(channel),
    })
    return isCancel(answer) ? undefined : answer
  }

  /** Asks without showing what is typed. */
  async askHidden({ message, check }: Question, channel: Channel): Promise<string | undefined> {
    const { isCancel, password } = await import('@clack/prompts')
    const answer = await password({
      message,
      validate: (value) => check(value ?? ''),
      input: this.#process.stdin,
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
      input: this.#process.stdin,
      output: this.#stream(channel),
    })
    return answer === true
  }

  #onStreamError(error: Error): void {
    if ('code' in error && closedCodes.has(error.code)) this.#closed.abort()
    else this.#failure ??= error
  }

  #stream(channel: Channel): ProcessStreams['stdout'] {
    return channel === 'out' ? this.#process.stdout : this.#process.stderr
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
