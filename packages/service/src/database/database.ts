import { setTimeout as sleep } from 'node:timers/promises'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { SqliteDialect } from './sqlite-dialect.ts'
import type { DatabaseUrl } from './url.ts'

/** What a database is reached through. */
export type Connections = 'read' | 'write'

/**
 * Connections to a database. Reads and writes go through separate connections: on SQLite one writer and one reader, each on
 * a thread of its own; on PostgreSQL two pools.
 */
export interface Database<Schema> {
  readonly kind: 'sqlite' | 'postgres'
  readonly read: Kysely<Schema>
  readonly write: Kysely<Schema>
  /** For reads that take long; other reads do not wait behind them. Opened at its first use. */
  readonly long: Kysely<Schema>
  /** How many write transactions may run at once. */
  readonly writers: number
  /** Which connections do not answer within two seconds; none when all is well. */
  down(): Promise<readonly Connections[]>
  close(): Promise<void>
}

const writersOfPostgres = 2
const readersOfPostgres = 8
const longReadersOfPostgres = 2
const longStatement_ms = 300_000
const usualStatement_ms = 5000
const patience_ms = 2000
const usualCache = 64

/** How a database is opened. */
export interface OpenOptions {
  /** Memory for pages of a SQLite file, for each connection; 64 unless given. */
  readonly cache_mib?: number
  /** How long one statement may take on PostgreSQL; 5 seconds unless given. */
  readonly statement_ms?: number
  /** Called when a PostgreSQL connection is lost; the pool makes a new one when it is needed. */
  onConnectionLost?(error: Error): void
}

/** Opens a database. The SQLite file and its folder are made when they are missing. */
export async function openDatabase<Schema>(url: DatabaseUrl, options: OpenOptions = {}): Promise<Database<Schema>> {
  const kyselys =
    url.kind === 'sqlite'
      ? await openSqlite<Schema>(url.file, options.cache_mib ?? usualCache)
      : await openPostgres<Schema>(url.url, options)
  return {
    kind: url.kind,
    ...kyselys,
    down: async () => {
      const [read, write] = await Promise.all([answers(kyselys.read), answers(kyselys.write)])
      return [...(read ? [] : (['read'] as const)), ...(write ? [] : (['write'] as const))]
    },
    // The writer last: SQLite's log goes into the file, so that the file alone is the whole database, when the last connection
    // closes, and a reader cannot do that.
    close: async () => {
      await kyselys.read.destroy()
      await kyselys.long.destroy()
      await kyselys.write.destroy()
    },
  }
}

async function openSqlite<Schema>(file: string, cache_mib: number) {
  const write = new Kysely<Schema>({ dialect: new SqliteDialect({ file, readOnly: false, cache_mib }) })
  // The writer makes the file; a reader cannot open it before.
  await sql`select 1`.execute(write)
  const reader = () => new Kysely<Schema>({ dialect: new SqliteDialect({ file, readOnly: true, cache_mib }) })
  return { write, read: reader(), long: reader(), writers: 1 }
}

async function openPostgres<Schema>(url: string, { statement_ms = usualStatement_ms, onConnectionLost = () => undefined }: OpenOptions) {
  const { LivePool } = await import('./postgres-pool.ts')
  const pool = (connections: number, limit = statement_ms) =>
    new Kysely<Schema>({
      dialect: new PostgresDialect({ pool: new LivePool({ url, connections, statement_ms: limit, onConnectionLost }) }),
    })
  const long = pool(longReadersOfPostgres, longStatement_ms)
  return { write: pool(writersOfPostgres), read: pool(readersOfPostgres), long, writers: writersOfPostgres }
}

async function answers<Schema>(kysely: Kysely<Schema>): Promise<boolean> {
  const late = new AbortController()
  try {
    const answered = sql`select 1`.execute(kysely).then(
      () => true,
      () => false,
    )
    return await Promise.race([answered, sleep(patience_ms, false, { signal: late.signal })])
  } finally {
    late.abort()
  }
}
