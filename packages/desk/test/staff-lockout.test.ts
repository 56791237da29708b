import { formatTime } from '@card-member/sdk/contract'
import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import type { TestClock } from '../../../test/test-clock.ts'
import { DeskError } from '../src/contract/desk-error.ts'
import { Staff } from '../src/staff/staff.ts'
import { closeStaff, openStaff, password } from './fixtures/staff.ts'

afterAll(closeStaff)

const refused = (kind: string) => expect.objectContaining({ name: 'DeskError', kind })
const wrong = refused('sign_in_wrong')

/** A lock that ends so many seconds from now, and says so. */
const lockedFor = ({ seconds }: TestClock, retry_after: number) =>
  expect.objectContaining({
    name: 'DeskError',
    kind: 'sign_in_locked',
    detail: { locked_until: formatTime(seconds + retry_after), retry_after },
  })

function refusalOf(error: unknown): string {
  return error instanceof DeskError ? error.kind : String(error)
}

describe.each(kinds)('the lock of sign-ins on %s', (kind) => {
  test('five failures lock a name for a quarter of an hour, in every process, and whether it exists or not', async () => {
    await using desk = await openStaff(kind)
    const { credentials } = await desk.join('lilei')
    const other = new Staff(desk.parts)
    for (const name of ['LiLei', 'nobody']) {
      for (let failure = 0; failure < 5; failure++)
        await expect(desk.staff.signIn({ ...credentials(), name, totp: '000000' })).rejects.toEqual(wrong)
      await expect(desk.staff.signIn({ ...credentials(), name })).rejects.toEqual(lockedFor(desk.clock, 900))
      await expect(other.signIn({ ...credentials(), name })).rejects.toEqual(lockedFor(desk.clock, 900))
    }
    const failed = desk.events.filter(({ action }) => action === 'staff.sign_in_failed')
    expect(failed.map(({ facts }) => facts.locks)).toEqual([false, false, false, false, true, false, false, false, false, true])
    desk.clock.advance(899)
    await expect(other.signIn(credentials())).rejects.toEqual(lockedFor(desk.clock, 1))
    desk.clock.advance(1)
    await expect(other.signIn(credentials())).resolves.toMatchObject({ name: 'lilei' })
    expect(await desk.rows('select count(*) as count from sign_in_failures')).toEqual([{ count: 0 }])
  })

  test('a success forgets the failures before it', async () => {
    await using desk = await openStaff(kind)
    const { credentials } = await desk.join('lilei')
    for (let round = 0; round < 2; round++) {
      for (let failure = 0; failure < 4; failure++)
        await expect(desk.staff.signIn({ ...credentials(), totp: '000000' })).rejects.toEqual(wrong)
      await desk.staff.signIn(credentials())
      desk.clock.advance(30)
    }
  })

  test('guesses at the same time are no more than guesses one by one', async () => {
    await using desk = await openStaff(kind)
    const { credentials } = await desk.join('lilei')
    const guess = () => desk.staff.signIn({ ...credentials(), totp: '000000' }).catch(refusalOf)
    const guesses = await Promise.all(Array.from({ length: 12 }, guess))
    const count = (name: string) => guesses.filter((refusal) => refusal === name).length
    expect([count('sign_in_wrong'), count('sign_in_locked')]).toEqual([5, 7])
  })

  test('whoever guesses from elsewhere does not lock an owner out: not where they are known, and nobody who is signed in', async () => {
    await using desk = await openStaff(kind)
    const { credentials, otpauth_uri, staff_id } = await desk.join('lilei')
    const enter = async (address: string) => {
      await desk.forgetCodes()
      return desk.staff.openSession(credentials(), { address })
    }
    const guess = (address: string) => desk.staff.openSession({ ...credentials(), totp: '000000' }, { address }).catch(refusalOf)
    const { token } = await enter('192.0.2.1')
    const told: unknown[] = []
    for (let at = 0; at < 30; at++) told.push(await guess(`203.0.113.${Math.floor(at / 5)}`))
    // Five from each place, and twenty from all that are strange, anybody who they are.
    expect(told.map((answer) => answer === 'sign_in_wrong')).toEqual(Array.from({ length: 30 }, (_, at) => at < 20))
    expect(await desk.staff.confirmSecondFactor(token, desk.code(otpauth_uri))).toMatchObject({ staff_id })
    expect(await enter('192.0.2.1')).toMatchObject({ actor: { name: 'lilei' } })
    await desk.forgetCodes()
    expect(await desk.staff.signIn(credentials())).toMatchObject({ name: 'lilei' })
    await expect(enter('198.51.100.1')).rejects.toEqual(lockedFor(desk.clock, 900))
    // The lock of strange places ends by itself, though the guessing goes on.
    desk.clock.advance(899)
    await guess('203.0.113.9')
    desk.clock.advance(1)
    expect(await enter('198.51.100.1')).toMatchObject({ actor: { name: 'lilei' } })
    // A code that is wrong again and again locks that alone.
    for (let at = 0; at < 5; at++)
      await expect(desk.staff.confirmSecondFactor(token, '000000')).rejects.toEqual(refused('second_factor_wrong'))
    await expect(desk.staff.confirmSecondFactor(token, desk.code(otpauth_uri))).rejects.toEqual(lockedFor(desk.clock, 900))
    expect(await enter('192.0.2.1')).toMatchObject({ actor: { name: 'lilei' } })
    // The machine's operator unlocks all of it, and so does a new invitation.
    for (let at = 0; at < 5; at++) await guess('192.0.2.1')
    await expect(enter('192.0.2.1')).rejects.toEqual(lockedFor(desk.clock, 900))
    const totp = desk.code(await desk.staff.reset(staff_id, password, 'local'))
    expect(await desk.staff.openSession({ name: 'lilei', password, totp }, { address: '192.0.2.1' })).toMatchObject({
      actor: { name: 'lilei' },
    })
  })

  test('an address that tries many names is locked for all of them, until a quarter of an hour after its first failure', async () => {
    await using desk = await openStaff(kind)
    const { credentials } = await desk.join('lilei')
    const enter = async (address: string) => {
      await desk.forgetCodes()
      return desk.staff.openSession(credentials(), { address })
    }
    const guess = (name: string) => desk.staff.openSession({ ...credentials(), name, totp: '000000' }, { address: '203.0.113.7' })
    const guesses = (count: number, of: string) =>
      Promise.all(Array.from({ length: count }, (_, at) => guess(`${of}${at}`).catch(refusalOf)))
    expect(new Set(await guesses(40, 'a'))).toEqual(new Set(['sign_in_wrong']))
    desk.clock.advance(600)
    await enter('203.0.113.7')
    expect(new Set(await guesses(10, 'b'))).toEqual(new Set(['sign_in_wrong']))
    await expect(enter('203.0.113.7')).rejects.toEqual(lockedFor(desk.clock, 300))
    await expect(enter('203.0.113.8')).resolves.toMatchObject({ actor: { name: 'lilei' } })
    desk.clock.advance(300)
    await expect(enter('203.0.113.7')).resolves.toMatchObject({ actor: { name: 'lilei' } })
  })
})
