import { sql } from 'kysely'
import { type Columns, type RowOf, rowSet } from './rows.ts'
import type { Store } from './store.ts'

/** Adds rows to a table with one statement; none is fine. */
export async function insertRows<Schema, const C extends Columns>(
  { kind, database }: Store<Schema>,
  table: keyof Schema & string,
  columns: C,
  rows: readonly RowOf<C>[],
): Promise<void> {
  if (rows.length === 0) return
  const names = sql.join(Object.keys(columns).map((name) => sql.ref(name)))
  await sql`insert into ${sql.table(table)} (${names}) select ${names} from ${rowSet(kind, columns, rows)}`.execute(database)
}
