import { chmodSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CompiledQuery, type Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import { openDatabase } from './database.ts'
import { SqliteConnection, SqliteError } from './sqlite-connection.ts'

const raw = CompiledQuery.raw

function makeFile(): Disposable & { readonly file: string } {
  const folder = mkdtempSync(join(tmpdir(), 'card-member-sqlite-'))
  return { file: join(folder, 'of', 'its', 'own', 'test.db'), [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
}

async function open(file: string) {
  const database = await openDatabase<{ numbers: { number: number } }>({ kind: 'sqlite', file })
  await sql`create table if not exists numbers (number integer primary key) strict`.execute(database.write)
  return { ...database, [Symbol.asyncDispose]: () => database.close() }
}

test('a database that others could read is its owner alone to read once it is opened, and what lies beside it too', async () => {
  using made = makeFile()
  const files = [made.file, `${made.file}-wal`, `${made.file}-shm`]
  await using _first = await open(made.file)
  for (const file of files) chmodSync(file, 0o644)
  await using _second = await open(made.file)
  expect(files.map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600, 0o600])
})

test('a database is made with its folder, durable in every commit', async () => {
  using made = makeFile()
  await using database = await open(made.file)
  expect(existsSync(made.file)).toBe(true)
  const pragma = async (kysely: Kysely<never>, name: string) => (await sql`pragma ${sql.raw(name)}`.execute(kysely)).rows
  const write: Kysely<never> = database.write.$extendTables()
  expect(await pragma(write, 'journal_mode')).toEqual([{ journal_mode: 'wal' }])
  expect(await pragma(write, 'synchronous')).toEqual([{ synchronous: 2 }])
  expect(await database.down()).toEqual([])
})

test("what SQLite refuses is an error with SQLite's extended code", async () => {
  using made = makeFile()
  await using database = await open(made.file)
  const insert = () => database.write.insertInto('numbers').values({ number: 1 }).execute()
  await insert()
  await expect(insert()).rejects.toEqual(new SqliteError('UNIQUE constraint failed: numbers.number', '1555'))
  await expect(insert()).rejects.toMatchObject({ name: 'SqliteError', code: '1555' })
  await expect(sql`selct 1`.execute(database.read)).rejects.toMatchObject({ code: '1', message: 'near "selct": syntax error' })
  await expect(sql`delete from numbers`.execute(database.read)).rejects.toMatchObject({ code: '8' })
  await expect(sql`select ${{ an: 'object' }}`.execute(database.read)).rejects.toThrow('SQLite cannot store a value of type object')
  expect(await database.read.selectFrom('numbers').selectAll().execute()).toEqual([{ number: 1 }])
})

test('transactions wait for each other, and a failed one leaves nothing', async () => {
  using made = makeFile()
  await using database = await open(made.file)
  const add = (number: number, fails: boolean) =>
    database.write.transaction().execute(async (transaction) => {
      await transaction.insertInto('numbers').values({ number }).execute()
      if (fails) throw new Error(`${number} fails`)
      await transaction.insertInto('numbers').values({ number: -number }).execute()
    })
  const settled = await Promise.allSettled([add(1, false), add(2, true), add(3, false)])
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  const rows = await database.read.selectFrom('numbers').select('number').orderBy('number').execute()
  expect(rows.map(({ number }) => number)).toEqual([-3, -1, 1, 3])
})

test('a closed connection fails what is asked of it', async () => {
  using made = makeFile()
  const connection = new SqliteConnection({ file: made.file, readOnly: false, cache_mib: 1 })
  await connection.executeQuery(raw('select 1'))
  await connection.close()
  await connection.close()
  await expect(connection.executeQuery(raw('select 1'))).rejects.toThrow('the SQLite connection was closed')
})

test('the thread of a closed connection serves the next one, which has its own file alone', async () => {
  using made = makeFile()
  using another = makeFile()
  const first = new SqliteConnection({ file: made.file, readOnly: false, cache_mib: 1 })
  await first.executeQuery(raw('create table first (number integer)'))
  const closed = first.close()
  // Nothing that was asked too late is answered by the file of another.
  const late = first.executeQuery(raw('select 1'))
  await Promise.all([expect(late).rejects.toThrow('the SQLite connection was closed'), closed])
  const second = new SqliteConnection({ file: another.file, readOnly: false, cache_mib: 1 })
  const { rows } = await second.executeQuery(raw("select name from sqlite_schema where type = 'table'"))
  expect(rows).toEqual([])
  await second.close()
})

test('a file that cannot be opened fails what is asked of it', async () => {
  using made = makeFile()
  const connection = new SqliteConnection({ file: made.file, readOnly: true, cache_mib: 1 })
  await expect(connection.executeQuery(raw('select 1'))).rejects.toThrow('unable to open database file')
  await connection.close()
})
