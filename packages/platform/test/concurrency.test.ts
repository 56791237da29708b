import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds, makeDatabase, type TestDatabase } from '../../../test/database-fixture.ts'
import type { Caller } from './fixtures/caller.ts'
import { base, createCard, importInput, importMember, invalidate } from './fixtures/card-calls.ts'
import { startTestPlatform } from './fixtures/platform.ts'
import { makeTenants } from './fixtures/tenants.ts'

const settings = [...kinds.map((kind) => ({ kind, processes: 1 })), { kind: 'postgres', processes: 2 } as const]

describe.each(settings)('$processes platform(s) on $kind', ({ kind, processes }) => {
  const stack = new AsyncDisposableStack()
  let callers: Caller[]
  let database: TestDatabase
  let card_id: string

  beforeAll(async () => {
    database = stack.use(await makeDatabase(kind))
    const tenants = stack.use(makeTenants())
    // At once, as they start after a deployment: both find an empty database.
    const started = await Promise.all(Array.from({ length: processes }, () => startTestPlatform({ database, tenants })))
    callers = started.map((one) => stack.use(one).caller)
    card_id = (await createCard(callerOf(0))).card_id
  })
  afterAll(async () => stack.disposeAsync())

  /** Takes turns, so that every platform gets its share. */
  function callerOf(turn: number): Caller {
    const caller = callers[turn % processes]
    if (caller === undefined) throw new Error('no platform was started')
    return caller
  }

  test('200 invalidations of one card at once are one change', async () => {
    await importMember(callerOf(0), card_id, { openid: 'openid-one', user_card_code: 'one' })
    const received = await Promise.all(
      Array.from({ length: 200 }, (_, turn) =>
        invalidate(callerOf(turn), card_id, { openid: 'openid-one', invalid_reason: `reason ${turn}` }, 'one'),
      ),
    )
    expect(new Set(received.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(received.map(({ text }) => text)).size).toBe(1)
    const history = await database.rows("select * from history where entity_id = 'one' order by revision")
    expect(history.map(({ revision, operation }) => [revision, operation])).toEqual([
      [1, 'importUserCardByOpenid'],
      [2, 'invalidateUserCard'],
    ])
  })

  test('50 imports of one member at once are one card', async () => {
    const received = await Promise.all(
      Array.from({ length: 50 }, (_, turn) =>
        callerOf(turn).call(
          'POST',
          `${base}/user-cards/import-by-openid`,
          importInput(card_id, { openid: 'openid-member', user_card_code: `member-${turn}` }),
        ),
      ),
    )
    expect(received.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(received.filter(({ status, text }) => status === 400 && text.includes('会员已经领取过该卡'))).toHaveLength(49)
    expect(await database.rows("select count(*) as cards from user_cards where openid = 'openid-member'")).toEqual([{ cards: 1 }])
    expect(await database.rows("select count(*) as changes from history where entity_id like 'member-%'")).toEqual([{ changes: 1 }])
  })

  test('50 imports with one code at once are one card', async () => {
    const received = await Promise.all(
      Array.from({ length: 50 }, (_, turn) =>
        callerOf(turn).call(
          'POST',
          `${base}/user-cards/import-by-openid`,
          importInput(card_id, { openid: `openid-code-${turn}`, user_card_code: 'the-code' }),
        ),
      ),
    )
    expect(received.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(received.filter(({ status, text }) => status === 400 && text.includes('会员卡code已被使用'))).toHaveLength(49)
  })

  test('a request number used many times at once is one template', async () => {
    const cards = await Promise.all(Array.from({ length: 30 }, (_, turn) => createCard(callerOf(turn), { out_request_no: 'one-number' })))
    expect(new Set(cards.map((card) => card.card_id)).size).toBe(1)
  })

  test('imports and invalidations of many cards at once all succeed', async () => {
    const names = Array.from({ length: 120 }, (_, index) => `many-${index}`)
    await Promise.all(names.map((name, turn) => importMember(callerOf(turn), card_id, { openid: name, user_card_code: name })))
    const received = await Promise.all(
      [...names, ...names.toReversed()].map((name, turn) => invalidate(callerOf(turn), card_id, { openid: name }, name)),
    )
    expect(new Set(received.map(({ status }) => status))).toEqual(new Set([200]))
    const states = await database.rows(
      "select user_card_state, count(*) as cards from user_cards where user_card_code like 'many-%' group by 1",
    )
    expect(states).toEqual([{ user_card_state: 'INVALID', cards: 120 }])
    const changes = await database.rows(
      "select revision, count(*) as changes from history where entity_id like 'many-%' group by 1 order by 1",
    )
    expect(changes).toEqual([
      { revision: 1, changes: 120 },
      { revision: 2, changes: 120 },
    ])
  })
})
