import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import type { AuditEvent } from '../src/audit/event.ts'
import type { Store } from '../src/store/store.ts'
import { closeStaff, openStaff } from './fixtures/staff.ts'

afterAll(closeStaff)

test('two sign-ins that wait for each other on PostgreSQL both succeed: the one that the server ends begins again', async () => {
  const both = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let tries = 0
  // Each holds its own row and then wants the other's, the first time that it comes here.
  const append = async ({ database }: Store, events: readonly AuditEvent[]) => {
    if (!events.some(({ action }) => action === 'staff.sign_in')) return
    const number = tries++
    const [own, other] = number % 2 === 0 ? [0, 1] : [1, 0]
    await sql`update numbers set held = held + 1 where number = ${own}`.execute(database)
    both[number]?.resolve()
    await Promise.all(both.map(({ promise }) => promise))
    await sql`update numbers set held = held + 1 where number = ${other}`.execute(database)
  }
  await using made = await openStaff('postgres', { auditLog: { append } })
  await sql`create table numbers (number bigint primary key, held bigint)`.execute(made.parts.database.write)
  await sql`insert into numbers values (0, 0), (1, 0)`.execute(made.parts.database.write)
  const staff = [await made.join('ann'), await made.join('bob')]
  const actors = await Promise.all(staff.map(({ credentials }) => made.staff.signIn(credentials())))
  expect(actors.map(({ name }) => name)).toEqual(['ann', 'bob'])
  // Nothing of the try that was ended is left.
  expect(await made.rows('select held from numbers')).toEqual([{ held: 2 }, { held: 2 }])
  expect(tries).toBe(3)
})
