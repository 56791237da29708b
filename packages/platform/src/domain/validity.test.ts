import { formatTime, parseTime } from '@card-member/sdk/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expireTime, normaliseValidity } from './validity.ts'

const at = (time: string) => parseTime(time) ?? Number.NaN

describe('the last second', () => {
  test.each([
    ['2026-11-24T00:00:00+08:00', 1, '2026-11-24T23:59:59+08:00'],
    ['2026-11-24T23:59:59+08:00', 1, '2026-11-24T23:59:59+08:00'],
    ['2026-11-24T15:59:59Z', 1, '2026-11-24T23:59:59+08:00'],
    ['2026-11-24T16:00:00Z', 1, '2026-11-25T23:59:59+08:00'],
    ['2028-02-28T12:00:00+08:00', 2, '2028-02-29T23:59:59+08:00'],
    ['2028-02-28T12:00:00+08:00', 3, '2028-03-01T23:59:59+08:00'],
    ['2026-12-31T23:59:59+08:00', 365, '2027-12-30T23:59:59+08:00'],
    ['2026-11-24T10:00:00+08:00', 10958, '2056-11-23T23:59:59+08:00'],
  ])('of a term from %s for %i days is %s', (pickup, days, last) => {
    const expires = expireTime({ type: 'FIX_TERM', available_day_after_receive: days }, at(pickup))
    expect(expires === null ? expires : formatTime(expires)).toBe(last)
  })

  test('of a range is its end', () => {
    const range = {
      type: 'FIX_TIME_RANGE',
      available_begin_time: '2026-01-01T00:00:00Z',
      available_end_time: '2026-12-31T16:00:00.999Z',
    } as const
    expect(expireTime(range, 0)).toBe(at('2027-01-01T00:00:00+08:00'))
  })

  test('never comes for a permanent card', () => {
    expect(expireTime({ type: 'PERMANENT', available_day_after_receive: 1 }, 0)).toBeNull()
  })

  test('of a term is the end of a Beijing day, the given number of days from the pickup day on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e9 }), fc.integer({ min: 1, max: 10958 }), (pickup, days) => {
        const last = expireTime({ type: 'FIX_TERM', available_day_after_receive: days }, pickup) ?? 0
        expect(formatTime(last)).toMatch(/T23:59:59\+08:00$/)
        expect(last - pickup).toBeGreaterThanOrEqual((days - 1) * 86_400)
        expect(last - pickup).toBeLessThan(days * 86_400)
      }),
    )
  })
})

test('validity is kept with what belongs to its type, times in our form', () => {
  const all = {
    available_begin_time: '2026-05-20T05:29:35.120Z',
    available_end_time: '2026-05-21T13:29:35+08:00',
    available_day_after_receive: 30,
  }
  expect(normaliseValidity({ type: 'PERMANENT', ...all })).toEqual({ type: 'PERMANENT' })
  expect(normaliseValidity({ type: 'FIX_TERM', ...all })).toEqual({ type: 'FIX_TERM', available_day_after_receive: 30 })
  expect(normaliseValidity({ type: 'FIX_TIME_RANGE', ...all })).toEqual({
    type: 'FIX_TIME_RANGE',
    available_begin_time: '2026-05-20T13:29:35+08:00',
    available_end_time: '2026-05-21T13:29:35+08:00',
  })
})
