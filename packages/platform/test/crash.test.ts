import { expect, test } from 'vitest'
import { kinds, makeDatabase } from '../../../test/database-fixture.ts'
import { createCard, getUserCard, importMember, invalidate } from './fixtures/card-calls.ts'
import { type PlatformProcess, startPlatformProcess } from './fixtures/platform-process.ts'
import { makeTenants } from './fixtures/tenants.ts'

const rounds = 3
const cardsPerRound = 200

test.concurrent.each(kinds)('kill -9 under load loses nothing that was answered, on %s', async (kind) => {
  await using stack = new AsyncDisposableStack()
  const tenants = stack.use(makeTenants())
  const database = stack.use(await makeDatabase(kind))
  const start = async () => stack.use(await startPlatformProcess(tenants, database.url))
  let running = await start()
  let unanswered = 0
  for (let round = 0; round < rounds; round++) {
    const { card_id } = await createCard(running.caller, { out_request_no: `round-${round}` })
    const names = Array.from({ length: cardsPerRound }, (_, index) => `card-${index}`)
    await Promise.all(names.map((name) => importMember(running.caller, card_id, { openid: name, user_card_code: name })))
    // Early, in the middle and late: each time another part is on its way.
    const answered = await invalidateUntilKilled(running, card_id, names, (cardsPerRound * (round + 1)) / (rounds + 2))
    unanswered += names.length - answered.length
    running = await start()
    const read = await Promise.all(names.map((name) => getUserCard(running.caller, card_id, name, name)))
    const invalid = read.filter(({ user_card_state }) => user_card_state === 'INVALID').map(({ user_card_code }) => user_card_code)
    expect(answered.filter((name) => !invalid.includes(name))).toEqual([])
    // Answered or not: a change and its history are one.
    const history = await database.rows(`select entity_id from history where revision = 2 and card_id = '${card_id}'`)
    expect(history.map(({ entity_id }) => entity_id).toSorted()).toEqual(invalid.toSorted())
  }
  // Otherwise every kill came too late to prove anything.
  expect(unanswered).toBeGreaterThan(0)
})

// A few calls at a time, so that there are others to come when the platform is killed, however slowly this process reads the answers.
const inFlight = 32

async function invalidateUntilKilled(running: PlatformProcess, card_id: string, names: readonly string[], enough: number) {
  const answered: string[] = []
  const due = Promise.withResolvers<void>()
  const left = [...names]
  const lanes = Array.from({ length: inFlight }, async () => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) {
      const { status } = await invalidate(running.caller, card_id, { openid: name }, name)
      if (status === 200) answered.push(name)
      if (answered.length >= enough) due.resolve()
    }
  })
  const ended = due.promise.then(() => running.end('SIGKILL'))
  await Promise.allSettled(lanes)
  expect(await ended).toEqual({ code: null, signal: 'SIGKILL' })
  return answered
}
