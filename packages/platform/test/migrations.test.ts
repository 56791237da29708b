import { migrate, openDatabase, parseDatabaseUrl } from '@card-member/service/database'
import { expect, test } from 'vitest'
import { kinds, makeDatabase } from '../../../test/database-fixture.ts'
import { migrationsFor } from '../src/store/migrations/index.ts'
import type { Schema } from '../src/store/schema.ts'

test.each(kinds)('migrations run once, however often and by how many they are asked for, on %s', async (kind) => {
  await using made = await makeDatabase(kind)
  await using stack = new AsyncDisposableStack()
  const open = async () => {
    const database = await openDatabase<Schema>(parseDatabaseUrl(made.url))
    stack.defer(() => database.close())
    return database
  }
  const [one, two] = [await open(), await open()]
  const migrations = migrationsFor(kind)
  // One SQLite file belongs to one platform; a PostgreSQL database may be met by several at once.
  if (kind === 'postgres') await Promise.all([migrate(one.write, migrations), migrate(two.write, migrations)])
  for (const database of [one, two, one]) await migrate(database.write, migrations)
  expect(await made.rows('select name from kysely_migration')).toEqual(Object.keys(migrations).map((name) => ({ name })))
  expect(await one.read.selectFrom('user_cards').selectAll().execute()).toEqual([])
})
