import { describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import {
  approve,
  batchOf,
  cancel,
  changeSettings,
  describeBatch,
  driveCheck,
  driveRun,
  pause,
  prepareBatch,
  purge,
  readDoubt,
  reportOf,
  requestCheck,
  start,
} from '../src/index.ts'
import { brand_id, Scene } from './scene.ts'
import { ShiftedClock } from './shifted-clock.ts'

const never = new AbortController().signal
const day = 86_400

describe.each(kinds)('a batch that is cancelled while an outcome is unknown, on %s', (kind) => {
  test('says so, is kept by every purge, and its row is ended by what is read later', async () => {
    await using scene = await Scene.open({ kind, settle_seconds: 330 })
    const clock = new ShiftedClock()
    await using desk = await scene.another({ clock: clock.read })
    const { means } = desk
    const [author, approver] = [scene.actor('wang', 'author'), scene.actor('li', 'approver')]
    const admin = () => ({ ...scene.actor('root', 'admin'), second_factor_time: clock.seconds })
    await changeSettings(means, admin(), brand_id, { canary_rows: 1, member_data_days: 30 })
    const { batch } = await prepareBatch(means, author, { brand_id, path: await scene.file(await scene.importCards(3)) })
    const { batch_id } = batch
    await driveCheck(desk, await requestCheck(means, author, batch_id), never)
    await approve(means, approver, batch_id, { count: 3 })
    await scene.platform.sandbox.faults.add({ fault: 'connection_reset', on: 'invalidateUserCard', count: 1 })
    const running = driveRun(desk, await start(means, author, batch_id), never)
    const view = async () => describeBatch(means, await batchOf(means, author, batch_id))
    await expect.poll(async () => (await view()).counts.unknown, { timeout: 30_000 }).toBe(1)
    await pause(means, author, batch_id)
    await running
    await cancel(means, author, batch_id)
    const [call] = await scene.database.rows('select reconcile_after from calls')
    const reconcile_after = Number(call?.reconcile_after)
    const waits_until = expect.stringMatching(/^2/)
    expect(await view()).toMatchObject({
      state: 'cancelled',
      counts: { pending: 2, unknown: 1 },
      waits_for: 'unknown',
      waits_until,
      seconds_left: expect.any(Number),
    })
    // Evidence can be had meanwhile: the row stands there as unknown.
    const report = await reportOf(means, author, await batchOf(means, author, batch_id), 'report.csv', 'en')
    let text = ''
    for await (const chunk of report) text += String(chunk)
    expect(text.match(/unknown/g)).toHaveLength(1)

    clock.advance(2000 * day)
    await purge(means, admin())
    const kept = `select (select count(*) from batches) as batches, (select count(*) from batch_rows) as rows,
      (select count(member) from calls) as calls, (select count(member) from consents where state = 'used') as consents`
    expect(await scene.database.rows(kept)).toEqual([{ batches: 1, rows: 3, calls: 1, consents: 1 }])

    await scene.platform.sandbox.clock.set({ now: new Date(clock.read()).toISOString() })
    expect(clock.seconds).toBeGreaterThan(reconcile_after)
    await readDoubt(desk, await batchOf(means, author, batch_id))
    expect(await view()).toMatchObject({ state: 'cancelled', counts: { unknown: 0, sending: 0 } })
    expect(await view()).not.toHaveProperty('waits_for')
    expect(await scene.database.rows('select state, code, calls from calls')).toEqual([{ state: 'rejected', code: 'NO_EFFECT', calls: 1 }])
    await purge(means, { ...admin(), second_factor_time: clock.seconds })
    clock.advance(2000 * day)
    await purge(means, admin())
    expect(await scene.database.rows(kept)).toEqual([{ batches: 0, rows: 0, calls: 0, consents: 0 }])
  })
})
