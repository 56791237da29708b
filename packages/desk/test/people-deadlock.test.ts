import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Entry } from '../src/record/entry.ts'
import type { Store } from '../src/store/store.ts'
import { openPeople } from './people-fixture.ts'

test('two sign-ins that wait for each other on PostgreSQL both succeed: the one that the server ends begins again', async () => {
  const both = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let tries = 0
  // Each holds its own row and then wants the other's, the first time that it comes here.
  const append = async ({ database }: Store, entries: readonly Entry[]) => {
    if (!entries.some(({ action }) => action === 'person.sign_in')) return
    const number = tries++
    const [own, other] = number % 2 === 0 ? [0, 1] : [1, 0]
    await sql`update numbers set held = held + 1 where number = ${own}`.execute(database)
    both[number]?.resolve()
    await Promise.all(both.map(({ promise }) => promise))
    await sql`update numbers set held = held + 1 where number = ${other}`.execute(database)
  }
  await using made = await openPeople('postgres', { recorder: { append } })
  await sql`create table numbers (number bigint primary key, held bigint)`.execute(made.parts.database.write)
  await sql`insert into numbers values (0, 0), (1, 0)`.execute(made.parts.database.write)
  const people = [await made.join('ann'), await made.join('bob')]
  const actors = await Promise.all(people.map(({ credentials }) => made.people.signIn(credentials())))
  expect(actors.map(({ name }) => name)).toEqual(['ann', 'bob'])
  // Nothing of the try that was ended is left.
  expect(await made.rows('select held from numbers')).toEqual([{ held: 2 }, { held: 2 }])
  expect(tries).toBe(3)
})
