import fc from 'fast-check'
import { generateSync } from 'otplib'
import { expect, test } from 'vitest'
import { makeTotpSecret, readCode, stepOfCode } from './totp.ts'

const owner = { staff_id: 'the-id-of-lilei', key: 'a secret for tests of thirty-two' }
const now = 1_795_485_600

/** An authenticator: what the desk keeps of it, and what it shows at a time. */
function authenticator() {
  const { sealed_secret, otpauth_uri } = makeTotpSecret({ ...owner, name: 'lilei' })
  const secret = new URL(otpauth_uri).searchParams.get('secret') ?? ''
  return { sealed_secret, shown: (shift = 0) => generateSync({ secret, epoch: now + shift }) }
}

test('codes are those of any authenticator, one step early or late, and tell their step', () => {
  const { sealed_secret, shown } = authenticator()
  const step = now / 30
  const stepAt = (shift: number) => stepOfCode(shown(shift), { ...owner, sealed_secret, now })
  expect([-60, -30, 0, 30, 60].map(stepAt)).toEqual([undefined, step - 1, step, step + 1, undefined])
})

test('no other text is a code', () => {
  const { sealed_secret, shown } = authenticator()
  const right = [-30, 0, 30].map(shown)
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^\d{5,7}$/),
    fc.constantFrom(...right.map((code) => `${code}x`)),
  )
  fc.assert(
    fc.property(
      text.filter((code) => !right.includes(readCode(code) ?? '')),
      (code) => {
        expect(stepOfCode(code, { ...owner, sealed_secret, now })).toBeUndefined()
      },
    ),
  )
})

test('a code is read as people type it: in groups, full width, with blanks that cannot be seen', () => {
  const { sealed_secret, shown } = authenticator()
  const code = shown()
  const blank = fc.constantFrom('', ' ', '\u00a0', '\u3000', '\u200b', '\u2060', '\ufeff', '\t', '-', '\u202f')
  fc.assert(
    fc.property(fc.array(blank, { minLength: 7, maxLength: 7 }), fc.boolean(), (blanks, wide) => {
      const digits = Array.from(code, (digit) => (wide ? String.fromCodePoint(0xff10 + Number(digit)) : digit))
      const typed = blanks.map((each, index) => `${each}${digits[index] ?? ''}`).join('')
      expect(readCode(typed)).toBe(code)
      expect(stepOfCode(typed, { ...owner, sealed_secret, now })).toBe(now / 30)
    }),
  )
  for (const wrong of ['12345', '1234567', '12345a', '', '١٢٣٤٥٦']) expect(readCode(wrong)).toBeUndefined()
})

test("a second factor is unreadable under another secret, and in somebody else's row", () => {
  const { sealed_secret, shown } = authenticator()
  for (const other of [{ key: `${owner.key}.` }, { staff_id: 'the-id-of-hanmeimei' }])
    expect(() => stepOfCode(shown(), { ...owner, ...other, sealed_secret, now })).toThrow('does not open')
})
