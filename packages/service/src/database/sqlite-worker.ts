import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { parentPort } from 'node:worker_threads'
import type { SqliteOptions, Statement, StatementResult, ThreadAnswer, ThreadRequest } from './sqlite-protocol.ts'

const statementsKept = 256

/** The file that is open; between two files what is asked has no answer, for the connection that asked it was closed. */
let file: OpenFile | undefined

class OpenFile {
  readonly #database: DatabaseSync
  readonly #prepared = new Map<string, StatementSync>()

  constructor({ file, readOnly, cache_mib }: SqliteOptions) {
    this.#database = new DatabaseSync(file, { readOnly, timeout: 5000 })
    if (!readOnly) this.#database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 4000')
    this.#database.exec(`pragma cache_size = -${cache_mib * 1024}; pragma temp_store = memory`)
  }

  run({ id, sql, parameters }: Statement): StatementResult {
    try {
      const statement = this.#prepare(sql)
      if (statement.columns().length > 0) return { id, rows: statement.all(...parameters), changes: 0 }
      return { id, rows: [], changes: Number(statement.run(...parameters).changes) }
    } catch (error) {
      return { id, error: error instanceof Error ? error.message : String(error), code: codeOf(error) }
    }
  }

  close(): void {
    this.#database.close()
  }

  #prepare(sql: string): StatementSync {
    const known = this.#prepared.get(sql)
    if (known) {
      this.#prepared.delete(sql)
      this.#prepared.set(sql, known)
      return known
    }
    const statement = this.#database.prepare(sql)
    this.#prepared.set(sql, statement)
    const [oldest] = this.#prepared.keys()
    if (this.#prepared.size > statementsKept && oldest !== undefined) this.#prepared.delete(oldest)
    return statement
  }
}

parentPort?.on('message', (request: ThreadRequest) => {
  if ('open' in request) file = new OpenFile(request.open)
  else if ('close' in request) {
    file?.close()
    file = undefined
    post({ closed: true })
  } else if (file !== undefined) post(file.run(request))
})

function post(answer: ThreadAnswer): void {
  parentPort?.postMessage(answer)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'errcode' in error ? String(error.errcode) : 'unknown'
}
