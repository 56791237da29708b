import { check, invalidateUserCard } from '@card-member/sdk/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hiddenCharacterOf } from '../contract/visible-text.ts'
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
        fc.pre(value !== '' && !value.includes('\uFFFD') && hiddenCharacterOf(value.replaceAll(/[\uD800-\uDFFF]/g, '')) === undefined)
        expect(judges[column](value) === undefined).toBe(check(fields[column], value).length === 0)
      }),
      { numRuns: 2000 },
    )
  })
})

test('each fault has its name, its limit and the size of the text', () => {
  expect(judges.card_id('a'.repeat(33))).toEqual({ fault: 'too_long', limit: 32, size: 33 })
  expect(judges.card_id('卡')).toEqual({ fault: 'bad_character' })
  expect(judges.user_card_code('a b')).toEqual({ fault: 'bad_character' })
  expect(judges.openid('o'.repeat(129))).toEqual({ fault: 'too_long', limit: 128, size: 129 })
  expect(judges.invalid_reason('退'.repeat(32))).toBeUndefined()
  expect(judges.invalid_reason('退'.repeat(33))).toEqual({ fault: 'too_long', limit: 32, size: 33 })
  expect(judges.invalid_reason('退会😀')).toEqual({ fault: 'four_byte_character' })
  expect(judges.invalid_reason('退\uD83D会')).toEqual({ fault: 'damaged_character' })
  expect(judges.invalid_reason('退\0会')).toEqual({ fault: 'hidden_character', character: 'U+0000' })
  expect(judges.invalid_reason('退\u200B会')).toEqual({ fault: 'hidden_character', character: 'U+200B' })
  expect(judges.invalid_reason('退\uFFFD会')).toEqual({ fault: 'damaged_character' })
})
