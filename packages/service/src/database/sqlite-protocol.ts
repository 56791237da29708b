import type { SQLInputValue, SQLOutputValue } from 'node:sqlite'

/** How a worker opens its file. */
export interface WorkerOptions {
  readonly file: string
  readonly readOnly: boolean
  /** Pages kept in memory. */
  readonly cache_mib: number
}

/** One statement for the worker. */
export interface Statement {
  readonly id: number
  readonly sql: string
  readonly parameters: readonly SQLInputValue[]
}

/** What became of one statement. */
export type StatementResult =
  | { readonly id: number; readonly rows: Record<string, SQLOutputValue>[]; readonly changes: number }
  | { readonly id: number; readonly error: string; readonly code: string }
