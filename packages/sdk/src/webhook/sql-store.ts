import { isRecord } from '../contract/check.ts'
import type { Clock } from '../protocol/clock.ts'
import type { Claim, EventStore } from './store.ts'

/** The SQL dialect of a database. */
export type SqlDialect = 'sqlite' | 'postgres' | 'mysql'

/** Runs one statement on any database. */
export interface SqlRunner {
  /** Runs a statement and returns its rows; the result of a statement without rows is ignored. */
  run(sql: string, params: readonly (string | number)[]): unknown
}

/** Options of `sqlEventStore`. */
export interface SqlEventStoreOptions {
  readonly dialect: SqlDialect
  /** Letters, digits and `_`; default `card_member_events`. */
  readonly table?: string | undefined
  /** Milliseconds since 1970; machines that share a table should agree to one second. Default `Date.now`. */
  readonly clock?: Clock | undefined
}

/** An event store in a table. */
export interface SqlEventStore extends EventStore {
  /** `CREATE TABLE IF NOT EXISTS …`, for your own migrations. */
  readonly schema: string
  /** Runs `schema`. */
  createTable(): Promise<void>
  /** Deletes expired keys; call it regularly. */
  sweep(): Promise<void>
}

/**
 * Remembers handled events in a table, for any number of processes. Each step is one statement, so any connection pool works.
 *
 * @throws {RangeError} for an invalid table name
 * @example
 * sqlEventStore({ run: async (sql, params) => (await pool.query(sql, [...params])).rows }, { dialect: 'postgres' })      // pg
 * sqlEventStore({ run: async (sql, params) => (await pool.execute(sql, [...params]))[0] }, { dialect: 'mysql' })         // mysql2
 * sqlEventStore({ run: (sql, params) => database.prepare(sql).all(...params) }, { dialect: 'sqlite' })                   // node:sqlite
 * sqlEventStore({ run: async (sql, params) => (await db.executeQuery(CompiledQuery.raw(sql, [...params]))).rows }, …)    // kysely
 */
export function sqlEventStore(runner: SqlRunner, options: SqlEventStoreOptions): SqlEventStore {
  const { dialect, table = 'card_member_events', clock = Date.now } = options
  if (!/^[A-Za-z_]\w{0,62}$/.test(table)) throw new RangeError(`"${table}" is no name of a table: letters, digits and _ only`)
  const statements = statementsFor(dialect, table)
  const run = async (sql: string, params: readonly (string | number)[] = []) => runner.run(sql, params)
  return {
    schema: statements.schema,
    createTable: async () => void (await run(statements.schema)),
    sweep: async () => void (await run(statements.sweep, [clock()])),
    claim: async (key, owner, lease_ms) => {
      const now = clock()
      await run(statements.insert, [key, owner, now + lease_ms])
      const found = readRow(await run(statements.select, [key]))
      if (found === undefined || found.owner === owner || found.expires > now) return claimOf(found, owner)
      await run(statements.takeOver, [owner, now + lease_ms, key, now])
      return claimOf(readRow(await run(statements.select, [key])), owner)
    },
    confirm: async (key, owner, keep_ms) => void (await run(statements.confirm, [clock() + keep_ms, key, owner])),
    release: async (key, owner) => void (await run(statements.release, [key, owner])),
  }
}

function statementsFor(dialect: SqlDialect, table: string) {
  let count = 0
  const numbered = (sql: string) => {
    count = 0
    return dialect === 'postgres' ? sql.replace(/\?/g, () => `$${++count}`) : sql
  }
  // By default MySQL compares text without regard to case; ids may differ in case alone.
  const text = dialect === 'mysql' ? 'VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin' : 'VARCHAR(255)'
  const [insert, orNothing] = dialect === 'mysql' ? ['INSERT IGNORE', ''] : ['INSERT', ' ON CONFLICT DO NOTHING']
  return {
    schema: `CREATE TABLE IF NOT EXISTS ${table} (event_key ${text} NOT NULL PRIMARY KEY, owner VARCHAR(64) NOT NULL, state VARCHAR(8) NOT NULL, expires BIGINT NOT NULL)`,
    insert: numbered(`${insert} INTO ${table} (event_key, owner, state, expires) VALUES (?, ?, 'busy', ?)${orNothing}`),
    select: numbered(`SELECT owner, state, expires FROM ${table} WHERE event_key = ?`),
    takeOver: numbered(`UPDATE ${table} SET owner = ?, state = 'busy', expires = ? WHERE event_key = ? AND expires <= ?`),
    confirm: numbered(`UPDATE ${table} SET state = 'done', expires = ? WHERE event_key = ? AND owner = ?`),
    release: numbered(`DELETE FROM ${table} WHERE event_key = ? AND owner = ?`),
    sweep: numbered(`DELETE FROM ${table} WHERE expires <= ?`),
  }
}

interface Row {
  readonly owner: string
  readonly state: string
  readonly expires: number
}

// Drivers differ: rows as an array or in an object, BIGINT as number, bigint or text.
function readRow(result: unknown): Row | undefined {
  const [row]: unknown[] = Array.isArray(result) ? result : []
  if (!isRecord(row)) return undefined
  return { owner: String(row.owner), state: String(row.state), expires: Number(row.expires) }
}

// A missing row was released meanwhile; the next delivery takes it.
function claimOf(row: Row | undefined, owner: string): Claim {
  if (row?.owner === owner) return 'taken'
  return row?.state === 'done' ? 'done' : 'busy'
}
