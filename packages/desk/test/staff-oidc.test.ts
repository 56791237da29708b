import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { openBoth, refusalOf } from './fixtures/oidc.ts'
import { closeStaff, password } from './fixtures/staff.ts'

afterAll(closeStaff)

describe.each(kinds)('OpenID Connect on %s', (kind) => {
  test('lets in whom the desk knows by name, without a second factor of this desk', async () => {
    await using both = await openBoth(kind)
    const { desk } = both
    const { staff_id, otpauth_uri } = await desk.join('李雷', [{ brand_id: '1004', role: 'clerk' }])
    const { token } = await both.enter({ claims: { sub: '7', preferred_username: '李雷', email: 'li@example.com' } })
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(await desk.staff.actorOf(token)).toEqual({
      staff_id,
      name: '李雷',
      grants: [{ brand_id: '1004', role: 'clerk' }],
      second_factor_time: undefined,
    })
    await expect(desk.staff.confirmSecondFactor(token, desk.code(otpauth_uri))).resolves.toMatchObject({
      second_factor_time: desk.clock.seconds,
    })
    expect(desk.events.slice(1, 3)).toEqual([
      { brand_id: '', actor: staff_id, action: 'staff.bind', facts: { method: 'oidc' } },
      { brand_id: '', actor: staff_id, action: 'staff.sign_in', facts: { method: 'oidc' } },
    ])
    expect(await desk.rows('select issuer, subject, staff_id from oidc_identities')).toEqual([
      { issuer: both.provider.issuer, subject: '7', staff_id },
    ])
    expect(JSON.stringify(await desk.rows('select * from staff'))).not.toContain('li@example.com')
  })

  test('knows people by their issuer and subject from then on, and lets nobody have a name that is bound', async () => {
    await using both = await openBoth(kind)
    const { staff_id } = await both.desk.join('lilei')
    await both.enter({ claims: { sub: '7', preferred_username: 'lilei' } })
    expect(await both.enter({ claims: { sub: '7', preferred_username: 'li.lei' } })).toMatchObject({ staff_id })
    expect(await both.refusal({ claims: { sub: '8', preferred_username: 'lilei' } })).toBe('oidc_staff_unknown')
    expect(both.desk.events.at(-1)).toEqual({
      brand_id: '',
      actor: staff_id,
      action: 'staff.sign_in_failed',
      facts: { method: 'oidc' },
    })
  })

  test('makes nobody, and lets no one in whose account was taken away', async () => {
    await using both = await openBoth(kind)
    const { staff_id } = await both.desk.join('lilei')
    for (const claims of [
      { sub: '1', preferred_username: 'hanmeimei' },
      { sub: '2' },
      { sub: '3', email: 'lilei', email_verified: true },
      { sub: '4', preferred_username: ['lilei'] },
      { sub: '5', preferred_username: '' },
    ])
      expect([claims, await both.refusal({ claims })]).toEqual([claims, 'oidc_staff_unknown'])
    await both.enter({ claims: { sub: '7', preferred_username: 'lilei' } })
    await both.desk.staff.disable(staff_id, 'command')
    expect(await both.refusal()).toBe('oidc_staff_unknown')
    expect(await both.desk.rows('select count(*) as count from staff')).toEqual([{ count: 1 }])
    expect(await both.desk.rows('select count(*) as count from sessions')).toEqual([{ count: 0 }])
  })

  test('binds nobody whose account was taken away before they came', async () => {
    await using both = await openBoth(kind)
    const { staff_id } = await both.desk.join('lilei')
    await both.desk.staff.disable(staff_id, 'command')
    expect(await both.refusal({ claims: { sub: '7', preferred_username: 'lilei' } })).toBe('oidc_staff_unknown')
    expect(await both.desk.rows('select count(*) as count from oidc_identities')).toEqual([{ count: 0 }])
  })

  test('knows a person by a sign-in name that may be an address, in any case', async () => {
    await using both = await openBoth(kind)
    const { staff } = both.desk
    const { staff_id } = await staff.add({ name: '李雷', sign_in_name: 'Li.Lei@Example.com', password, grants: [] }, 'command')
    expect(await both.refusal({ claims: { sub: '6', preferred_username: '李雷' } })).toBe('oidc_staff_unknown')
    expect(await both.enter({ claims: { sub: '7', preferred_username: 'li.lei@example.COM' } })).toMatchObject({ staff_id })
    expect((await staff.list()).map(({ sign_in_name }) => sign_in_name)).toEqual(['li.lei@example.com'])
  })

  test('knows people by the claim that the settings name, and by an e-mail address only when it is verified', async () => {
    await using employee = await openBoth(kind, { claim: 'employee' })
    const { staff_id } = await employee.desk.join('lilei')
    const claims = { sub: '7', preferred_username: 'li@example.com', employee: 'lilei' }
    expect(await employee.enter({ claims })).toMatchObject({ staff_id })

    await using email = await openBoth(kind, { claim: 'email' })
    await email.desk.staff.add({ name: 'lilei', sign_in_name: 'li@example.com', password, grants: [] }, 'command')
    const address = { sub: '7', email: 'li@example.com' }
    for (const each of [address, { ...address, email_verified: false }, { ...address, email_verified: 'true' }])
      expect([each, await email.refusal({ claims: each })]).toEqual([each, 'oidc_staff_unknown'])
    expect(await email.enter({ claims: { ...address, email_verified: true } })).toMatchObject({ name: 'lilei' })
  })

  test('an administrator sets another sign-in name; who was bound before is not let in, and sessions end', async () => {
    await using both = await openBoth(kind)
    const { staff } = both.desk
    const { staff_id } = await both.desk.join('lilei')
    await both.desk.join('hanmeimei')
    const { token } = await both.enter({ claims: { sub: '7', preferred_username: 'lilei' } })
    const admin = await both.desk.join('chen', [{ brand_id: '*', role: 'admin' }])
    const other = {
      staff_id: 'other',
      name: 'other',
      grants: [{ brand_id: '*', role: 'admin' as const }],
      second_factor_time: both.desk.clock.seconds,
    }
    const waiting = await staff.setSignInName(staff_id, 'Li@Example.com', admin.staff_id)
    // Until another administrator confirms it, nobody signs in by the new name.
    expect(await staff.actorOf(token)).toMatchObject({ staff_id })
    await staff.changes.confirm(other, waiting?.change_id ?? '')
    expect(both.desk.events.at(-1)).toEqual({
      brand_id: '',
      actor: admin.staff_id,
      action: 'staff.sign_in_name',
      facts: { staff_id },
    })
    expect(await staff.actorOf(token)).toBeUndefined()
    expect(await both.refusal()).toBe('oidc_staff_unknown')
    expect(await both.enter({ claims: { sub: '8', preferred_username: 'li@example.com' } })).toMatchObject({ staff_id })
    const late = await staff.setSignInName(staff_id, 'taken@example.com', admin.staff_id)
    await staff.setSignInName(staff_id, 'li@example.com', 'local')
    await expect(staff.changes.confirm(other, late?.change_id ?? '')).resolves.toMatchObject({ row: { state: 'applied' } })
    expect(await refusalOf(staff.setSignInName(staff_id, 'HanMeiMei', 'the-admin'))).toBe('sign_in_name_taken')
    for (const wrong of ['', ' a', 'a ', 'a\u200bb', 'a\nb', 'a'.repeat(255)])
      expect([wrong, await refusalOf(staff.setSignInName(staff_id, wrong, 'the-admin'))]).toEqual([wrong, 'staff_malformed'])
    expect(await refusalOf(staff.setSignInName('nobody', 'a', 'the-admin'))).toBe('staff_unknown')
  })

  test('asks userinfo for what the ID token leaves out, of the same subject only', async () => {
    await using both = await openBoth(kind)
    const { staff_id } = await both.desk.join('lilei')
    const token = { preferred_username: null }
    expect(await both.refusal({ claims: { sub: '7' }, userinfo: { sub: '8', preferred_username: 'lilei' }, token })).toBe(
      'oidc_token_refused',
    )
    expect(await both.refusal({ userinfo: { sub: '7', preferred_username: 'lilei' }, no_id_token: true })).toBe('oidc_token_refused')
    expect(await both.enter({ no_id_token: false })).toMatchObject({ staff_id })
    const count = both.provider.asked.filter((path) => path === '/userinfo').length
    expect(count).toBe(2)
    await both.enter()
    expect(both.provider.asked.filter((path) => path === '/userinfo')).toHaveLength(count)
  })
})
