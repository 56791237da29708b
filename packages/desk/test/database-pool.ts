import { type Database, type Migrations, migrate, openDatabase, parseDatabaseUrl } from '@card-member/service/database'
import { sql } from 'kysely'
import { makeDatabase, type TestDatabase } from '../../../test/database-fixture.ts'
import type { Schema } from '../src/store/schema.ts'

/** An open database with its tables. */
interface MigratedDatabase {
  readonly made: TestDatabase
  readonly database: Database<Schema>
}

/** One that a test has for itself; disposing of it empties it for the next test. */
export interface LentDatabase extends MigratedDatabase, AsyncDisposable {}

/**
 * Lends databases to the tests of a file, one after the other: making, migrating and dropping one takes longer than most tests. Files
 * share modules, so each file closes the pool when it ends.
 */
export class DatabasePool {
  readonly #migrationsOf: (kind: TestDatabase['kind']) => Migrations
  #free: MigratedDatabase[] = []
  #stack = new AsyncDisposableStack()

  constructor(migrationsOf: (kind: TestDatabase['kind']) => Migrations) {
    this.#migrationsOf = migrationsOf
  }

  async lend(kind: TestDatabase['kind']): Promise<LentDatabase> {
    const index = this.#free.findIndex(({ made }) => made.kind === kind)
    const lent = this.#free.splice(index, index < 0 ? 0 : 1)[0] ?? (await this.#make(kind))
    const tables = await tablesOf(lent.database)
    const takeBack = async () => {
      await empty(lent.database, tables)
      this.#free.push(lent)
    }
    return { ...lent, [Symbol.asyncDispose]: takeBack }
  }

  /** Drops the databases; the next file gets others. */
  async close(): Promise<void> {
    const stack = this.#stack
    this.#stack = new AsyncDisposableStack()
    this.#free = []
    await stack.disposeAsync()
  }

  async #make(kind: TestDatabase['kind']): Promise<MigratedDatabase> {
    const made = this.#stack.use(await makeDatabase(kind))
    const database = await openDatabase<Schema>(parseDatabaseUrl(made.url))
    this.#stack.defer(() => database.close())
    await migrate(database.write, this.#migrationsOf(kind))
    return { made, database }
  }
}

async function tablesOf({ kind, write }: Database<Schema>): Promise<string[]> {
  const query =
    kind === 'sqlite'
      ? sql<{ name: string }>`select name from sqlite_master where type = 'table'`
      : sql<{ name: string }>`select tablename as name from pg_tables where schemaname = 'public'`
  return (await query.execute(write)).rows.map(({ name }) => name)
}

// Tables that the test made itself are dropped.
async function empty(database: Database<Schema>, kept: readonly string[]): Promise<void> {
  const names = await tablesOf(database)
  await database.write.transaction().execute(async (transaction) => {
    for (const name of names)
      await (kept.includes(name) ? sql`delete from ${sql.table(name)}` : sql`drop table ${sql.table(name)}`).execute(transaction)
  })
}
