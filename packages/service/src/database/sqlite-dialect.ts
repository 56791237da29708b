import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { SqliteConnection } from './sqlite-connection.ts'
import type { SqliteOptions } from './sqlite-protocol.ts'

/** Kysely over one SQLite connection on its own thread. */
export class SqliteDialect implements Dialect {
  readonly #options: SqliteOptions

  constructor(options: SqliteOptions) {
    this.#options = options
  }

  createDriver(): Driver {
    return new SqliteDriver(this.#options)
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler()
  }

  createAdapter(): SqliteAdapter {
    return new SqliteAdapter()
  }

  createIntrospector(database: Kysely<unknown>): SqliteIntrospector {
    return new SqliteIntrospector(database)
  }
}

class SqliteDriver implements Driver {
  readonly #options: SqliteOptions
  #opened: SqliteConnection | undefined
  #free: Promise<void> = Promise.resolve()
  readonly #releases = new WeakMap<DatabaseConnection, () => void>()

  constructor(options: SqliteOptions) {
    this.#options = options
  }

  // Not before the first query: what was never initialised is never destroyed, and its thread would outlive the rest.
  async init(): Promise<void> {
    this.#opened = new SqliteConnection(this.#options)
  }

  // One at a time: a transaction owns the connection until it is over.
  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#free
    const lease = Promise.withResolvers<void>()
    this.#free = lease.promise
    await before
    const connection: DatabaseConnection = {
      executeQuery: (query) => this.#connection().executeQuery(query),
      streamQuery: (query) => this.#connection().streamQuery(query),
    }
    this.#releases.set(connection, lease.resolve)
    return connection
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    this.#releases.get(connection)?.()
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // SQLite rolls back by itself on some failures (a full disk); then there is nothing left to roll back.
    await connection.executeQuery(CompiledQuery.raw('rollback')).catch(() => undefined)
  }

  async destroy(): Promise<void> {
    await this.#free
    await this.#opened?.close()
  }

  #connection(): SqliteConnection {
    if (this.#opened === undefined) throw new Error('a SQLite connection was used before it was opened')
    return this.#opened
  }
}
