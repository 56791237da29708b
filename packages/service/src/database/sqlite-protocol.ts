import type { SQLInputValue, SQLOutputValue } from 'node:sqlite'

/** How a thread opens its file. */
export interface SqliteOptions {
  readonly file: string
  readonly readOnly: boolean
  /** Pages kept in memory. */
  readonly cache_mib: number
}

/** One statement for the thread. */
export interface Statement {
  readonly id: number
  readonly sql: string
  readonly parameters: readonly SQLInputValue[]
}

/** What a thread is asked, in this order: to open a file, to run statements, to close the file; and then for the next one. */
export type ThreadRequest = { readonly open: SqliteOptions } | Statement | { readonly close: true }

/** What became of one statement. */
export type StatementResult =
  | { readonly id: number; readonly rows: Record<string, SQLOutputValue>[]; readonly changes: number }
  | { readonly id: number; readonly error: string; readonly code: string }

/** What a thread answers. */
export type ThreadAnswer = StatementResult | { readonly closed: true }
