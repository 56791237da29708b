import { formatTime } from '@card-member/sdk/contract'
import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { approve } from '../src/domain/batch/approve.ts'
import { driveCheck, driveRun } from '../src/domain/batch/drive.ts'
import { batchOf, requestCheck, start } from '../src/domain/batch/lifecycle.ts'
import { prepareBatch } from '../src/domain/batch/prepare.ts'
import { recordConsent } from '../src/domain/consents.ts'
import { invalidateCard } from '../src/domain/invalidate.ts'
import { reconcileInvalidation } from '../src/domain/reconcile.ts'
import { brand_id } from './fixtures/desk.ts'
import { DeskActions, old } from './fixtures/desk-actions.ts'
import { TestDeskPool } from './fixtures/desk-pool.ts'
import { ShiftedClock } from './fixtures/shifted-clock.ts'
import { setSettings } from './fixtures/two-administrators.ts'

const desks = new TestDeskPool()
afterAll(() => desks.close())

const never = new AbortController().signal
const usualSettling = 330

describe.each(kinds)('clocks that are wrong, on %s', (kind) => {
  test.each([600, -600, 61, -61])('a desk whose clock is %i s off does nothing, and its error says by how much', async (seconds) => {
    await using fixture = await desks.lend({ kind })
    const [card, ...rest] = await fixture.importCards(3)
    if (card === undefined) throw new Error('there are three cards')
    const clock = new ShiftedClock()
    clock.advance(seconds)
    await using wrong = await fixture.another({ clock: clock.read, database_clock: Date.now })
    const { context } = fixture.desk
    const [author, clerk] = [fixture.actor('wang', 'author'), fixture.actor('zhang', 'clerk')]
    await setSettings(context, brand_id, { canary_rows: 0 })
    const refused = { kind: 'clock_wrong', definition: { status: 503 }, detail: { ahead_seconds: seconds } }

    const named = { brand_id, card_id: fixture.card_id, ...card }
    const { consent_id } = await recordConsent(context, clerk, { ...named, ...old, channel: 'sms', invalid_reason: '退会' })
    const input = { ...named, consent_id, invalid_reason: '退会', last_four: card.user_card_code.slice(-4) }
    const atIts = { ...clerk, second_factor_time: clock.seconds }
    await expect(invalidateCard(wrong.context, atIts, input)).rejects.toMatchObject(refused)

    const { batch } = await prepareBatch(context, author, { brand_id, path: await fixture.file(rest) })
    const { batch_id } = batch
    const asked = await requestCheck(context, author, batch_id)
    await expect(driveCheck(wrong, asked, never)).rejects.toMatchObject(refused)
    await driveCheck(fixture.desk, asked, never)
    await approve(context, fixture.actor('li', 'approver'), batch_id, { count: 2 })
    await expect(driveRun(wrong, await start(context, author, batch_id), never)).rejects.toMatchObject(refused)
    expect(await fixture.database.rows('select count(*) as invalidations from invalidations')).toEqual([{ invalidations: 0 }])

    // Another desk, whose clock is right, goes on with it.
    await driveRun(fixture.desk, await batchOf(context, author, batch_id), never)
    expect(await fixture.database.rows('select state, attempts from invalidations')).toEqual([
      { state: 'done', attempts: 1 },
      { state: 'done', attempts: 1 },
    ])
  })

  test.each([240, -240])('no effect is proved by the clock of the platform, which is %i s off', async (off) => {
    await using fixture = await desks.lend({ kind, effect_seconds: usualSettling })
    const clock = new ShiftedClock()
    await using desk = await fixture.another({ clock: clock.read })
    const at = new DeskActions(fixture, desk, clock)
    const [card] = await fixture.importCards(1)
    if (card === undefined) throw new Error('there is a card')
    const { consent_id } = await at.record(card)
    await fixture.platform.sandbox.clock.set({ now: formatTime(clock.seconds + off) })
    await fixture.platform.sandbox.faults.add({ fault: 'connection_reset', on: 'invalidateUserCard', count: 1 })
    const { invalidation_id, state, sign_before, reconcile_after } = await at.end(card, consent_id)
    expect({ state, wait: reconcile_after - sign_before }).toEqual({ state: 'unknown', wait: usualSettling })

    const setPlatform = async (time: number) => {
      clock.advance(time - off - clock.seconds)
      await fixture.platform.sandbox.clock.set({ now: formatTime(time) })
    }
    const read = () => reconcileInvalidation(desk.context, at.as('zhang', 'clerk'), brand_id, invalidation_id)
    await setPlatform(reconcile_after - 20)
    expect(await read()).toMatchObject({ state: 'unknown' })
    await setPlatform(reconcile_after + 2)
    expect(await read()).toMatchObject({ state: 'rejected', code: 'NO_EFFECT' })
  })
})
