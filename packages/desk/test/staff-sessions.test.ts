import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { demandSecondFactor } from '../src/staff/actor.ts'
import { cookieHeader, openStaff, password } from './staff-fixture.ts'

const refused = (kind: string) => expect.objectContaining({ name: 'DeskError', kind })

describe.each(kinds)('sessions on %s', (kind) => {
  test('stand in a cookie that scripts and other sites do not get, and end when they are closed', async () => {
    await using desk = await openStaff(kind)
    const { staff_id, credentials } = await desk.join('lilei', [{ brand_id: '1004', role: 'clerk' }])
    const actor = { staff_id, name: 'lilei', grants: [{ brand_id: '1004', role: 'clerk' }], second_factor_time: desk.clock.seconds }
    const opened = await desk.staff.openSession(credentials(), '203.0.113.7')
    expect(opened.actor).toEqual(actor)
    expect(opened.cookies).toEqual([expect.stringMatching(/^card-member-desk=[\w.%-]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/)])
    const cookie = cookieHeader(opened.cookies)
    expect(await desk.staff.actorOf(`other=1; ${cookie}`)).toEqual(actor)
    const gone = await desk.staff.closeSession(cookie)
    expect(gone).toContainEqual(expect.stringMatching(/^card-member-desk=; Max-Age=0; Path=\/; HttpOnly; SameSite=Lax$/))
    expect(await desk.staff.actorOf(cookie)).toBeUndefined()
    await desk.staff.closeSession(cookie)
    await desk.staff.closeSession(undefined)
    expect(desk.events.slice(1)).toEqual([
      { brand_id: '', actor: staff_id, action: 'staff.sign_in', facts: { method: 'browser' } },
      { brand_id: '', actor: staff_id, action: 'staff.sign_out', facts: {} },
    ])
  })

  test('are for https alone where the desk is', async () => {
    await using desk = await openStaff(kind, { base_url: () => 'https://desk.example.com' })
    const { credentials } = await desk.join('lilei')
    const { cookies } = await desk.staff.openSession(credentials())
    expect(cookies).toEqual([
      expect.stringMatching(/^__Secure-card-member-desk=[\w.%-]+; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ])
    expect(await desk.staff.actorOf(cookieHeader(cookies))).toMatchObject({ name: 'lilei' })
  })

  test('are not made of what stands in the database, nor of another signature', async () => {
    await using desk = await openStaff(kind)
    const { credentials } = await desk.join('lilei')
    const { cookies } = await desk.staff.openSession(credentials())
    const [row] = await desk.rows('select token_hash from sessions')
    const [name, value = ''] = cookieHeader(cookies).split('=')
    const [token = '', signature = ''] = decodeURIComponent(value).split('.')
    const changed = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
    const forged = [`${token}.${changed}`, token, `${row?.token_hash}.${signature}`, `${row?.token_hash}`, '', '.', 'a.b']
    for (const each of forged) expect(await desk.staff.actorOf(`${name}=${encodeURIComponent(each)}`)).toBeUndefined()
    for (const header of [undefined, '', ';', '=', 'card-member-desk']) expect(await desk.staff.actorOf(header)).toBeUndefined()
  })

  test('are not found in anything else that a browser can send', async () => {
    await using desk = await openStaff(kind)
    const letter = fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code))
    const value = fc.oneof(fc.string({ unit: letter }), fc.constantFrom('%', '%E4%', '%00', '"', 'a.%'))
    const header = fc.oneof(
      value,
      value.map((each) => `card-member-desk=${each}`),
      value.map((each) => `a=b; card-member-desk=${each}.${each}=`),
    )
    await fc.assert(
      fc.asyncProperty(header, async (cookie) => {
        expect(await desk.staff.actorOf(cookie)).toBeUndefined()
      }),
    )
  })

  test('end after an hour without use, and after twelve hours with it', async () => {
    await using desk = await openStaff(kind)
    const { credentials } = await desk.join('lilei')
    const left = cookieHeader((await desk.staff.openSession(credentials())).cookies)
    const used = cookieHeader((await desk.staff.openSession(credentials())).cookies)
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
    const cookie = cookieHeader((await desk.staff.openSession(credentials())).cookies)
    await desk.staff.setGrants(staff_id, [{ brand_id: '*', role: 'approver' }], 'command')
    expect(await desk.staff.actorOf(cookie)).toMatchObject({ grants: [{ brand_id: '*', role: 'approver' }] })
  })

  test('end at once with the account, its password or its second factor', async () => {
    await using desk = await openStaff(kind)
    const { staff_id, credentials, otpauth_uri } = await desk.join('lilei')
    const other = await desk.join('hanmeimei')
    const kept = cookieHeader((await desk.staff.openSession(other.credentials())).cookies)
    const first = cookieHeader((await desk.staff.openSession(credentials())).cookies)
    await desk.staff.setPassword(staff_id, 'another long password', 'the-admin')
    expect(await desk.staff.actorOf(first)).toBeUndefined()
    const anew = { name: 'lilei', password: 'another long password', totp: desk.code(otpauth_uri) }
    const second = cookieHeader((await desk.staff.openSession(anew)).cookies)
    const uri = await desk.staff.renewSecondFactor(staff_id, 'the-admin')
    expect(await desk.staff.actorOf(second)).toBeUndefined()
    const last = { ...anew, totp: desk.code(uri) }
    const third = cookieHeader((await desk.staff.openSession(last)).cookies)
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

  test('remember the second factor for five minutes, and take it again', async () => {
    await using desk = await openStaff(kind)
    const { staff_id, credentials, otpauth_uri } = await desk.join('lilei')
    const cookie = cookieHeader((await desk.staff.openSession(credentials())).cookies)
    const needed = async () => {
      const actor = await desk.staff.actorOf(cookie)
      return () => actor && demandSecondFactor(actor, desk.clock.seconds)
    }
    desk.clock.advance(300)
    expect(await needed()).not.toThrow()
    desk.clock.advance(1)
    expect(await needed()).toThrow(refused('second_factor_needed'))
    await expect(desk.staff.confirmSecondFactor(cookie, '000000')).rejects.toEqual(refused('second_factor_wrong'))
    const confirmed = await desk.staff.confirmSecondFactor(cookie, desk.code(otpauth_uri))
    expect(confirmed).toEqual({ staff_id, name: 'lilei', grants: [], second_factor_time: desk.clock.seconds })
    expect(await desk.staff.actorOf(cookie)).toEqual(confirmed)
    expect(desk.events.slice(2).map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      `${staff_id} staff.second_factor_failed`,
      `${staff_id} staff.second_factor`,
    ])
    await expect(desk.staff.confirmSecondFactor(undefined, '000000')).rejects.toEqual(refused('not_signed_in'))
  })

  test('do not let a second factor be guessed', async () => {
    await using desk = await openStaff(kind)
    const { credentials, otpauth_uri } = await desk.join('lilei')
    const cookie = cookieHeader((await desk.staff.openSession(credentials())).cookies)
    const confirm = (totp: string) => desk.staff.confirmSecondFactor(cookie, totp)
    for (let failure = 0; failure < 5; failure++) await expect(confirm('000000')).rejects.toEqual(refused('second_factor_wrong'))
    await expect(confirm(desk.code(otpauth_uri))).rejects.toEqual(refused('sign_in_locked'))
    await expect(desk.staff.openSession({ name: 'lilei', password, totp: desk.code(otpauth_uri) })).resolves.toMatchObject({
      actor: { name: 'lilei' },
    })
    desk.clock.advance(900)
    await expect(confirm(desk.code(otpauth_uri))).resolves.toMatchObject({ second_factor_time: desk.clock.seconds })
  })
})
