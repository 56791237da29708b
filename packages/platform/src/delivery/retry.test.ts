import { expect, test } from 'vitest'
import { retryDelay } from './retry.ts'

test.each([
  ['general', [15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10_800, 10_800, 10_800, 21_600, 21_600]],
  ['member_card', [60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60]],
  [
    [7, 8],
    [7, 8],
  ],
] as const)('%s waits as it says and then gives up', (retry, waits) => {
  const given = typeof retry === 'string' ? retry : [...retry]
  expect(waits.map((_, index) => retryDelay(index + 1, given))).toEqual(waits)
  expect(retryDelay(waits.length + 1, given)).toBeUndefined()
})
