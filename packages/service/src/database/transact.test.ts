import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeDatabase, type TestDatabase } from '../../../../test/database-fixture.ts'
import { type Database, openDatabase } from './database.ts'
import { GroupCommit } from './group-commit.ts'
import { CommitError, transact } from './transact.ts'
import { parseDatabaseUrl } from './url.ts'

type Schema = Record<never, never>

const stack = new AsyncDisposableStack()
let made: TestDatabase
let database: Database<Schema>

beforeAll(async () => {
  made = stack.use(await makeDatabase('postgres'))
  database = await openDatabase<Schema>(parseDatabaseUrl(made.url))
  stack.defer(() => database.close())
  await sql`create table numbers (number bigint primary key, held bigint not null)`.execute(database.write)
})
afterAll(() => stack.disposeAsync())
beforeEach(async () => {
  await sql`delete from numbers`.execute(database.write)
  await sql`insert into numbers values (0, 0), (1, 0)`.execute(database.write)
})

/** Makes two runs that wait for each other: each holds its own row and then wants the other's, the first time that it comes here. */
function deadlock() {
  const both = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const counted = { runs: 0 }
  const run = async (kysely: Kysely<Schema>) => {
    const number = counted.runs++
    const [own, other] = number % 2 === 0 ? [0, 1] : [1, 0]
    await sql`update numbers set held = held + 1 where number = ${own}`.execute(kysely)
    both[number]?.resolve()
    await Promise.all(both.map(({ promise }) => promise))
    await sql`update numbers set held = held + 1 where number = ${other}`.execute(kysely)
    return number
  }
  return { counted, run }
}

const held = () => made.rows('select held from numbers order by number')

test('both of two transactions that wait for each other succeed: the one that PostgreSQL ends runs again', async () => {
  const { counted, run } = deadlock()
  await Promise.all([transact(database, (store) => run(store.database)), transact(database, (store) => run(store.database))])
  expect(await held()).toEqual([{ held: 2 }, { held: 2 }])
  expect(counted.runs).toBe(3)
})

test('both of two group commits that wait for each other succeed', async () => {
  const { counted, run } = deadlock()
  const write = (jobs: readonly string[]) =>
    transact(database, async (store) => {
      await run(store.database)
      return jobs.map((job) => `${job}!`)
    })
  const group = new GroupCommit<string, string>(write, { concurrency: 2, limit: 1 })
  expect(await Promise.all(['a', 'b'].map((job) => group.submit(job)))).toEqual(['a!', 'b!'])
  expect(await held()).toEqual([{ held: 2 }, { held: 2 }])
  expect(counted.runs).toBe(3)
})

test('two transactions that read all of one moment and change the same row both succeed', async () => {
  const both = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let runs = 0
  const count = () =>
    transact(
      database,
      async (store) => {
        const number = runs++
        const { rows } = await sql<{ held: number }>`select held from numbers where number = 0`.execute(store.database)
        both[number]?.resolve()
        await Promise.all(both.map(({ promise }) => promise))
        await sql`update numbers set held = ${Number(rows[0]?.held) + 1} where number = 0`.execute(store.database)
      },
      { oneMoment: true },
    )
  await Promise.all([count(), count()])
  expect(await held()).toEqual([{ held: 2 }, { held: 0 }])
  expect(runs).toBe(3)
})

test('a transaction that fails in each attempt is run five times', async () => {
  let runs = 0
  const insert = transact(database, async (store) => {
    runs++
    await sql`insert into numbers values (0, 0)`.execute(store.database)
  })
  await expect(insert).rejects.toMatchObject({ code: '23505' })
  expect(runs).toBe(5)
})

test('an error that no conflict caused is not run again', async () => {
  let runs = 0
  const fail = transact(database, async () => {
    runs++
    throw new TypeError('wrong')
  })
  await expect(fail).rejects.toThrow(new TypeError('wrong'))
  expect(runs).toBe(1)
})

test('a commit that fails is told apart from a statement that fails', async () => {
  await sql`create table parents (id bigint primary key)`.execute(database.write)
  await sql`create table children (id bigint references parents deferrable initially deferred)`.execute(database.write)
  const orphan = transact(database, async (store) => sql`insert into children values (1)`.execute(store.database))
  await expect(orphan).rejects.toThrow(CommitError)
  await expect(orphan).rejects.toMatchObject({ message: 'the commit failed', cause: { code: '23503' } })
})
