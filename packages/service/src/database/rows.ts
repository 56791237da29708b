import { type RawBuilder, sql } from 'kysely'

/** Type of a column of a row set. */
export type ColumnType = 'text' | 'bigint'

/** A row set's columns by name, in order. */
export type Columns = Readonly<Record<string, ColumnType>>

/** One row of a row set. */
export type RowOf<C extends Columns> = { readonly [Name in keyof C]: C[Name] extends 'text' ? string | null : number | null }

/**
 * Many rows as one table expression `given`, sent as one parameter (SQLite) or one per column (PostgreSQL), so that a
 * statement over any number of rows has one text, is prepared once and makes one round trip.
 *
 * @example
 * sql`select t.* from ${rowSet('sqlite', { id: 'text' }, rows)} cross join t where t.id = given.id`
 */
export function rowSet<const C extends Columns>(kind: 'sqlite' | 'postgres', columns: C, rows: readonly RowOf<C>[]): RawBuilder<unknown> {
  const names = Object.keys(columns)
  if (kind === 'sqlite') {
    const picked = names.map((name, index) => sql`value ->> ${sql.lit(index)} as ${sql.ref(name)}`)
    const json = JSON.stringify(rows.map((row) => names.map((name) => row[name])))
    return sql`(select ${sql.join(picked)} from json_each(${json})) as given`
  }
  const arrays = names.map((name) => sql`${rows.map((row) => row[name])}::${sql.raw(`${columns[name]}[]`)}`)
  return sql`unnest(${sql.join(arrays)}) as given(${sql.join(names.map((name) => sql.ref(name)))})`
}
