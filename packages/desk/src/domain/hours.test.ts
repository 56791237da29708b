import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayOf, nextDay, untilOpen } from './hours.ts'

const at = (text: string) => Date.parse(text) / 1000

test('a day is a Beijing day', () => {
  expect(dayOf(at('2026-11-25T15:59:59Z'))).toBe('2026-11-25')
  expect(dayOf(at('2026-11-25T16:00:00Z'))).toBe('2026-11-26')
  expect(nextDay(at('2026-11-25T15:59:59Z'))).toBe(at('2026-11-25T16:00:00Z'))
  expect(nextDay(at('2026-11-25T16:00:00Z'))).toBe(at('2026-11-26T16:00:00Z'))
})

test.each([
  ['09:00', '21:00', '08:59:59', 1],
  ['09:00', '21:00', '09:00:00', 0],
  ['09:00', '21:00', '20:59:59', 0],
  ['09:00', '21:00', '21:00:00', 12 * 3600],
  ['22:00', '06:00', '23:30:00', 0],
  ['22:00', '06:00', '05:59:59', 0],
  ['22:00', '06:00', '06:00:00', 16 * 3600],
])('from %s to %s it is at %s open in %i seconds', (from, to, time, seconds) => {
  expect(untilOpen({ from, to }, at(`2026-11-25T${time}+08:00`))).toBe(seconds)
})

test('it is open when the wait is over, and no later', () => {
  const minute = fc.integer({ min: 0, max: 1439 }).map((count) => new Date(count * 60_000).toISOString().slice(11, 16))
  fc.assert(
    fc.property(minute, minute, fc.integer({ min: 1_700_000_000, max: 1_900_000_000 }), (from, to, now) => {
      const wait = untilOpen({ from, to }, now)
      expect(wait).toBeLessThanOrEqual(86_400)
      // From and to alike leave no time at all.
      if (from !== to && wait > 0) expect([untilOpen({ from, to }, now + wait - 1), untilOpen({ from, to }, now + wait)]).toEqual([1, 0])
    }),
  )
  expect(untilOpen(null, 0)).toBe(0)
})
