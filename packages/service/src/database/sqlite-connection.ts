import type { SQLInputValue } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely'
import { makePrivate, reservePrivateFile } from '../kept-file.ts'
import type { StatementResult, WorkerOptions } from './sqlite-protocol.ts'

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

// What passes through lives for one statement; V8 would let far more of it pile up than that.
const resourceLimits = { maxYoungGenerationSizeMb: 8 }

interface Waiting {
  resolve(result: QueryResult<never>): void
  reject(error: Error): void
}

/** One SQLite connection on a thread of its own, so that commits and checkpoints never hold the event loop. */
export class SqliteConnection implements DatabaseConnection {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #last = 0
  #closed: Error | undefined

  constructor(options: WorkerOptions) {
    if (!options.readOnly) {
      reservePrivateFile(options.file)
      // The files that SQLite puts beside it take its mode, unless they are there.
      for (const end of ['', '-wal', '-shm']) makePrivate(options.file + end)
    }
    // The worker is beside this file: as source in the repository, as JavaScript in the published package.
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
    this.#worker = new Worker(new URL(`./sqlite-worker.${extension}`, import.meta.url), { workerData: options, resourceLimits })
    this.#worker.on('message', (result: StatementResult) => this.#settle(result))
    this.#worker.on('error', (error: Error) => this.#fail(error))
    this.#worker.on('exit', () => this.#fail(new Error('the SQLite thread has stopped')))
  }

  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(this.#closed)
      const id = ++this.#last
      const parameters = query.parameters.map(toSqlite)
      this.#waiting.set(id, { resolve, reject })
      this.#worker.postMessage({ id, sql: query.sql, parameters })
    })
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    yield await this.executeQuery<Row>(query)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    const exited = new Promise((resolve) => this.#worker.once('exit', resolve))
    this.#worker.postMessage('close')
    await exited
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
  }
}

function toSqlite(value: unknown): SQLInputValue {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || value instanceof Uint8Array) return value
  throw new SqliteError(`SQLite cannot store a value of type ${typeof value}`, mismatch)
}
