import { expect, test } from 'vitest'
import { RateMeter } from './rate-meter.ts'

test('a pace is that of the last ten seconds', () => {
  const pace = new RateMeter()
  expect(pace.perSecond).toBeUndefined()
  pace.note(0, 0)
  expect(pace.perSecond).toBeUndefined()
  pace.note(100, 1000)
  expect(pace.perSecond).toBe(100)
  for (let second = 2; second <= 12; second++) pace.note(100 + (second - 1) * 5, second * 1000)
  expect(pace.perSecond).toBe(5)
})
