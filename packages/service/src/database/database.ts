import { Kysely, PostgresDialect, sql } from 'kysely'
import { Pool, types } from 'pg'
import { SqliteDialect } from './sqlite-dialect.ts'
import type { DatabaseUrl } from './url.ts'

/**
 * The door to a database. Reads and writes go through separate connections: on SQLite one writer and one reader, each on
 * a thread of its own; on PostgreSQL two pools.
 */
export interface Database<Schema> {
  readonly kind: 'sqlite' | 'postgres'
  readonly read: Kysely<Schema>
  readonly write: Kysely<Schema>
  /** How many write transactions may run at once. */
  readonly writers: number
  /** Rejects when the database does not answer. */
  ping(): Promise<void>
  close(): Promise<void>
}

const writersOfPostgres = 2
const readersOfPostgres = 8
const bigint = 20
const usualCache = 64

/** How a database is opened. */
export interface OpenOptions {
  /** Memory for pages of a SQLite file, for each connection; 64 unless told otherwise. */
  readonly cache_mib?: number
  /** Called when an idle PostgreSQL connection is lost; the pool makes a new one when it is needed. */
  onConnectionLost?(error: Error): void
}

/** Opens a database. The SQLite file and its folder are made when they are missing. */
export async function openDatabase<Schema>(url: DatabaseUrl, options: OpenOptions = {}): Promise<Database<Schema>> {
  const kyselys =
    url.kind === 'sqlite' ? await openSqlite<Schema>(url.file, options.cache_mib ?? usualCache) : openPostgres<Schema>(url.url, options)
  return {
    kind: url.kind,
    ...kyselys,
    ping: async () => {
      await sql`select 1`.execute(kyselys.read)
    },
    close: async () => {
      await kyselys.write.destroy()
      await kyselys.read.destroy()
    },
  }
}

async function openSqlite<Schema>(file: string, cache_mib: number) {
  const write = new Kysely<Schema>({ dialect: new SqliteDialect({ file, readOnly: false, cache_mib }) })
  // The writer makes the file; a reader cannot open it before.
  await sql`select 1`.execute(write)
  return { write, read: new Kysely<Schema>({ dialect: new SqliteDialect({ file, readOnly: true, cache_mib }) }), writers: 1 }
}

function openPostgres<Schema>(connectionString: string, { onConnectionLost }: OpenOptions) {
  const pool = (max: number) => {
    const made = new Pool({
      connectionString,
      max,
      connectionTimeoutMillis: 5000,
      // Counters and times are far below 2^53, so bigint columns come as numbers.
      types: { getTypeParser: (id, format) => (id === bigint ? Number : types.getTypeParser(id, format)) },
    })
    made.on('error', (error) => onConnectionLost?.(error))
    // A connection lost between two statements of a transaction has nobody else to tell, and an unheard error ends the process;
    // the next statement fails by itself.
    made.on('connect', (client) => client.on('error', () => undefined))
    return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: made }) })
  }
  return { write: pool(writersOfPostgres), read: pool(readersOfPostgres), writers: writersOfPostgres }
}
