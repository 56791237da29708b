import fc from 'fast-check'
import { generateSync } from 'otplib'
import { expect, test } from 'vitest'
import { codeFits, makeSecondFactor, readCode } from './second-factor.ts'

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
    fc.constantFrom(...right.map((code) => `${code}x`)),
  )
  await fc.assert(
    fc.asyncProperty(
      text.filter((code) => !right.includes(readCode(code) ?? '')),
      async (code) => {
        expect(await codeFits(code, { second_factor, key, now })).toBe(false)
      },
    ),
  )
})

test('a code is read as people type it: in groups, full width, with blanks that cannot be seen', async () => {
  const { second_factor, otpauth_uri } = await makeSecondFactor('lilei', key)
  const code = generateSync({ secret: new URL(otpauth_uri).searchParams.get('secret') ?? '', epoch: now })
  const blank = fc.constantFrom('', ' ', '\u00a0', '\u3000', '\u200b', '\u2060', '\ufeff', '\t', '-', '\u202f')
  await fc.assert(
    fc.asyncProperty(fc.array(blank, { minLength: 7, maxLength: 7 }), fc.boolean(), async (blanks, wide) => {
      const digits = Array.from(code, (digit) => (wide ? String.fromCodePoint(0xff10 + Number(digit)) : digit))
      const typed = blanks.map((each, index) => `${each}${digits[index] ?? ''}`).join('')
      expect(readCode(typed)).toBe(code)
      expect(await codeFits(typed, { second_factor, key, now })).toBe(true)
    }),
  )
  for (const wrong of ['12345', '1234567', '12345a', '', '١٢٣٤٥٦']) expect(readCode(wrong)).toBeUndefined()
})

test('a second factor is unreadable under another secret', async () => {
  const { second_factor } = await makeSecondFactor('lilei', key)
  await expect(codeFits('000000', { second_factor, key: `${key}.`, now })).rejects.toThrow()
})
