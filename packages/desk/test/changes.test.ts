import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import type { Role } from '../src/contract/index.ts'
import { defaultSettings } from '../src/contract/settings.ts'
import { Desk } from '../src/desk.ts'
import { machineOperator } from '../src/index.ts'
import type { DeskParts } from '../src/parts.ts'
import type { Actor } from '../src/staff/actor.ts'
import { brand_id, openTestDesk, type TestDesk } from './fixtures/desk.ts'
import { ShiftedClock } from './fixtures/shifted-clock.ts'

const hour = 3600
const password = 'correct horse battery'
const refused = (kind: string) => expect.objectContaining({ name: 'DeskError', kind })

describe.each(kinds)('pending changes on %s', (kind) => {
  let fixture: TestDesk
  let parts: DeskParts
  let desk: Desk
  let clock: ShiftedClock
  let names = 0

  beforeAll(async () => {
    fixture = await openTestDesk({ kind })
  })
  afterAll(() => fixture[Symbol.asyncDispose]())
  beforeEach(async () => {
    for (const table of ['pending_changes', 'grants', 'settings', 'totp_secrets', 'staff'])
      await fixture.database.rows(`delete from ${table}`)
    clock = new ShiftedClock()
    parts = await fixture.another({ clock: clock.read, password_cost: { ln: 1, r: 1, p: 1 } })
    desk = new Desk(parts)
  })
  afterEach(() => parts[Symbol.asyncDispose]())

  /** Somebody with an account; their second factor is as fresh as can be at each act. */
  async function add(role?: Role, brand = '*') {
    const grants = role === undefined ? [] : [{ brand_id: brand, role }]
    const name = `person${++names}`
    const { staff_id } = await desk.staff.add(machineOperator, { name, password, grants })
    return (): Actor => ({ staff_id, name, grants, second_factor_time: clock.seconds })
  }
  const canary = async () => (await desk.settings.get((await boss)(), { brand_id })).canary_rows
  let boss: Promise<() => Actor>
  beforeEach(() => {
    boss = add('admin')
  })
  const loosen = async (by: () => Actor, canary_rows = 20) => {
    const { pending } = await desk.settings.change(by(), { brand_id, change: { canary_rows } })
    if (pending === undefined) throw new Error('nothing waits')
    return pending
  }
  const pendingFor = async (who: () => Actor) => (await desk.changes.list(who(), { state: 'pending' })).data
  const events = async (brand: string) =>
    (await parts.context.auditLog.list({ tree: brand, limit: 5 })).map(({ actor, action, facts }) => ({ actor, action, facts }))

  test('what loosens waits for another administrator with a fresh second factor, and is then in force at once', async () => {
    const [first, second, clerk] = [await boss, await add('admin', brand_id), await add('clerk')]
    const pending = await loosen(first)
    expect(pending).toEqual({
      change_id: expect.any(String),
      kind: 'settings',
      state: 'pending',
      brand_id,
      value: { brand_id, change: { canary_rows: 20 } },
      before: { change: { canary_rows: 10 } },
      proposed_by: first().staff_id,
      propose_time: expect.any(String),
      expire_time: expect.any(String),
    })
    const { change_id } = pending
    expect(await pendingFor(clerk)).toEqual([pending])
    expect(await canary()).toBe(10)
    await expect(desk.changes.confirm(first(), { change_id })).rejects.toEqual(refused('change_needs_another'))
    await expect(desk.changes.confirm(clerk(), { change_id })).rejects.toEqual(refused('not_permitted'))
    await expect(desk.changes.confirm({ ...second(), second_factor_time: clock.seconds - 301 }, { change_id })).rejects.toEqual(
      refused('second_factor_needed'),
    )
    await expect(desk.changes.confirm(second(), { change_id: 'none' })).rejects.toEqual(refused('change_unknown'))
    // However long it waits: there is somebody who could confirm it.
    clock.advance(25 * hour)
    expect(await pendingFor(clerk)).toEqual([pending])
    expect(await desk.changes.confirm(second(), { change_id })).toMatchObject({ state: 'applied', decided_by: second().staff_id })
    expect(await canary()).toBe(20)
    expect(await pendingFor(clerk)).toEqual([])
    await expect(desk.changes.confirm(second(), { change_id })).rejects.toEqual(refused('change_closed'))
    const facts = { change_id, kind: 'settings', change: { canary_rows: 20 } }
    expect((await events(brand_id)).slice(0, 3)).toEqual([
      { actor: first().staff_id, action: 'settings.change', facts: { canary_rows: 20 } },
      { actor: second().staff_id, action: 'change.confirm', facts },
      { actor: first().staff_id, action: 'change.propose', facts },
    ])
  })
  test('what tightens is in force at once, and of a mixed change that part', async () => {
    const first = await boss
    await add('admin')
    const change = { canary_rows: 5, breaker_percent: 50, rehearsal_required: true }
    const { settings, pending } = await desk.settings.change(first(), { brand_id, change })
    expect(settings).toEqual({ ...defaultSettings, canary_rows: 5, rehearsal_required: true })
    expect(pending?.value).toEqual({ brand_id, change: { breaker_percent: 50 } })
    await expect(desk.settings.change({ ...first(), second_factor_time: undefined }, { brand_id, change })).rejects.toEqual(
      refused('second_factor_needed'),
    )
  })

  test('without another administrator it is in force after the delay, once, whichever process is first', async () => {
    const [first, clerk] = [await boss, await add('clerk')]
    const { change_id, due_time } = await loosen(first)
    expect(due_time).toEqual(expect.any(String))
    await expect(desk.changes.confirm(first(), { change_id })).rejects.toEqual(refused('change_needs_another'))
    clock.advance(24 * hour - 60)
    await pendingFor(clerk)
    expect(await canary()).toBe(10)
    clock.advance(61)
    await using other = await fixture.another({ clock: clock.read })
    await Promise.all([parts, other, parts, other].map(({ context }) => context.changes.applyDue()))
    expect(await canary()).toBe(20)
    const all = await parts.context.auditLog.list({ tree: brand_id, limit: 100 })
    expect(all.filter(({ action, facts }) => action === 'change.due' && JSON.stringify(facts).includes(change_id))).toHaveLength(1)
    expect(await desk.changes.get(clerk(), { change_id })).toMatchObject({ state: 'applied', decided_by: 'desk' })
  })

  test('whoever disables the other administrators, or takes their role, is not alone by it', async () => {
    const [first, second, third] = [await boss, await add('admin'), await add('admin')]
    await desk.staff.disable(first(), { staff_id: second().staff_id })
    await desk.staff.setGrants(first(), { staff_id: third().staff_id, grants: [] })
    expect(await loosen(first)).not.toHaveProperty('due_time')
    clock.advance(6 * 24 * hour)
    await pendingFor(first)
    expect(await canary()).toBe(10)
    clock.advance(24 * hour + 1)
    const { due_time } = await loosen(first)
    expect(due_time).toEqual(expect.any(String))
    await pendingFor(first)
    expect(await canary()).toBe(10)
    clock.advance(24 * hour + 1)
    await pendingFor(first)
    expect(await canary()).toBe(20)
  })

  test('it is stopped by an administrator, by whom it concerns and by who made it; by all who have a role when nobody could confirm it', async () => {
    const [first, clerk, stranger] = [await boss, await add('clerk'), await add()]
    const alone = await loosen(first)
    await expect(desk.changes.stop(stranger(), alone)).rejects.toEqual(refused('not_permitted'))
    expect(await desk.changes.stop(clerk(), { ...alone, reason: 'nobody asked' })).toMatchObject({
      state: 'stopped',
      decided_by: clerk().staff_id,
      reason: 'nobody asked',
    })
    const second = await add('admin')
    const watched = await loosen(first)
    await expect(desk.changes.stop(clerk(), watched)).rejects.toEqual(refused('not_permitted'))
    await desk.changes.stop(second(), watched)
    await expect(desk.changes.confirm(second(), watched)).rejects.toEqual(refused('change_closed'))
    const { pending } = await desk.staff.setGrants(first(), { staff_id: clerk().staff_id, grants: [{ brand_id: '*', role: 'manager' }] })
    expect(await desk.changes.stop(clerk(), pending ?? alone)).toMatchObject({
      kind: 'grants',
      staff_id: clerk().staff_id,
      state: 'stopped',
    })
    await desk.changes.stop(first(), await loosen(first))
    clock.advance(30 * hour)
    expect([await canary(), await pendingFor(first)]).toEqual([10, []])
  })

  test('it expires after seven days', async () => {
    const [first, second] = [await boss, await add('admin')]
    const { change_id } = await loosen(first)
    clock.advance(7 * 24 * hour)
    await expect(desk.changes.confirm(second(), { change_id })).rejects.toMatchObject({
      kind: 'change_closed',
      detail: { state: 'expired' },
    })
    expect(await desk.changes.get(first(), { change_id })).toMatchObject({ state: 'expired' })
  })

  test('it dies when the setting, the roles or the administrator that it was based on changed', async () => {
    const [first, second, clerk] = [await boss, await add('admin'), await add('clerk')]
    const { change_id } = await loosen(first)
    await desk.settings.change(second(), { brand_id, change: { canary_rows: 3 } })
    const outdated = { kind: 'change_closed', detail: { change_id, state: 'outdated' } }
    await expect(desk.changes.confirm(second(), { change_id })).rejects.toMatchObject(outdated)
    const grants = [{ brand_id: '*', role: 'manager' as const }]
    const more = await desk.staff.setGrants(first(), { staff_id: clerk().staff_id, grants })
    await desk.staff.setGrants(second(), { staff_id: clerk().staff_id, grants: [] })
    await expect(desk.changes.confirm(second(), more.pending ?? { change_id })).rejects.toEqual(refused('change_closed'))
    const last = await loosen(first)
    await desk.staff.disable(second(), { staff_id: first().staff_id })
    await expect(desk.changes.confirm(second(), last)).rejects.toEqual(refused('change_closed'))
    expect(await canary()).toBe(3)
  })

  test('one of two who confirm at the same moment does', async () => {
    const [first, second, third] = [await boss, await add('admin'), await add('admin')]
    const { change_id } = await loosen(first)
    await using other = await fixture.another({ clock: clock.read })
    const ended = await Promise.allSettled([
      parts.context.changes.confirm(second(), change_id),
      other.context.changes.confirm(third(), change_id),
      parts.context.changes.stop(second(), change_id),
    ])
    expect(ended.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected'])
  })

  test('roles that are added wait, roles that are taken are gone at once, and nobody confirms their own', async () => {
    const [first, second, clerk] = [await boss, await add('admin'), await add('clerk', brand_id)]
    const { staff_id } = clerk()
    const held = async () => (await desk.staff.list(first())).find((one) => one.staff_id === staff_id)?.grants
    const { pending } = await desk.staff.setGrants(first(), {
      staff_id,
      grants: [
        { brand_id, role: 'viewer' },
        { brand_id: '*', role: 'admin' },
      ],
    })
    expect(await held()).toEqual([{ brand_id, role: 'viewer' }])
    const nobody = { change_id: '' }
    await expect(desk.changes.confirm({ ...clerk(), grants: [{ brand_id: '*', role: 'admin' }] }, pending ?? nobody)).rejects.toEqual(
      refused('change_needs_another'),
    )
    await desk.changes.confirm(second(), pending ?? nobody)
    expect(await held()).toEqual([
      { brand_id: '*', role: 'admin' },
      { brand_id, role: 'viewer' },
    ])
    await expect(desk.staff.setGrants({ ...first(), second_factor_time: undefined }, { staff_id, grants: [] })).rejects.toEqual(
      refused('second_factor_needed'),
    )
  })

  test('the delay is a setting that waits itself when it becomes shorter', async () => {
    const first = await boss
    expect(await desk.settings.changeDesk(first(), { change: { staff_change_delay_hours: 48 } })).toEqual({
      settings: { staff_change_delay_hours: 48, notify_url: null },
    })
    const { pending } = await desk.settings.changeDesk(first(), { change: { staff_change_delay_hours: 1 } })
    expect(pending).toMatchObject({ kind: 'desk_settings', brand_id: '*' })
    clock.advance(47 * hour)
    expect(await pendingFor(first)).toHaveLength(1)
    clock.advance(2 * hour)
    expect(await pendingFor(first)).toEqual([])
    expect(await desk.settings.getDesk(first())).toEqual({ staff_change_delay_hours: 1, notify_url: null })
    await expect(desk.settings.changeDesk(first(), { change: { staff_change_delay_hours: 0 } })).rejects.toEqual(refused('setting_wrong'))
  })

  test('the list has what waits, then what was decided: by whom, when, and what it replaced', async () => {
    const [first, second, clerk] = [await boss, await add('admin'), await add('clerk')]
    const confirmed = await loosen(first)
    clock.advance(60)
    await desk.changes.confirm(second(), confirmed)
    const rejected = await loosen(first, 30)
    clock.advance(60)
    await desk.changes.stop(second(), { ...rejected, reason: 'too many' })
    const grants = [{ brand_id: '*', role: 'manager' as const }]
    await desk.staff.setGrants(first(), { staff_id: clerk().staff_id, grants })
    clock.advance(60)
    const { pending: wide } = await desk.settings.changeDesk(first(), { change: { staff_change_delay_hours: 1 } })
    clock.advance(7 * 24 * hour - 30)
    const open = await loosen(first, 40)
    const { data, total_count } = await desk.changes.list(clerk())
    expect(total_count).toBe(5)
    expect(data.map(({ kind, state, decided_by, reason }) => ({ kind, state, decided_by, reason }))).toEqual([
      { kind: 'desk_settings', state: 'pending' },
      { kind: 'settings', state: 'pending' },
      { kind: 'grants', state: 'expired' },
      { kind: 'settings', state: 'stopped', decided_by: second().staff_id, reason: 'too many' },
      { kind: 'settings', state: 'applied', decided_by: second().staff_id },
    ])
    expect(data.map(({ before, value }) => [before, value.grants ?? value.change])).toEqual([
      [{ change: { staff_change_delay_hours: 24 } }, { staff_change_delay_hours: 1 }],
      [{ change: { canary_rows: 20 } }, { canary_rows: 40 }],
      [{ grants: [{ brand_id: '*', role: 'clerk' }] }, grants],
      [{ change: { canary_rows: 20 } }, { canary_rows: 30 }],
      [{ change: { canary_rows: 10 } }, { canary_rows: 20 }],
    ])
    for (const { state, propose_time, decide_time } of data)
      expect([state, Date.parse(decide_time ?? '') >= Date.parse(propose_time)]).toEqual([state, state !== 'pending'])

    const ids = async (filter: Parameters<Desk['changes']['list']>[1]) =>
      (await desk.changes.list(clerk(), filter)).data.map(({ change_id }) => change_id)
    expect(await ids({ state: 'pending' })).toEqual([wide?.change_id, open.change_id])
    expect(await ids({ state: 'decided', brand_id })).toEqual([rejected.change_id, confirmed.change_id])
    expect(await ids({ state: 'applied' })).toEqual([confirmed.change_id])
    expect(await ids({ brand_id: '*', kind: 'desk_settings' })).toEqual([wide?.change_id])
    expect(await ids({ brand_id: 'another' })).toEqual([])
    expect(await desk.changes.list(clerk(), { state: 'decided', brand_id, offset: 1, limit: 1 })).toEqual({
      data: [data[4]],
      total_count: 2,
    })
  })
})
