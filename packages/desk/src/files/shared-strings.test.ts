import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SharedStrings } from './shared-strings.ts'

test('texts come back by their number, whatever was forgotten meanwhile', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 5000 }),
      fc.array(fc.nat(5000), { maxLength: 50 }),
      (texts, count, asked) => {
        using sharedStrings = new SharedStrings(40_000)
        const at = (index: number) => `${index}:${texts[index % texts.length]}`
        for (let index = 0; index < count; index++) sharedStrings.add(at(index))
        for (const index of [...asked, 0, count - 1]) expect(sharedStrings.get(index)).toBe(index < count ? at(index) : undefined)
      },
    ),
    { numRuns: 30 },
  )
})

test('a text longer than the room it is given, and numbers that name none', () => {
  using sharedStrings = new SharedStrings()
  const long = '会'.repeat(50_000)
  for (const text of ['', long, 'end']) sharedStrings.add(text)
  expect([0, 1, 2].map((index) => sharedStrings.get(index))).toEqual(['', long, 'end'])
  expect([-1, 3, 1.5, Number.NaN].map((index) => sharedStrings.get(index))).toEqual([undefined, undefined, undefined, undefined])
})
