import type { SQLInputValue } from 'node:sqlite'
import type { Worker } from 'node:worker_threads'
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely'
import { makePrivate, reservePrivateFile } from '../kept-file.ts'
import type { SqliteOptions, StatementResult, ThreadAnswer, ThreadRequest } from './sqlite-protocol.ts'
import { giveBack, takeThread } from './sqlite-threads.ts'

// SQLITE_MISMATCH.
const mismatch = '20'

/** A statement that SQLite refused; `code` is SQLite's extended result code. */
export class SqliteError extends Error {
  override readonly name = 'SqliteError'
  readonly code: string

  constructor(message: string, code: string) {
    super(message)
    this.code = code
  }
}

interface Waiting {
  resolve(result: QueryResult<never>): void
  reject(error: Error): void
}

/** One SQLite connection on a thread of its own, so that commits and checkpoints never hold the event loop. */
export class SqliteConnection implements DatabaseConnection {
  readonly #thread: Worker
  readonly #waiting = new Map<number, Waiting>()
  readonly #released = Promise.withResolvers<void>()
  #last = 0
  #closed: Error | undefined
  #closing = false

  constructor(options: SqliteOptions) {
    if (!options.readOnly) {
      reservePrivateFile(options.file)
      // The files that SQLite puts beside it take its mode, unless they are there.
      for (const end of ['', '-wal', '-shm']) makePrivate(options.file + end)
    }
    this.#thread = takeThread()
    this.#thread.on('message', this.#onMessage).on('error', this.#onError).on('exit', this.#onExit)
    this.#ask({ open: options })
  }

  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(this.#closed)
      const id = ++this.#last
      const parameters = query.parameters.map(toSqlite)
      this.#waiting.set(id, { resolve, reject })
      this.#ask({ id, sql: query.sql, parameters })
    })
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    yield await this.executeQuery<Row>(query)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    if (!this.#closing) this.#ask({ close: true })
    this.#closing = true
    await this.#released.promise
  }

  #ask(request: ThreadRequest): void {
    this.#thread.postMessage(request)
  }

  readonly #onMessage = (answer: ThreadAnswer): void => {
    if ('closed' in answer) this.#release()
    else this.#settle(answer)
  }

  readonly #onError = (error: Error): void => this.#fail(error)
  readonly #onExit = (): void => this.#fail(new Error('the SQLite thread has stopped'))

  #release(): void {
    this.#thread.off('message', this.#onMessage).off('error', this.#onError).off('exit', this.#onExit)
    giveBack(this.#thread)
    this.#fail(new Error('the SQLite connection was closed'))
  }

  #settle(result: StatementResult): void {
    const waiting = this.#waiting.get(result.id)
    this.#waiting.delete(result.id)
    if (!waiting) return
    if ('error' in result) waiting.reject(new SqliteError(result.error, result.code))
    else waiting.resolve({ rows: result.rows as never[], numAffectedRows: BigInt(result.changes) })
  }

  #fail(error: Error): void {
    this.#closed ??= error
    for (const waiting of this.#waiting.values()) waiting.reject(error)
    this.#waiting.clear()
    this.#released.resolve()
  }
}

function toSqlite(value: unknown): SQLInputValue {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || value instanceof Uint8Array) return value
  throw new SqliteError(`SQLite cannot store a value of type ${typeof value}`, mismatch)
}
