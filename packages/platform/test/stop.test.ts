import { expect, test } from 'vitest'
import { kinds, makeDatabase } from '../../../test/database-fixture.ts'
import { createCard, importMember, invalidate } from './fixtures/card-calls.ts'
import { startPlatformProcess } from './fixtures/platform-process.ts'
import { makeTenants } from './fixtures/tenants.ts'

test.concurrent.each(kinds)('SIGTERM finishes what is in flight and ends with 0, on %s', async (kind) => {
  using tenants = makeTenants()
  await using database = await makeDatabase(kind)
  await using running = await startPlatformProcess(tenants, database.url)
  const { card_id } = await createCard(running.caller)
  const names = Array.from({ length: 200 }, (_, index) => `card-${index}`)
  // Opens the connections too, so that no call waits for its turn in front of the socket.
  await Promise.all(names.map((name) => importMember(running.caller, card_id, { openid: name, user_card_code: name })))
  const calls = names.map((name) => invalidate(running.caller, card_id, { openid: name }, name))
  await Promise.any(calls)
  const ended = await running.end('SIGTERM')
  expect(ended).toEqual({ code: 0, signal: null })
  const received = await Promise.all(calls)
  expect(new Set(received.map(({ status, signed }) => `${status} ${signed}`))).toEqual(new Set(['200 true']))
  const rows = await database.rows("select count(*) as cards from user_cards where user_card_state = 'INVALID'")
  expect(rows).toEqual([{ cards: 200 }])
  expect(running.log()).toContain('"msg":"stopping"')
  expect(running.log()).not.toContain('"level":"error"')
})
