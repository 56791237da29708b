import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seal, unseal } from './seal.ts'

const key = { secret: 'a secret for tests of thirty-two', purpose: 'one' }

test('opens what was sealed, for this purpose and by this secret only', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
      (text) => {
        const sealed = seal(text, key)
        expect(unseal(sealed, key)).toBe(text)
        expect(unseal(sealed, { ...key, purpose: 'another' })).toBeUndefined()
        expect(unseal(sealed, { ...key, secret: 'another' })).toBeUndefined()
      },
    ),
  )
})

test('opens nothing that was changed or shortened, and nothing else', () => {
  const bytes = Buffer.from(seal('a text', key), 'base64url')
  fc.assert(
    fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
      const changed = Buffer.from(bytes)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(unseal(changed.toString('base64url'), key)).toBeUndefined()
    }),
  )
  for (let length = 0; length < bytes.length; length++) expect(unseal(bytes.subarray(0, length).toString('base64url'), key)).toBeUndefined()
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(unseal(text, key)).toBeUndefined()
    }),
  )
})
