import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TextShelf } from './text-shelf.ts'

test('texts come back by their number, whatever was forgotten meanwhile', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 5000 }),
      fc.array(fc.nat(5000), { maxLength: 50 }),
      (texts, count, asked) => {
        using shelf = new TextShelf(40_000)
        const at = (index: number) => `${index}:${texts[index % texts.length]}`
        for (let index = 0; index < count; index++) shelf.add(at(index))
        for (const index of [...asked, 0, count - 1]) expect(shelf.get(index)).toBe(index < count ? at(index) : undefined)
      },
    ),
    { numRuns: 30 },
  )
})

test('a text longer than the room it is given, and numbers that name none', () => {
  using shelf = new TextShelf()
  const long = '会'.repeat(50_000)
  for (const text of ['', long, 'end']) shelf.add(text)
  expect([0, 1, 2].map((index) => shelf.get(index))).toEqual(['', long, 'end'])
  expect([-1, 3, 1.5, Number.NaN].map((index) => shelf.get(index))).toEqual([undefined, undefined, undefined, undefined])
})
