import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type CustomTypesConfig, Pool, types } from 'pg'
import { inject } from 'vitest'
import { onceARun } from './once-a-run.ts'

/** A row as the database gives it; big integers are numbers. */
export type Row = Record<string, unknown>

/** An empty database of its own for a test, and a look into it that goes past the code under test. */
export interface TestDatabase extends AsyncDisposable {
  readonly kind: 'sqlite' | 'postgres'
  readonly url: string
  rows(sql: string): Promise<Row[]>
}

/** Both databases, for `describe.each`. */
export const kinds = ['sqlite', 'postgres'] as const

/** What databases may begin with: made once a run, and copied, which takes less than making it each time. */
export interface Beginning {
  /** A word of its own. */
  readonly name: string
  /** Fills an empty database, and closes it. */
  fill(url: string): Promise<void>
}

/** Makes a database, empty or as something begins; it is dropped when it is disposed of. */
export async function makeDatabase(kind: TestDatabase['kind'], beginning?: Beginning): Promise<TestDatabase> {
  return kind === 'sqlite' ? makeSqlite(beginning) : makePostgres(beginning)
}

async function makeSqlite(beginning?: Beginning): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'card-member-database-'))
  const file = join(folder, 'platform.db')
  if (beginning !== undefined) {
    const filled = await onceARun(`sqlite-${beginning.name}`, async (place) => {
      const first = join(place, 'filled.db')
      await beginning.fill(`sqlite:${first}`)
      return first
    })
    copyFileSync(filled, file)
  }
  return {
    kind: 'sqlite',
    url: `sqlite:${file}`,
    rows: async (sql) => {
      const database = new DatabaseSync(file, { timeout: 5000 })
      try {
        return database.prepare(sql).all()
      } finally {
        database.close()
      }
    },
    [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

const bigint = 20
const numbers: CustomTypesConfig = { getTypeParser: (id, format) => (id === bigint ? Number : types.getTypeParser(id, format)) }

// In a language's order, so that a test finds out when the order of a list depends on where the server was set up.
const empty = "template0 locale_provider icu icu_locale 'en'"

async function makePostgres(beginning?: Beginning): Promise<TestDatabase> {
  const server = inject('postgres_url')
  const urlOf = (name: string) => {
    const url = new URL(server)
    url.pathname = `/${name}`
    return url.href
  }
  const template =
    beginning &&
    (await onceARun(`postgres-${beginning.name}`, async () => {
      const filled = `filled_${beginning.name}`
      await query(server, `create database ${filled} template ${empty}`)
      await beginning.fill(urlOf(filled))
      return filled
    }))
  const name = `test_${randomBytes(8).toString('hex')}`
  // Copying files takes a third of what writing them to the log would, where nothing has to be durable.
  await query(server, `create database ${name} template ${template ?? empty} strategy file_copy`)
  const url = urlOf(name)
  const pool = new Pool({ connectionString: url, types: numbers, max: 1 })
  // A connection that a test has ended is replaced by the next look.
  pool.on('error', () => undefined)
  return {
    kind: 'postgres',
    url,
    rows: async (sql) => (await pool.query<Row>(sql)).rows,
    [Symbol.asyncDispose]: async () => {
      await pool.end()
      await query(server, `drop database ${name} with (force)`)
    },
  }
}

// Files share this module, and with it the connections by which databases are made and dropped.
let connections: Pool | undefined

async function query(server: string, sql: string): Promise<void> {
  connections ??= connect(server)
  await connections.query(sql)
}

function connect(connectionString: string): Pool {
  const pool = new Pool({ connectionString, max: 2, idleTimeoutMillis: 0, allowExitOnIdle: true })
  // The server may end before the process that uses it.
  return pool.on('error', () => undefined)
}
