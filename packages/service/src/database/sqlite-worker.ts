import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import type { Statement, StatementResult, WorkerOptions } from './sqlite-protocol.ts'

const statementsKept = 256

const { file, readOnly, cache_mib }: WorkerOptions = workerData
const database = new DatabaseSync(file, { readOnly, timeout: 5000 })
if (!readOnly) database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 4000')
database.exec(`pragma cache_size = -${cache_mib * 1024}; pragma temp_store = memory`)

const prepared = new Map<string, StatementSync>()

parentPort?.on('message', (message: Statement | 'close') => {
  if (message === 'close') {
    database.close()
    parentPort?.close()
  } else parentPort?.postMessage(run(message))
})

function run({ id, sql, parameters }: Statement): StatementResult {
  try {
    const statement = prepare(sql)
    if (statement.columns().length > 0) return { id, rows: statement.all(...parameters), changes: 0 }
    return { id, rows: [], changes: Number(statement.run(...parameters).changes) }
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error), code: codeOf(error) }
  }
}

function prepare(sql: string): StatementSync {
  const known = prepared.get(sql)
  if (known) {
    prepared.delete(sql)
    prepared.set(sql, known)
    return known
  }
  const statement = database.prepare(sql)
  prepared.set(sql, statement)
  const [oldest] = prepared.keys()
  if (prepared.size > statementsKept && oldest !== undefined) prepared.delete(oldest)
  return statement
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'errcode' in error ? String(error.errcode) : 'unknown'
}
