import { type Database, isRefusedData, transact } from '@card-member/service/database'
import { type Kysely, sql } from 'kysely'
import type { Schema } from './schema.ts'

const tables = [
  'cards',
  'user_cards',
  'history',
  'requests',
  'tokens',
  'feeds',
  'exchanges',
  'activities',
  'outbox',
] as const satisfies readonly (keyof Schema)[]
const chunkSize = 200

/** One row of a snapshot. */
export interface SnapshotRow {
  readonly table: keyof Schema
  readonly row: Readonly<Record<string, unknown>>
}

/** Rows that the tables cannot hold; nothing was replaced. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError'

  constructor(table: keyof Schema, options: ErrorOptions) {
    super(`the snapshot has rows that the table ${table} cannot hold; nothing was replaced`, options)
  }
}

/** Whether a text is the name of a table. */
export function isTable(name: unknown): name is keyof Schema {
  return tables.some((table) => table === name)
}

/** Reads every row of a consistent snapshot. Personal data stays encrypted. */
export function readSnapshot(database: Database<Schema>): Promise<SnapshotRow[]> {
  return transact(
    database,
    async (store) => {
      const found: SnapshotRow[] = []
      for (const table of tables) {
        const order = table === 'outbox' ? sql`order by sequence` : sql``
        const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)} ${order}`.execute(store.database)
        found.push(...rows.map((row) => ({ table, row })))
      }
      return found
    },
    { oneMoment: true },
  )
}

/** Replaces all rows by those of a snapshot; without rows it deletes everything. */
export async function replaceAll(database: Database<Schema>, rows: readonly SnapshotRow[]): Promise<void> {
  await transact(database, async ({ database: transaction }) => {
    for (const table of tables) await sql`delete from ${sql.table(table)}`.execute(transaction)
    for (const [table, same] of Map.groupBy(rows, (one) => one.table))
      for (let at = 0; at < same.length; at += chunkSize) await insertChunk(table, same.slice(at, at + chunkSize), transaction)
  })
}

async function insertChunk(table: keyof Schema, rows: readonly SnapshotRow[], transaction: Kysely<Schema>): Promise<void> {
  try {
    await insertStatement(table, rows).execute(transaction)
  } catch (error) {
    throw isRefusedData(error) ? new SnapshotError(table, { cause: error }) : error
  }
}

function insertStatement(table: keyof Schema, rows: readonly SnapshotRow[]) {
  // The database assigns new sequence numbers in the same order.
  const names = Object.keys(rows[0]?.row ?? {}).filter((name) => name !== 'sequence')
  const columns = sql.join(names.map((name) => sql.ref(name)))
  const values = rows.map(({ row }) => sql`(${sql.join(names.map((name) => row[name]))})`)
  return sql`insert into ${sql.table(table)} (${columns}) values ${sql.join(values)}`
}
