import { type Columns, type RowOf, rowSet } from '@card-member/service/database'
import { sql } from 'kysely'
import type { Schema } from './schema.ts'
import type { Store } from './store.ts'

/** Adds rows to a table with one statement; none is fine. */
export async function insertRows<const C extends Columns>(
  { kind, database }: Store,
  table: keyof Schema,
  columns: C,
  rows: readonly RowOf<C>[],
): Promise<void> {
  if (rows.length === 0) return
  const names = sql.join(Object.keys(columns).map((name) => sql.ref(name)))
  await sql`insert into ${sql.table(table)} (${names}) select ${names} from ${rowSet(kind, columns, rows)}`.execute(database)
}
