import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hiddenCharacterOf, hiddenCharacterOfLines } from './visible-text.ts'

test.each([
  ['\u200B', 'U+200B'],
  ['\u202E', 'U+202E'],
  ['\u2066', 'U+2066'],
  ['\u200D', 'U+200D'],
  ['\u2060', 'U+2060'],
  ['\uFEFF', 'U+FEFF'],
  ['\u00AD', 'U+00AD'],
  ['\uFE0F', 'U+FE0F'],
  ['\u{E0041}', 'U+E0041'],
  ['\u034F', 'U+034F'],
  ['\u3164', 'U+3164'],
  ['\u2800', 'U+2800'],
  ['\uE000', 'U+E000'],
  ['\u0378', 'U+0378'],
  ['\uD800', 'U+D800'],
  ['\u2028', 'U+2028'],
  ['\u2029', 'U+2029'],
  ['\0', 'U+0000'],
  ['\u0085', 'U+0085'],
  ['\t', 'U+0009'],
  ['\n', 'U+000A'],
])('a character that members would not see is found: %j', (character, name) => {
  expect(hiddenCharacterOf(`退${character}会`)).toBe(name)
})

test.each([
  '用户申请退会',
  'left on request',
  '退会 — “客户”',
  'می\u200Cخواهم',
  'क्\u200Dष',
  '退会❤️',
  '👩\u200D🚀',
  '𠮷野家',
  'été',
  '１２３（补）',
])('what people write is let through: %s', (text) => {
  expect(hiddenCharacterOf(text)).toBeUndefined()
})

test('a text of several lines may have line breaks, and nothing else that is not seen', () => {
  expect(hiddenCharacterOfLines('a\nb\r\nc')).toBeUndefined()
  expect(['a\tb', 'a\u200Bb', 'a\rb', 'a\u2028b'].map(hiddenCharacterOfLines)).toEqual(['U+0009', 'U+200B', 'U+000D', 'U+2028'])
})

test('whatever is let through holds no control, format, private or unassigned character outside of words that need them', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 8 }), (text) => {
      if (hiddenCharacterOf(text) === undefined) expect(text).not.toMatch(/[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u200B\u202E]/u)
    }),
    { numRuns: 1000 },
  )
})
