import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { closeStaff, openStaff, password } from './fixtures/staff.ts'

afterAll(closeStaff)

const refused = (kind: string) => expect.objectContaining({ name: 'DeskError', kind })

describe.each(kinds)('the first person on %s', (kind) => {
  test('who comes to a set-up link that is over is told before anything is hashed, and so is a password that nobody can have', async () => {
    await using desk = await openStaff(kind)
    const token = (await desk.staff.setUpLink()) ?? ''
    const admin = { name: 'root', password }
    // Told of the link, though the name and the password are wrong as well: those are looked at later.
    await expect(desk.staff.setUp('none', { name: '', password: 'short' })).rejects.toEqual(refused('set_up_over'))
    await desk.staff.setUp(token, admin)
    await expect(desk.staff.setUp(token, { name: '', password: 'short' })).rejects.toEqual(refused('set_up_over'))
    // Wrong, and not even counted: no hash is made of it.
    const long = { name: 'root', password: 'x'.repeat(1025), totp: '000000' }
    for (let at = 0; at < 6; at++) await expect(desk.staff.signIn(long)).rejects.toEqual(refused('sign_in_wrong'))
    expect(await desk.rows('select count(*) as count from sign_in_failures')).toEqual([{ count: 0 }])
    await expect(desk.staff.add({ name: 'second', password: 'x'.repeat(1025), grants: [] }, 'root')).rejects.toEqual(
      refused('password_weak'),
    )
  })

  test('a desk without people has one set-up link, for an hour and for one administrator', async () => {
    await using desk = await openStaff(kind)
    const over = refused('set_up_over')
    const admin = { name: 'admin', password }
    const [first = '', second = ''] = [await desk.staff.setUpLink(), await desk.staff.setUpLink()]
    await expect(desk.staff.setUp(first, admin)).rejects.toEqual(over)
    await expect(desk.staff.setUp(second, { ...admin, password: 'short' })).rejects.toEqual(refused('password_weak'))
    desk.clock.advance(3600)
    await expect(desk.staff.setUp(second, admin)).rejects.toEqual(over)
    const third = (await desk.staff.setUpLink()) ?? ''
    expect(JSON.stringify(await desk.rows('select * from set_up_links'))).not.toContain(third)
    const both = await Promise.allSettled([desk.staff.setUp(third, admin), desk.staff.setUp(third, { ...admin, name: 'other' })])
    const [uri = '', ...more] = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(more).toEqual([])
    const [staffMember] = await desk.staff.list()
    expect(staffMember?.grants).toEqual([{ brand_id: '*', role: 'admin' }])
    await expect(desk.staff.signIn({ name: staffMember?.name ?? '', password, totp: desk.code(uri) })).resolves.toMatchObject({
      staff_id: staffMember?.staff_id,
    })
    expect(await desk.staff.setUpLink()).toBeUndefined()
    await expect(desk.staff.setUp(third, admin)).rejects.toEqual(over)
  })

  test('a link is worth nothing once somebody was added in another way', async () => {
    await using desk = await openStaff(kind)
    const token = (await desk.staff.setUpLink()) ?? ''
    await desk.join('lilei')
    await expect(desk.staff.setUp(token, { name: 'admin', password })).rejects.toEqual(refused('set_up_over'))
  })
})
