import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import { DatabaseError, Pool, type PoolClient, types } from 'pg'

const bigint = 20
const connect_ms = 5000
// The server ends a statement first, so that only a connection that has gone silent meets the limit on this side.
const spare_ms = 1000
const idleInTransaction_ms = 15_000
const keepAlive_ms = 10_000

/** How a pool of connections is made. */
export interface PoolParts {
  readonly url: string
  readonly connections: number
  /** How long one statement may take. */
  readonly statement_ms: number
  /** Called when a connection is lost; the pool makes a new one when it is needed. */
  onConnectionLost(error: Error): void
}

/**
 * Connections to PostgreSQL, each statement with a limit of time. One that met it, or broke, is thrown away, and with it all
 * that are as old: what silenced one connection has silenced its neighbours, and new ones are cheap.
 */
export class LivePool implements PostgresPool {
  readonly options = {}
  readonly #pool: Pool
  readonly #known = new WeakMap<PoolClient, Connection>()
  readonly #parts: PoolParts
  #generation = 0

  constructor(parts: PoolParts) {
    const { url, connections, statement_ms, onConnectionLost } = parts
    this.#parts = parts
    this.#pool = new Pool({
      connectionString: url,
      max: connections,
      connectionTimeoutMillis: connect_ms,
      statement_timeout: statement_ms,
      query_timeout: statement_ms + spare_ms,
      idle_in_transaction_session_timeout: idleInTransaction_ms,
      keepAlive: true,
      keepAliveInitialDelayMillis: keepAlive_ms,
      // Counters and times are far below 2^53, so bigint columns come as numbers.
      types: { getTypeParser: (id, format) => (id === bigint ? Number : types.getTypeParser(id, format)) },
    })
    this.#pool.on('error', onConnectionLost)
    // A connection lost between two statements of a transaction reports to no caller, and an error without a listener ends the process;
    // the next statement fails by itself.
    this.#pool.on('connect', (client) => client.on('error', () => undefined))
  }

  async connect(): Promise<PostgresPoolClient> {
    for (;;) {
      const client = await this.#pool.connect()
      const connection = this.#known.get(client) ?? this.#meet(client)
      if (connection.generation === this.#generation) return connection
      client.release(true)
    }
  }

  end(): Promise<void> {
    return this.#pool.end()
  }

  #meet(client: PoolClient): Connection {
    const generation = this.#generation
    const connection = new Connection(client, generation, (error) => {
      // Others of its age may have said so before.
      if (generation === this.#generation) this.#generation++
      this.#parts.onConnectionLost(error)
    })
    this.#known.set(client, connection)
    return connection
  }
}

class Connection implements PostgresPoolClient {
  readonly generation: number
  readonly #client: PostgresPoolClient
  readonly #onLost: (error: Error) => void
  #lost: Error | undefined

  constructor(client: PostgresPoolClient, generation: number, onLost: (error: Error) => void) {
    this.#client = client
    this.generation = generation
    this.#onLost = onLost
  }

  query<Row>(statement: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>>
  query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>
  query<Row>(
    statement: string | PostgresCursor<Row>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<Row>> | PostgresCursor<Row> {
    if (typeof statement !== 'string') throw new Error('no query is read by a cursor here')
    return this.#run<Row>(statement, parameters)
  }

  release(destroy = false): void {
    this.#client.release(destroy || this.#lost !== undefined)
  }

  async #run<Row>(statement: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>> {
    if (this.#lost !== undefined) throw this.#lost
    try {
      return await this.#client.query<Row>(statement, parameters)
    } catch (error) {
      if (isLost(error)) {
        this.#lost = error
        this.#onLost(error)
      }
      throw error
    }
  }
}

// What the server says of a statement leaves its connection as good as it was, unless it says goodbye.
function isLost(error: unknown): error is Error {
  if (error instanceof DatabaseError) return error.severity === 'FATAL' || error.severity === 'PANIC'
  return error instanceof Error
}
