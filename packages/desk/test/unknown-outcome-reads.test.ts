import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { defaultSettings } from '../src/contract/settings.ts'
import { Connections } from '../src/domain/connections.ts'
import { recordConsent } from '../src/domain/consents.ts'
import { type Context, write } from '../src/domain/context.ts'
import { beginAttempts } from '../src/domain/invalidations.ts'
import { reconcileAll, recoverLost } from '../src/domain/reconcile.ts'
import { markLeaving } from '../src/store/invalidations.ts'
import { brand_id, type TestDesk } from './fixtures/desk.ts'
import { old } from './fixtures/desk-actions.ts'
import { TestDeskPool } from './fixtures/desk-pool.ts'

const desks = new TestDeskPool()
afterAll(() => desks.close())

/** Calls in doubt whose cards never tell anything, a clock that a test moves, and the seconds at which they are read. */
async function doubt(fixture: TestDesk, count: number) {
  const { context } = fixture.desk
  const cards = await fixture.importCards(count)
  const connection = context.connections.for(brand_id, undefined)
  const attempts: Parameters<typeof beginAttempts>[4][number][] = []
  for (const card of cards) {
    const named = { brand_id, card_id: fixture.card_id, ...card }
    const told = { ...named, ...old, channel: 'sms', invalid_reason: '退会' } as const
    const { consent_id } = await recordConsent(context, fixture.actor('zhang', 'clerk'), told)
    attempts.push({ card: named, connection, consent_id, invalid_reason: '退会', requested_by: 'zhang' })
  }
  await write(context, async (store) => {
    const { begun } = await beginAttempts(context, store, brand_id, defaultSettings, attempts)
    await markLeaving(
      store,
      begun.flatMap((one) => ('refused' in one ? [] : [one.invalidation])),
    )
  })
  const first_ms = Date.now()
  const seen: number[] = []
  let now = 0
  const reader: Context = {
    ...context,
    process_id: 'reader',
    databaseNow: async () => first_ms + now * 1000,
    connections: new Connections([
      {
        ...connection,
        get: (card) => {
          seen.push(now)
          return connection.get(card)
        },
      },
    ]),
  }
  await recoverLost(reader, [])
  return {
    seen,
    /** Looks once a second, as a worker does. */
    lookUntil: async (last: number) => {
      for (; now <= last; now++) await reconcileAll(reader, [])
    },
  }
}

describe.each(kinds)('reading calls in doubt on %s', (kind) => {
  test('one call is read after 1, 2, 4 s and so on to 60 s, and in the first second in which a read can prove no effect', async () => {
    await using fixture = await desks.lend({ kind, effect_seconds: 330 })
    const { seen, lookUntil } = await doubt(fixture, 1)
    const [invalidation] = await fixture.database.rows('select reconcile_after - start_time as wait from invalidations')
    expect(invalidation).toEqual({ wait: 420 })
    await lookUntil(420)
    expect(seen.slice(0, 12)).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183, 243, 303, 363])
    // The call began up to two seconds before the first look.
    await lookUntil(430)
    expect(seen.length).toBe(13)
    expect(seen[12]).toBeGreaterThanOrEqual(418)
    expect(seen[12]).toBeLessThanOrEqual(421)
  })

  test('many calls together take a tenth of the rate, one after the other', async () => {
    await using fixture = await desks.lend({ kind, per_second: 5, effect_seconds: 330 })
    const { seen, lookUntil } = await doubt(fixture, 40)
    await lookUntil(60)
    // Half a read a second; the first second is saved from before.
    expect(seen).toEqual([0, ...Array.from({ length: 30 }, (_, index) => 2 * index + 1)])
  })

  test('a quick connection reads many at a look, and never more than a tenth of its rate', async () => {
    await using fixture = await desks.lend({ kind, per_second: 100, effect_seconds: 330 })
    const { seen, lookUntil } = await doubt(fixture, 60)
    await lookUntil(3)
    const each = [0, 1, 2, 3].map((second) => seen.filter((one) => one === second).length)
    expect(each).toEqual([11, 10, 10, 10])
  })
})
