import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { closeStaff, openStaff } from './fixtures/staff.ts'

afterAll(closeStaff)

const refused = (kind: string) => expect.objectContaining({ name: 'DeskError', kind })
const admin = [{ brand_id: '*', role: 'admin' as const }]
const clerk = [{ brand_id: '1004', role: 'clerk' as const }]

describe.each(kinds)('the last administrator on %s', (kind) => {
  test('is never demoted, disabled or renewed, nor is anybody by themselves', async () => {
    await using desk = await openStaff(kind)
    const [chen, zhao] = [await desk.join('chen', admin), await desk.join('zhao', [{ brand_id: '1004', role: 'admin' }])]
    const last = refused('last_administrator')
    const attempts = (staff_id: string, by: string) => [
      () => desk.staff.setGrants(staff_id, clerk, by),
      () => desk.staff.disable(staff_id, by),
      () => desk.staff.renew(staff_id, by),
    ]
    for (const attempt of attempts(chen.staff_id, zhao.staff_id)) await expect(attempt()).rejects.toEqual(last)
    for (const attempt of attempts(chen.staff_id, chen.staff_id)) await expect(attempt()).rejects.toEqual(refused('own_account'))
    // More roles beside the one that counts are no loss; a disabled administrator counts for nobody.
    await desk.staff.setGrants(chen.staff_id, [...admin, ...clerk], 'local')
    await desk.staff.setGrants(zhao.staff_id, admin, 'local')
    await desk.staff.disable(zhao.staff_id, chen.staff_id)
    for (const attempt of attempts(chen.staff_id, zhao.staff_id)) await expect(attempt()).rejects.toEqual(last)
    expect((await desk.staff.list()).map(({ name, disabled_time }) => [name, disabled_time === null])).toEqual([
      ['chen', true],
      ['zhao', false],
    ])
  })

  test('is there still when two administrators take the role from each other at once, twenty times', async () => {
    await using desk = await openStaff(kind)
    const [chen, zhao] = [await desk.join('chen', admin), await desk.join('zhao', admin)]
    for (let round = 0; round < 20; round++) {
      const disabling = round % 2 === 0
      const take = (from: string, by: string) => (disabling ? desk.staff.disable(from, by) : desk.staff.setGrants(from, clerk, by))
      const both = await Promise.allSettled([take(chen.staff_id, zhao.staff_id), take(zhao.staff_id, chen.staff_id)])
      expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
      expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: refused('last_administrator') })
      for (const { staff_id } of [chen, zhao]) {
        await desk.staff.enable(staff_id, 'local')
        await desk.staff.setGrants(staff_id, admin, 'local')
      }
    }
  })
})
