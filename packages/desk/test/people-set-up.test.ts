import { describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { openPeople, password } from './people-fixture.ts'

const refused = (refusal: string) => expect.objectContaining({ name: 'DeskRefusal', refusal })

describe.each(kinds)('the first person on %s', (kind) => {
  test('who comes to a set-up link that is over is told before anything is hashed, and so is a password that nobody can have', async () => {
    await using desk = await openPeople(kind)
    const token = (await desk.people.setUpLink()) ?? ''
    const admin = { name: 'root', password }
    // Told of the link, though the name and the password are wrong as well: those are looked at later.
    await expect(desk.people.setUp('none', { name: '', password: 'short' })).rejects.toEqual(refused('set_up_over'))
    await desk.people.setUp(token, admin)
    await expect(desk.people.setUp(token, { name: '', password: 'short' })).rejects.toEqual(refused('set_up_over'))
    // Wrong, and not even counted: no hash is made of it.
    const long = { name: 'root', password: 'x'.repeat(1025), totp: '000000' }
    for (let at = 0; at < 6; at++) await expect(desk.people.signIn(long)).rejects.toEqual(refused('sign_in_wrong'))
    expect(await desk.rows('select count(*) as count from sign_in_failures')).toEqual([{ count: 0 }])
    await expect(desk.people.add({ name: 'second', password: 'x'.repeat(1025), roles: [] }, 'root')).rejects.toEqual(
      refused('password_weak'),
    )
  })

  test('a desk without people has one set-up link, for an hour and for one administrator', async () => {
    await using desk = await openPeople(kind)
    const over = refused('set_up_over')
    const admin = { name: 'admin', password }
    const [first = '', second = ''] = [await desk.people.setUpLink(), await desk.people.setUpLink()]
    await expect(desk.people.setUp(first, admin)).rejects.toEqual(over)
    await expect(desk.people.setUp(second, { ...admin, password: 'short' })).rejects.toEqual(refused('password_weak'))
    desk.clock.advance(3600)
    await expect(desk.people.setUp(second, admin)).rejects.toEqual(over)
    const third = (await desk.people.setUpLink()) ?? ''
    expect(JSON.stringify(await desk.rows('select * from set_up_links'))).not.toContain(third)
    const both = await Promise.allSettled([desk.people.setUp(third, admin), desk.people.setUp(third, { ...admin, name: 'other' })])
    const [uri = '', ...more] = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(more).toEqual([])
    const [person] = await desk.people.list()
    expect(person?.grants).toEqual([{ brand_id: '*', role: 'admin' }])
    await expect(desk.people.signIn({ name: person?.name ?? '', password, totp: desk.code(uri) })).resolves.toMatchObject({
      person_id: person?.person_id,
    })
    expect(await desk.people.setUpLink()).toBeUndefined()
    await expect(desk.people.setUp(third, admin)).rejects.toEqual(over)
  })

  test('a link is worth nothing once somebody was added in another way', async () => {
    await using desk = await openPeople(kind)
    const token = (await desk.people.setUpLink()) ?? ''
    await desk.join('lilei')
    await expect(desk.people.setUp(token, { name: 'admin', password })).rejects.toEqual(refused('set_up_over'))
  })
})
