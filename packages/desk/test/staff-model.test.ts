import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { closeStaff, openStaff } from './fixtures/staff.ts'
import { actKinds } from './fixtures/staff-acts.ts'
import { StaffModel } from './fixtures/staff-model.ts'

afterAll(closeStaff)

const act = fc.record({
  // An account takes three of these acts, so that they come more often.
  kind: fc.constantFrom(
    ...actKinds,
    'invite',
    'renew',
    'confirm',
    'confirm',
    'accept',
    'accept',
    'acceptByPasskey',
    'signIn',
    'signInByPasskey',
  ),
  who: fc.constant(0),
  which: fc.nat(7),
  seconds: fc.constantFrom(29, 30, 30, 60, 60, 60, 60, 600, 1200, 3600, 12 * 3600, 72 * 3600),
})

// Every run begins with an account; what may happen to it is left to chance.
const join = (['invite', 'confirm', 'acceptByPasskey', 'signInByPasskey', 'ask'] as const).map((kind) => ({
  kind,
  who: 0,
  which: 0,
  seconds: 0,
}))

/** What may be said: that an act was done, who asks, and every refusal. */
const outcomes = [
  'done',
  'wang',
  'nobody',
  'change_closed',
  'invitation_exists',
  'invitation_over',
  'invitation_unknown',
  'last_factor',
  'not_signed_in',
  'passkey_unknown',
  'passkey_wrong',
  'sign_in_wrong',
  'staff_exists',
  'staff_unknown',
  'totp_used',
]

describe.each(kinds)('invitations, sessions and factors on %s', (kind) => {
  test('are in the states of a model after any acts, and refuse exactly what it refuses', async () => {
    const seen = new Set<unknown>()
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 100, maxLength: 100, size: 'max' }), async (acts) => {
        await using desk = await openStaff(kind, { passkey_url: () => 'http://localhost:8090' })
        const admin = await desk.join('chen', [{ brand_id: '*', role: 'admin' }])
        await desk.join('zhao', [{ brand_id: '*', role: 'admin' }])
        const model = new StaffModel(desk, admin.staff_id)
        for (const each of [...join, ...acts]) {
          const { said, expected } = await model.act(each)
          expect([each, said]).toEqual([each, expected])
          seen.add(said)
        }
      }),
      { seed: 20261126, numRuns: 5, endOnFailure: true },
    )
    // The model is no proof of what never happens in it.
    expect(seen).toEqual(new Set(outcomes))
  })
})
