import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { demandSecondFactor } from '../src/people/actor.ts'
import { cookieHeader, openPeople, password } from './people-fixture.ts'

const refused = (refusal: string) => expect.objectContaining({ name: 'DeskRefusal', refusal })

describe.each(kinds)('sessions on %s', (kind) => {
  test('stand in a cookie that scripts and other sites do not get, and end when they are closed', async () => {
    await using desk = await openPeople(kind)
    const { person_id, credentials } = await desk.join('lilei', [{ brand_id: '1004', role: 'clerk' }])
    const actor = { person_id, name: 'lilei', grants: [{ brand_id: '1004', role: 'clerk' }], second_factor_time: desk.clock.seconds }
    const opened = await desk.people.openSession(credentials(), '203.0.113.7')
    expect(opened.actor).toEqual(actor)
    expect(opened.cookies).toEqual([expect.stringMatching(/^card-member-desk=[\w.%-]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/)])
    const cookie = cookieHeader(opened.cookies)
    expect(await desk.people.actorOf(`other=1; ${cookie}`)).toEqual(actor)
    const gone = await desk.people.closeSession(cookie)
    expect(gone).toContainEqual(expect.stringMatching(/^card-member-desk=; Max-Age=0; Path=\/; HttpOnly; SameSite=Lax$/))
    expect(await desk.people.actorOf(cookie)).toBeUndefined()
    await desk.people.closeSession(cookie)
    await desk.people.closeSession(undefined)
    expect(desk.entries.slice(1)).toEqual([
      { brand_id: '', actor: person_id, action: 'person.sign_in', facts: { method: 'browser' } },
      { brand_id: '', actor: person_id, action: 'person.sign_out', facts: {} },
    ])
  })

  test('are for https alone where the desk is', async () => {
    await using desk = await openPeople(kind, { base_url: () => 'https://desk.example.com' })
    const { credentials } = await desk.join('lilei')
    const { cookies } = await desk.people.openSession(credentials())
    expect(cookies).toEqual([
      expect.stringMatching(/^__Secure-card-member-desk=[\w.%-]+; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ])
    expect(await desk.people.actorOf(cookieHeader(cookies))).toMatchObject({ name: 'lilei' })
  })

  test('are not made of what stands in the database, nor of another signature', async () => {
    await using desk = await openPeople(kind)
    const { credentials } = await desk.join('lilei')
    const { cookies } = await desk.people.openSession(credentials())
    const [row] = await desk.rows('select token_hash from sessions')
    const [name, value = ''] = cookieHeader(cookies).split('=')
    const [token = '', signature = ''] = decodeURIComponent(value).split('.')
    const changed = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
    const forged = [`${token}.${changed}`, token, `${row?.token_hash}.${signature}`, `${row?.token_hash}`, '', '.', 'a.b']
    for (const each of forged) expect(await desk.people.actorOf(`${name}=${encodeURIComponent(each)}`)).toBeUndefined()
    for (const header of [undefined, '', ';', '=', 'card-member-desk']) expect(await desk.people.actorOf(header)).toBeUndefined()
  })

  test('are not found in anything else that a browser can send', async () => {
    await using desk = await openPeople(kind)
    const letter = fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code))
    const value = fc.oneof(fc.string({ unit: letter }), fc.constantFrom('%', '%E4%', '%00', '"', 'a.%'))
    const header = fc.oneof(
      value,
      value.map((each) => `card-member-desk=${each}`),
      value.map((each) => `a=b; card-member-desk=${each}.${each}=`),
    )
    await fc.assert(
      fc.asyncProperty(header, async (cookie) => {
        expect(await desk.people.actorOf(cookie)).toBeUndefined()
      }),
    )
  })

  test('end after an hour without use, and after twelve hours with it', async () => {
    await using desk = await openPeople(kind)
    const { credentials } = await desk.join('lilei')
    const left = cookieHeader((await desk.people.openSession(credentials())).cookies)
    const used = cookieHeader((await desk.people.openSession(credentials())).cookies)
    for (let minutes = 0; minutes < 60; minutes += 20) {
      expect(await desk.people.actorOf(used)).toMatchObject({ name: 'lilei' })
      desk.clock.advance(1200)
    }
    expect(await desk.people.actorOf(left)).toBeUndefined()
    for (let minutes = 60; minutes < 12 * 60; minutes += 20) {
      expect(await desk.people.actorOf(used)).toMatchObject({ name: 'lilei' })
      desk.clock.advance(1200)
    }
    expect(await desk.people.actorOf(used)).toBeUndefined()
    await desk.people.openSession(credentials())
    expect(await desk.rows('select count(*) as count from sessions')).toEqual([{ count: 1 }])
  })

  test('have what is granted now', async () => {
    await using desk = await openPeople(kind)
    const { person_id, credentials } = await desk.join('lilei')
    const cookie = cookieHeader((await desk.people.openSession(credentials())).cookies)
    await desk.people.setGrants(person_id, [{ brand_id: '*', role: 'approver' }], 'command')
    expect(await desk.people.actorOf(cookie)).toMatchObject({ grants: [{ brand_id: '*', role: 'approver' }] })
  })

  test('end at once with the account, its password or its second factor', async () => {
    await using desk = await openPeople(kind)
    const { person_id, credentials, otpauth_uri } = await desk.join('lilei')
    const other = await desk.join('hanmeimei')
    const kept = cookieHeader((await desk.people.openSession(other.credentials())).cookies)
    const first = cookieHeader((await desk.people.openSession(credentials())).cookies)
    await desk.people.setPassword(person_id, 'another long password', 'the-admin')
    expect(await desk.people.actorOf(first)).toBeUndefined()
    const anew = { name: 'lilei', password: 'another long password', totp: desk.code(otpauth_uri) }
    const second = cookieHeader((await desk.people.openSession(anew)).cookies)
    const uri = await desk.people.renewSecondFactor(person_id, 'the-admin')
    expect(await desk.people.actorOf(second)).toBeUndefined()
    const last = { ...anew, totp: desk.code(uri) }
    const third = cookieHeader((await desk.people.openSession(last)).cookies)
    await desk.people.disable(person_id, 'the-admin')
    expect(await desk.people.actorOf(third)).toBeUndefined()
    await expect(desk.people.openSession(last)).rejects.toEqual(refused('sign_in_wrong'))
    await expect(desk.people.signIn(last)).rejects.toEqual(refused('sign_in_wrong'))
    expect(await desk.people.actorOf(kept)).toMatchObject({ name: 'hanmeimei' })
    expect((await desk.people.list()).map(({ name, disabled_time }) => ({ name, disabled_time }))).toEqual([
      { name: 'hanmeimei', disabled_time: null },
      { name: 'lilei', disabled_time: desk.clock.seconds },
    ])
  })

  test('remember the second factor for five minutes, and take it again', async () => {
    await using desk = await openPeople(kind)
    const { person_id, credentials, otpauth_uri } = await desk.join('lilei')
    const cookie = cookieHeader((await desk.people.openSession(credentials())).cookies)
    const needed = async () => {
      const actor = await desk.people.actorOf(cookie)
      return () => actor && demandSecondFactor(actor, desk.clock.seconds)
    }
    desk.clock.advance(300)
    expect(await needed()).not.toThrow()
    desk.clock.advance(1)
    expect(await needed()).toThrow(refused('second_factor_needed'))
    await expect(desk.people.confirmSecondFactor(cookie, '000000')).rejects.toEqual(refused('second_factor_wrong'))
    const confirmed = await desk.people.confirmSecondFactor(cookie, desk.code(otpauth_uri))
    expect(confirmed).toEqual({ person_id, name: 'lilei', grants: [], second_factor_time: desk.clock.seconds })
    expect(await desk.people.actorOf(cookie)).toEqual(confirmed)
    expect(desk.entries.slice(2).map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      `${person_id} person.second_factor_failed`,
      `${person_id} person.second_factor`,
    ])
    await expect(desk.people.confirmSecondFactor(undefined, '000000')).rejects.toEqual(refused('not_signed_in'))
  })

  test('do not let a second factor be guessed', async () => {
    await using desk = await openPeople(kind)
    const { credentials, otpauth_uri } = await desk.join('lilei')
    const cookie = cookieHeader((await desk.people.openSession(credentials())).cookies)
    const confirm = (totp: string) => desk.people.confirmSecondFactor(cookie, totp)
    for (let failure = 0; failure < 5; failure++) await expect(confirm('000000')).rejects.toEqual(refused('second_factor_wrong'))
    await expect(confirm(desk.code(otpauth_uri))).rejects.toEqual(refused('sign_in_locked'))
    await expect(desk.people.openSession({ name: 'lilei', password, totp: desk.code(otpauth_uri) })).resolves.toMatchObject({
      actor: { name: 'lilei' },
    })
    desk.clock.advance(900)
    await expect(confirm(desk.code(otpauth_uri))).resolves.toMatchObject({ second_factor_time: desk.clock.seconds })
  })
})
