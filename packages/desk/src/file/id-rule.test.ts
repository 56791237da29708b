import { check, invalidateUserCard } from '@card-member/sdk/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judges } from './id-rule.ts'

const fields = invalidateUserCard.input.properties
const ascii = fc.string({ unit: fc.integer({ min: 0, max: 126 }).map((code) => String.fromCharCode(code)), maxLength: 140 })
const id = fc.string({ unit: fc.constantFrom('0', 'a', 'Z', '_', '-', '!', '~', ' '), minLength: 1, maxLength: 140 })
const anything = fc.string({
  unit: fc.oneof(fc.string({ unit: 'binary', maxLength: 1 }), fc.constantFrom('会', '员', '\uD800', '\uDC00', '😀', '𠮷')),
})
const text = fc.oneof(
  ascii,
  id,
  anything,
  anything.map((part) => part.slice(0, 34)),
)

describe.each(['card_id', 'user_card_code', 'openid', 'invalid_reason'] as const)('%s', (column) => {
  test('is judged as the contract does', () => {
    fc.assert(
      fc.property(text, (value) => {
        fc.pre(value !== '' && !value.includes('\uFFFD'))
        expect(judges[column](value) === undefined).toBe(check(fields[column], value).length === 0)
      }),
      { numRuns: 2000 },
    )
  })
})

test('each fault has its name', () => {
  expect(judges.card_id('a'.repeat(33))).toBe('too_long')
  expect(judges.card_id('卡')).toBe('bad_character')
  expect(judges.user_card_code('a b')).toBe('bad_character')
  expect(judges.openid('o'.repeat(129))).toBe('too_long')
  expect(judges.invalid_reason('退'.repeat(32))).toBeUndefined()
  expect(judges.invalid_reason('退'.repeat(33))).toBe('too_long')
  expect(judges.invalid_reason('退会😀')).toBe('four_byte_character')
  expect(judges.invalid_reason('退\0会')).toBe('bad_character')
  expect(judges.invalid_reason('退\uFFFD会')).toBe('damaged_character')
})
