import { Worker } from 'node:worker_threads'
import type { ReadOptions } from './batch-file.ts'
import { BatchFileError } from './batch-file-error.ts'
import type { FileNote } from './file-note.ts'
import type { Answer, Closing, OpenedFile, Question, StepResults } from './file-thread-protocol.ts'
import type { InspectedFile } from './inspect-file.ts'
import { fileLimits } from './limit.ts'
import type { BatchRow } from './row-reader.ts'

const young_mib = 32
const patience_ms = 2000

/** What a test may want otherwise than usual. */
export interface ReaderLimits {
  readonly memory_mib?: number
  readonly step_ms?: number
}

/**
 * Reads an open file on a thread of its own, whose memory and time are limited: whatever is in the file, this process lives and its
 * event loop turns. The file stays open.
 *
 * ```ts
 * await using reader = new FileReader(fd)
 * const { sha256 } = await reader.inspect()
 * const { head } = await reader.open()
 * for await (const rows of reader.rows()) await store(rows)
 * ```
 */
export class FileReader implements AsyncDisposable {
  readonly #fd: number
  readonly #worker: Worker
  readonly #step_ms: number
  readonly #exited: Promise<void>
  #waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined
  #dead: Error | undefined
  #notes: readonly FileNote[] = []
  #share = 0

  constructor(fd: number, { memory_mib = fileLimits.memory_mib, step_ms = fileLimits.step_seconds * 1000 }: ReaderLimits = {}) {
    this.#fd = fd
    this.#step_ms = step_ms
    // Beside this file is the thread's, as source in the repository and as JavaScript in the published package.
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
    const resourceLimits = { maxOldGenerationSizeMb: memory_mib, maxYoungGenerationSizeMb: young_mib }
    this.#worker = new Worker(new URL(`./file-thread.${extension}`, import.meta.url), { resourceLimits })
    this.#worker.on('message', (answer: Answer) => this.#waiting?.resolve(answer))
    this.#worker.on('error', (error: Error) => this.#end(isOutOfMemory(error) ? new BatchFileError('reading_memory') : error))
    this.#exited = new Promise((resolve) => this.#worker.once('exit', () => resolve()))
    void this.#exited.then(() => this.#end(new Error('the thread that reads files has stopped')))
  }

  /** What the file is; `encoding` as somebody names it. */
  async inspect(encoding?: string): Promise<InspectedFile> {
    return this.#ask<'inspect'>({ step: 'inspect', fd: this.#fd, encoding })
  }

  /** Reads the head of a file that was inspected. */
  open(options: ReadOptions = {}): Promise<OpenedFile> {
    return this.#ask<'open'>({ step: 'open', fd: this.#fd, options })
  }

  /** The rows of a file that was opened, once. While some are worked on, the next are read, and no more than these. */
  async *rows(): AsyncGenerator<readonly BatchRow[]> {
    for (let next = this.#next(); ; ) {
      const result = await next
      if (result.rows === undefined) {
        this.#notes = result.notes
        return
      }
      this.#share = result.share
      next = this.#next()
      // It is waited for only when these rows have been worked on.
      next.catch(() => undefined)
      yield parseRows(result.rows)
    }
  }

  /** Which share of the file was read when the last rows came, from 0 to 1. */
  get share(): number {
    return this.#share
  }

  /** What is worth knowing about the file, once its rows have been read. */
  get notes(): readonly FileNote[] {
    return this.#notes
  }

  /** Lets the thread finish its step and end by itself: one that is stopped in the middle of native code can take the process with it. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#dead ??= new Error('the reader of the file was closed')
    this.#worker.postMessage({ step: 'close' } satisfies Closing)
    const timer = setTimeout(() => this.#worker.terminate(), patience_ms)
    await this.#exited.finally(() => clearTimeout(timer))
  }

  #next(): Promise<StepResults['next']> {
    return this.#ask<'next'>({ step: 'next' })
  }

  async #ask<Step extends Question['step']>(question: Question & { readonly step: Step }): Promise<StepResults[Step]> {
    if (this.#dead) throw this.#dead
    const timer = setTimeout(() => {
      this.#end(new BatchFileError('reading_time'))
      this.#worker.terminate()
    }, this.#step_ms)
    try {
      const answer = await new Promise<Answer>((resolve, reject) => {
        this.#waiting = { resolve, reject }
        this.#worker.postMessage(question)
      })
      if ('fault' in answer) throw new BatchFileError(answer.fault, answer.detail)
      if ('failed' in answer) throw new Error(`the file could not be read: ${answer.failed}`)
      // Each question has the answer of its step.
      return answer.result as StepResults[Step]
    } finally {
      clearTimeout(timer)
      this.#waiting = undefined
    }
  }

  #end(error: Error): void {
    this.#dead ??= error
    this.#waiting?.reject(this.#dead)
  }
}

function parseRows(text: string): readonly BatchRow[] {
  const rows: readonly BatchRow[] = JSON.parse(text)
  return rows
}

function isOutOfMemory(error: Error): boolean {
  return 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
}
