import { afterAll, expect, test } from 'vitest'
import type { Credentials } from '../src/staff/authenticator.ts'
import { usualCost } from '../src/staff/password-hash.ts'
import { closeStaff, openStaff } from './fixtures/staff.ts'

afterAll(closeStaff)

const wrong = expect.objectContaining({ name: 'DeskError', kind: 'sign_in_wrong' })

test('a name that nobody has takes the same work as a wrong password, at the cost that a desk hashes with', async () => {
  await using desk = await openStaff('sqlite', { password_cost: usualCost })
  const { staff_id, credentials } = await desk.join('lilei')
  await desk.join('hanmeimei')
  const work = async (attempt: Partial<Credentials>) => {
    const before = process.cpuUsage()
    await expect(desk.staff.signIn({ ...credentials(), ...attempt })).rejects.toEqual(wrong)
    const { user, system } = process.cpuUsage(before)
    return user + system
  }
  // Time of the processor, which the load of the machine hardly changes; the least of three runs.
  const least = async (attempt: Partial<Credentials>) => Math.min(await work(attempt), await work(attempt), await work(attempt))
  const usual = await least({ password: 'another long password' })
  for (const attempt of [{ name: 'nobody' }, { name: 'no name' }, { name: 'hanmeimei', totp: '' }]) {
    const ratio = (await least(attempt)) / usual
    expect({ attempt, ratio, same: ratio > 0.5 && ratio < 2 }).toEqual({ attempt, ratio, same: true })
  }
  await desk.staff.disable(staff_id, 'command')
  expect((await work({})) / usual).toBeGreaterThan(0.5)
})
