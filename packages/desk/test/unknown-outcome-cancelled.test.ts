import { describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { approve } from '../src/domain/batch/approve.ts'
import { describeBatch } from '../src/domain/batch/describe.ts'
import { driveCheck, driveRun, readUnknown } from '../src/domain/batch/drive.ts'
import { batchOf, cancel, pause, requestCheck, start } from '../src/domain/batch/lifecycle.ts'
import { prepareBatch } from '../src/domain/batch/prepare.ts'
import { reportOf } from '../src/domain/batch/report.ts'
import { purge } from '../src/domain/purge.ts'
import { brand_id, openTestDesk } from './fixtures/desk.ts'
import { ShiftedClock } from './fixtures/shifted-clock.ts'
import { setSettings } from './fixtures/two-administrators.ts'

const never = new AbortController().signal
const day = 86_400

describe.each(kinds)('a batch that is cancelled while an outcome is unknown, on %s', (kind) => {
  test('says so, is kept by every purge, and its row is ended by what is read later', async () => {
    await using fixture = await openTestDesk({ kind, effect_seconds: 330 })
    const clock = new ShiftedClock()
    await using desk = await fixture.another({ clock: clock.read })
    const { context } = desk
    const [author, approver] = [fixture.actor('wang', 'author'), fixture.actor('li', 'approver')]
    const admin = () => ({ ...fixture.actor('root', 'admin'), second_factor_time: clock.seconds })
    await setSettings(context, brand_id, { canary_rows: 1, member_data_days: 30 })
    const { batch } = await prepareBatch(context, author, { brand_id, path: await fixture.file(await fixture.importCards(3)) })
    const { batch_id } = batch
    await driveCheck(desk, await requestCheck(context, author, batch_id), never)
    await approve(context, approver, batch_id, { count: 3 })
    await fixture.platform.sandbox.faults.add({ fault: 'connection_reset', on: 'invalidateUserCard', count: 1 })
    const running = driveRun(desk, await start(context, author, batch_id), never)
    const view = async () => describeBatch(context, await batchOf(context, author, batch_id))
    await expect.poll(async () => (await view()).counts.unknown).toBe(1)
    await pause(context, author, batch_id)
    await running
    await cancel(context, author, batch_id)
    const [invalidation] = await fixture.database.rows('select reconcile_after from invalidations')
    const reconcile_after = Number(invalidation?.reconcile_after)
    const waits_until = expect.stringMatching(/^2/)
    expect(await view()).toMatchObject({
      state: 'cancelled',
      counts: { pending: 2, unknown: 1 },
      waits_for: 'unknown',
      waits_until,
      seconds_left: expect.any(Number),
    })
    // Evidence can be downloaded meanwhile: its row is unknown.
    const report = await reportOf(context, author, await batchOf(context, author, batch_id), 'report.csv', 'en')
    let text = ''
    for await (const chunk of report) text += String(chunk)
    expect(text.match(/unknown/g)).toHaveLength(1)

    clock.advance(2000 * day)
    await purge(context, admin())
    const kept = `select (select count(*) from batches) as batches, (select count(*) from batch_rows) as rows,
      (select count(member) from invalidations) as invalidations, (select count(member) from consents where state = 'used') as consents`
    expect(await fixture.database.rows(kept)).toEqual([{ batches: 1, rows: 3, invalidations: 1, consents: 1 }])

    await fixture.platform.sandbox.clock.set({ now: new Date(clock.read()).toISOString() })
    expect(clock.seconds).toBeGreaterThan(reconcile_after)
    await readUnknown(desk, await batchOf(context, author, batch_id))
    expect(await view()).toMatchObject({ state: 'cancelled', counts: { unknown: 0, sending: 0 } })
    expect(await view()).not.toHaveProperty('waits_for')
    expect(await fixture.database.rows('select state, code, request_count from invalidations')).toEqual([
      { state: 'rejected', code: 'NO_EFFECT', request_count: 1 },
    ])
    await purge(context, { ...admin(), second_factor_time: clock.seconds })
    clock.advance(2000 * day)
    await purge(context, admin())
    expect(await fixture.database.rows(kept)).toEqual([{ batches: 0, rows: 0, invalidations: 0, consents: 0 }])
  })
})
