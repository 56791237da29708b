import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { demandSecondFactor } from '../src/staff/actor.ts'
import { usualCost } from '../src/staff/password-hash.ts'
import { Staff } from '../src/staff/staff.ts'
import { closeStaff, openStaff, password } from './fixtures/staff.ts'

afterAll(closeStaff)

const refused = (kind: string) => expect.objectContaining({ name: 'DeskError', kind })

describe.each(kinds)('sessions on %s', (kind) => {
  test('are found by their token, and end when they are closed', async () => {
    await using desk = await openStaff(kind)
    const { staff_id, credentials } = await desk.join('lilei', [{ brand_id: '1004', role: 'clerk' }])
    const actor = { staff_id, name: 'lilei', grants: [{ brand_id: '1004', role: 'clerk' }], second_factor_time: desk.clock.seconds }
    const opened = await desk.staff.openSession(credentials(), { address: '203.0.113.7' })
    expect(opened).toEqual({ token: expect.stringMatching(/^[\w-]{43}$/), actor })
    expect(await desk.staff.actorOf(opened.token)).toEqual(actor)
    await desk.staff.closeSession(opened.token)
    expect(await desk.staff.actorOf(opened.token)).toBeUndefined()
    await desk.staff.closeSession(opened.token)
    await desk.staff.closeSession(undefined)
    expect(desk.events.slice(1)).toEqual([
      { brand_id: '', actor: staff_id, action: 'staff.sign_in', facts: { method: 'browser' } },
      { brand_id: '', actor: staff_id, action: 'staff.sign_out', facts: {} },
    ])
  })

  test('have a token of their own each', async () => {
    await using desk = await openStaff(kind)
    const { credentials } = await desk.join('lilei')
    const first = await desk.staff.openSession(credentials())
    desk.clock.advance(30)
    const tokens = [first, await desk.staff.openSession(credentials())].map(({ token }) => token)
    expect(new Set(tokens).size).toBe(2)
    await desk.staff.closeSession(tokens[0])
    expect(await desk.staff.actorOf(tokens[0])).toBeUndefined()
    expect(await desk.staff.actorOf(tokens[1])).toMatchObject({ name: 'lilei' })
  })

  test('know when the code was given, however long the sign-in takes', async () => {
    let now = Date.parse('2026-11-24T10:00:00+08:00')
    await using desk = await openStaff(kind, { clock: () => (now += 1000) })
    const { otpauth_uri } = await desk.join('lilei')
    const { token, actor } = await desk.staff.openSession({ name: 'lilei', password, totp: desk.code(otpauth_uri, now / 1000) })
    expect(await desk.staff.actorOf(token)).toEqual(actor)
  })

  test('cannot be made from what the database contains, nor by someone who can only write to it', async () => {
    await using desk = await openStaff(kind)
    const { credentials } = await desk.join('lilei')
    const { token } = await desk.staff.openSession(credentials())
    const [row] = await desk.rows('select id, token_hash from sessions')
    const changed = `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`
    for (const each of [changed, `${token}A`, token.slice(1), `${row?.token_hash}`, `${row?.id}`, '', '.', 'a.b'])
      expect(await desk.staff.actorOf(each)).toBeUndefined()
    const own = 'a token that somebody made up'
    await desk.rows(`update sessions set token_hash = '${createHash('sha256').update(own).digest('base64url')}'`)
    expect(await desk.staff.actorOf(own)).toBeUndefined()
  })

  test('are not found by any other text', async () => {
    await using desk = await openStaff(kind)
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), async (token) => {
        expect(await desk.staff.actorOf(token)).toBeUndefined()
      }),
    )
  })

  test('end after an hour without use, and after twelve hours with it', async () => {
    await using desk = await openStaff(kind)
    const { credentials } = await desk.join('lilei')
    const left = (await desk.staff.openSession(credentials())).token
    await desk.forgetCodes()
    const used = (await desk.staff.openSession(credentials())).token
    for (let minutes = 0; minutes < 60; minutes += 20) {
      expect(await desk.staff.actorOf(used)).toMatchObject({ name: 'lilei' })
      desk.clock.advance(1200)
    }
    expect(await desk.staff.actorOf(left)).toBeUndefined()
    for (let minutes = 60; minutes < 12 * 60; minutes += 20) {
      expect(await desk.staff.actorOf(used)).toMatchObject({ name: 'lilei' })
      desk.clock.advance(1200)
    }
    expect(await desk.staff.actorOf(used)).toBeUndefined()
    await desk.staff.openSession(credentials())
    expect(await desk.rows('select count(*) as count from sessions')).toEqual([{ count: 1 }])
  })

  test('have what is granted now', async () => {
    await using desk = await openStaff(kind)
    const { staff_id, credentials } = await desk.join('lilei')
    const { token } = await desk.staff.openSession(credentials())
    await desk.staff.setGrants(staff_id, [{ brand_id: '*', role: 'approver' }], 'local')
    expect(await desk.staff.actorOf(token)).toMatchObject({ grants: [{ brand_id: '*', role: 'approver' }] })
  })

  test('end at once with the account, its password or its second factor', async () => {
    await using desk = await openStaff(kind)
    const { staff_id, credentials } = await desk.join('lilei')
    const other = await desk.join('hanmeimei')
    const kept = (await desk.staff.openSession(other.credentials())).token
    const first = (await desk.staff.openSession(credentials())).token
    const uri = await desk.staff.reset(staff_id, 'another long password', 'local')
    expect(await desk.staff.actorOf(first)).toBeUndefined()
    const last = { name: 'lilei', password: 'another long password', totp: desk.code(uri) }
    const third = (await desk.staff.openSession(last)).token
    await desk.staff.disable(staff_id, 'the-admin')
    expect(await desk.staff.actorOf(third)).toBeUndefined()
    await expect(desk.staff.openSession(last)).rejects.toEqual(refused('sign_in_wrong'))
    await expect(desk.staff.signIn(last)).rejects.toEqual(refused('sign_in_wrong'))
    expect(await desk.staff.actorOf(kept)).toMatchObject({ name: 'hanmeimei' })
    expect((await desk.staff.list()).map(({ name, disabled_time }) => ({ name, disabled_time }))).toEqual([
      { name: 'hanmeimei', disabled_time: null },
      { name: 'lilei', disabled_time: desk.clock.seconds },
    ])
  })

  test('do not outlive a password that is changed while it is checked', async () => {
    // At the usual cost the check takes long enough for the change to come in between.
    await using desk = await openStaff(kind, { password_cost: usualCost })
    const { staff_id, credentials } = await desk.join('lilei')
    const other = new Staff({ ...desk.parts, password_cost: { ln: 1, r: 1, p: 1 } })
    const [opened, changed] = await Promise.allSettled([
      desk.staff.openSession(credentials()),
      other.reset(staff_id, 'another long password', 'local'),
    ])
    expect(changed.status).toBe('fulfilled')
    if (opened.status === 'rejected') expect(opened.reason).toEqual(refused('sign_in_wrong'))
    else expect(await desk.staff.actorOf(opened.value.token)).toBeUndefined()
    expect(await desk.rows('select count(*) as count from sessions')).toEqual([{ count: 0 }])
  })

  test('remember the second factor for five minutes, and take it again', async () => {
    await using desk = await openStaff(kind)
    const { staff_id, credentials, otpauth_uri } = await desk.join('lilei')
    const { token } = await desk.staff.openSession(credentials())
    const needed = async () => {
      const actor = await desk.staff.actorOf(token)
      return () => actor && demandSecondFactor(actor, desk.clock.seconds)
    }
    desk.clock.advance(300)
    expect(await needed()).not.toThrow()
    desk.clock.advance(1)
    expect(await needed()).toThrow(refused('second_factor_needed'))
    await expect(desk.staff.confirmSecondFactor(token, '000000')).rejects.toEqual(refused('second_factor_wrong'))
    const confirmed = await desk.staff.confirmSecondFactor(token, desk.code(otpauth_uri))
    expect(confirmed).toEqual({ staff_id, name: 'lilei', grants: [], second_factor_time: desk.clock.seconds })
    expect(await desk.staff.actorOf(token)).toEqual(confirmed)
    expect(desk.events.slice(2).map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      `${staff_id} staff.second_factor_failed`,
      `${staff_id} staff.second_factor`,
    ])
    await expect(desk.staff.confirmSecondFactor(undefined, '000000')).rejects.toEqual(refused('not_signed_in'))
  })

  test('do not let a second factor be guessed', async () => {
    await using desk = await openStaff(kind)
    const { credentials, otpauth_uri } = await desk.join('lilei')
    const { token } = await desk.staff.openSession(credentials())
    const confirm = (totp: string) => desk.staff.confirmSecondFactor(token, totp)
    for (let failure = 0; failure < 5; failure++) await expect(confirm('000000')).rejects.toEqual(refused('second_factor_wrong'))
    await expect(confirm(desk.code(otpauth_uri))).rejects.toEqual(refused('sign_in_locked'))
    await desk.forgetCodes()
    await expect(desk.staff.openSession({ name: 'lilei', password, totp: desk.code(otpauth_uri) })).resolves.toMatchObject({
      actor: { name: 'lilei' },
    })
    desk.clock.advance(900)
    await expect(confirm(desk.code(otpauth_uri))).resolves.toMatchObject({ second_factor_time: desk.clock.seconds })
  })

  test('take the code that they were given again, which changes nothing, and no other session takes it', async () => {
    await using desk = await openStaff(kind)
    const { credentials, otpauth_uri } = await desk.join('lilei')
    const given = desk.clock.seconds
    const { token } = await desk.staff.openSession(credentials())
    const [totp, next] = [desk.code(otpauth_uri), desk.code(otpauth_uri, given + 30)]
    desk.clock.advance(20)
    expect(await desk.staff.confirmSecondFactor(token, totp)).toMatchObject({ second_factor_time: given })
    expect(desk.events.map(({ action }) => action)).toEqual(['staff.add', 'staff.sign_in'])
    const other = (await desk.staff.openSession({ ...credentials(), totp: next }, { method: 'command' })).token
    const used = refused('totp_used')
    await expect(desk.staff.confirmSecondFactor(other, totp)).rejects.toEqual(used)
    await expect(desk.staff.confirmSecondFactor(token, next)).rejects.toEqual(used)
    expect(await desk.staff.confirmSecondFactor(other, next)).toMatchObject({ second_factor_time: given + 20 })
  })

  test('of commands last their twelve hours without use', async () => {
    await using desk = await openStaff(kind)
    const { credentials } = await desk.join('lilei')
    const { token } = await desk.staff.openSession(credentials(), { method: 'command', device: 'till-3' })
    desk.clock.advance(12 * 3600 - 1)
    await desk.join('hanmeimei').then(({ credentials: theirs }) => desk.staff.openSession(theirs()))
    expect(await desk.staff.actorOf(token)).toMatchObject({ name: 'lilei' })
    desk.clock.advance(1)
    expect(await desk.staff.actorOf(token)).toBeUndefined()
  })

  test('are listed for their owner, who ends them, and ended by administrators', async () => {
    await using desk = await openStaff(kind)
    const [li, han] = [await desk.join('lilei'), await desk.join('hanmeimei')]
    const start = desk.clock.seconds
    const here = (await desk.staff.openSession(li.credentials(), { address: '192.0.2.1', device: `Firefox ${'x'.repeat(300)}` })).token
    const theirs = (await desk.staff.openSession(han.credentials())).token
    desk.clock.advance(30)
    const there = (await desk.staff.openSession(li.credentials(), { method: 'command', device: 'till-3' })).token
    const listed = await desk.staff.sessionsOf(li.staff_id, here)
    const times = (time: number) => ({ create_time: time, last_used_time: time, expire_time: time + 12 * 3600 })
    const session_id = expect.any(String)
    const device = `Firefox ${'x'.repeat(192)}`
    expect(listed).toEqual([
      { session_id, method: 'command', device: 'till-3', address: '', ...times(start + 30), current: false },
      { session_id, method: 'browser', device, address: '192.0.2.1', ...times(start), current: true },
    ])
    const [other, current] = listed.map((session) => session.session_id)
    const unknown = refused('session_unknown')
    await expect(desk.staff.endSession({ staff_id: han.staff_id, session_id: other }, han.staff_id)).rejects.toEqual(unknown)
    await desk.staff.endSession({ staff_id: li.staff_id, session_id: other }, li.staff_id)
    await expect(desk.staff.endSession({ staff_id: li.staff_id, session_id: other }, li.staff_id)).rejects.toEqual(unknown)
    expect(await desk.staff.actorOf(there)).toBeUndefined()
    expect((await desk.staff.sessionsOf(li.staff_id)).map((session) => session.session_id)).toEqual([current])
    await desk.staff.endSession({ staff_id: li.staff_id }, 'the-admin')
    expect(await desk.staff.actorOf(here)).toBeUndefined()
    expect(await desk.staff.actorOf(theirs)).toMatchObject({ name: 'hanmeimei' })
    expect(desk.events.slice(-2).map(({ actor, action, facts }) => ({ actor, action, facts }))).toEqual([
      { actor: li.staff_id, action: 'staff.end_session', facts: { staff_id: li.staff_id, all: false } },
      { actor: 'the-admin', action: 'staff.end_session', facts: { staff_id: li.staff_id, all: true } },
    ])
    desk.clock.advance(3600)
    expect(await desk.staff.sessionsOf(han.staff_id)).toEqual([])
  })

  test('other than the current one end when their owner changes the password, which needs the old one', async () => {
    await using desk = await openStaff(kind)
    const { staff_id, credentials } = await desk.join('lilei')
    const other = (await desk.staff.openSession(credentials())).token
    desk.clock.advance(30)
    const { token } = await desk.staff.openSession(credentials())
    const change = (old: string, new_password: string) => desk.staff.setOwnPassword(staff_id, { password: old, new_password, token })
    await expect(change(password, 'short')).rejects.toEqual(refused('password_weak'))
    for (let at = 0; at < 4; at++) await expect(change('wrong', 'another long password')).rejects.toEqual(refused('password_wrong'))
    await change(password, 'another long password')
    expect(await desk.staff.actorOf(other)).toBeUndefined()
    expect(await desk.staff.actorOf(token)).toMatchObject({ name: 'lilei' })
    desk.clock.advance(30)
    await expect(desk.staff.signIn(credentials())).rejects.toEqual(refused('sign_in_wrong'))
    await expect(desk.staff.signIn({ ...credentials(), password: 'another long password' })).resolves.toMatchObject({ name: 'lilei' })
    expect(desk.events.find(({ action }) => action === 'staff.password')).toMatchObject({ actor: staff_id, facts: { staff_id } })
    for (let at = 0; at < 5; at++) await expect(change('wrong', 'another long password')).rejects.toEqual(refused('password_wrong'))
    await expect(change('another long password', password)).rejects.toEqual(refused('sign_in_locked'))
    expect(await desk.staff.factors(staff_id)).toEqual({ password: true, totp_time: expect.any(Number), passkeys: [] })
  })
})
