import { CompiledQuery } from 'kysely'
import { insertRows } from './insert.ts'
import type { Columns, RowOf } from './rows.ts'
import type { Store } from './store.ts'

// SQLite takes 32,766 parameters; its JSON functions would read each row's text again for each of its columns.
const parametersAtOnce = 16_000

/**
 * Adds very many rows, in the order given: on SQLite as the parameters of statements that are prepared once, on PostgreSQL as
 * one array a column.
 */
export async function insertMany<Schema, const C extends Columns>(
  store: Store<Schema>,
  table: keyof Schema & string,
  columns: C,
  rows: readonly RowOf<C>[],
): Promise<void> {
  if (store.kind === 'postgres') return insertRows(store, table, columns, rows)
  const names = Object.keys(columns)
  const most = Math.floor(parametersAtOnce / names.length)
  for (let from = 0; from < rows.length; from += most) {
    const some = rows.slice(from, from + most)
    const parameters = some.flatMap((row) => names.map((name) => row[name]))
    await store.database.executeQuery(CompiledQuery.raw(statement(table, names, some.length), parameters))
  }
}

function statement(table: string, names: readonly string[], rows: number): string {
  const row = `(${names.map(() => '?').join(', ')})`
  return `insert into ${table} (${names.join(', ')}) values ${Array.from({ length: rows }, () => row).join(', ')}`
}
