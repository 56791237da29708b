import fc from 'fast-check'
import { generateSync } from 'otplib'
import { expect, test } from 'vitest'
import { codeFits, makeSecondFactor } from './second-factor.ts'

const key = 'a secret for tests of thirty-two'
const now = 1_795_485_600

test('codes are those of any authenticator, one step early or late', async () => {
  const { second_factor, otpauth_uri } = await makeSecondFactor('lilei', key)
  const secret = new URL(otpauth_uri).searchParams.get('secret') ?? ''
  const fits = (shift: number) => codeFits(generateSync({ secret, epoch: now + shift }), { second_factor, key, now })
  expect(await Promise.all([-60, -30, 0, 30, 60].map(fits))).toEqual([false, true, true, true, false])
})

test('no other text is a code', async () => {
  const { second_factor, otpauth_uri } = await makeSecondFactor('lilei', key)
  const secret = new URL(otpauth_uri).searchParams.get('secret') ?? ''
  const right = [-30, 0, 30].map((shift) => generateSync({ secret, epoch: now + shift }))
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^\d{5,7}$/),
    fc.constantFrom(...right.map((code) => ` ${code}`)),
  )
  await fc.assert(
    fc.asyncProperty(
      text.filter((code) => !right.includes(code)),
      async (code) => {
        expect(await codeFits(code, { second_factor, key, now })).toBe(false)
      },
    ),
  )
})

test('a second factor is unreadable under another secret', async () => {
  const { second_factor } = await makeSecondFactor('lilei', key)
  await expect(codeFits('000000', { second_factor, key: `${key}.`, now })).rejects.toThrow()
})
