import { formatTime } from '@card-member/sdk/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCellTime, serialText } from './cell-time.ts'

const at = 1_779_242_400

describe('times as people write them', () => {
  test.each([
    '2026-05-20T10:00:00+08:00',
    '2026-05-20 10:00:00+08:00',
    '2026-05-20T02:00:00Z',
    '2026-05-20t02:00:00z',
    '2026-05-20 10:00:00',
    '2026-05-20 10:00',
    '2026-05-20T10:00:00',
    '2026/5/20 10:00',
    '2026.5.20 10:00:00.500',
    '2026年5月20日 10:00',
    '2026年5月20日10时',
    '2026年5月20日 上午10点0分',
    '2026-05-20 10:00 AM',
    '2026/5/20 10:00:00 am',
    '2026/5/20 上午10:00',
    '2026/5/20 上午 10:00:00',
    '2026-05-20\u00a010:00',
    '2026-05-20 10:00\u202fAM',
    '２０２６－０５－２０　１０：００',
    '2026-05-20T10:00:00.123+0800',
    '2026-05-20 02:00:00 Z',
  ])('%s', (text) => expect(parseCellTime(text)).toBe(at))

  test.each([
    ['2026-05-20 12:05 AM', 300],
    ['2026/5/20 上午 12:05', 300],
    ['2026-05-20 12:05 PM', 43_500],
    ['2026/5/20 下午 1:30', 48_600],
    ['2026/5/20 下午 13:30', 48_600],
    ['2026-05-20 1:30 pm', 48_600],
    ['2026-05-20 10:00 下午', 79_200],
    ['2026年5月20日 下午3点', 54_000],
  ])('a half of the day is counted: %s', (text, second) => expect(parseCellTime(text)).toBe(at - 36_000 + second))

  test.each(['2026-05-20', '2026/5/20', '2026年5月20日'])('a date alone is its first second: %s', (text) =>
    expect(parseCellTime(text)).toBe(at - 36_000),
  )

  test.each([
    '',
    'yesterday',
    '20260520',
    '46162.4166',
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-05-20 24:00',
    '2026-05-20 10:60',
    '2026-05-20 10:00:60',
    '2026-05/20',
    '20/05/2026',
    '1900-01-05',
    '1970-01-01T00:00:00Z',
    '2026-05-20T10:00:00+15:00',
    '2026-05-20 10',
    '2026-05-20 0:30 PM',
    '2026-05-20 13:00 AM',
    '2026-05-20 上午10:00 AM',
    '5/20/2026 10:00',
    '20260520100000',
    '1779242400',
    '26-5-20',
    'May 20, 2026',
  ])('no time: "%s"', (text) => expect(parseCellTime(text)).toBeUndefined())
})

const moment = fc.integer({ min: 946_656_000, max: 253_402_214_400 })

test('every second is read in each way of writing it', () => {
  fc.assert(
    fc.property(moment, (seconds) => {
      const written = formatTime(seconds)
      const local = written.slice(0, 19)
      expect(parseCellTime(written)).toBe(seconds)
      expect(parseCellTime(local.replace('T', ' '))).toBe(seconds)
      expect(parseCellTime(local.replaceAll('-', '/').replace('T', '  '))).toBe(seconds)
    }),
  )
})

test('a numbered day of Excel is written as the same second', () => {
  fc.assert(
    fc.property(moment, (seconds) => {
      const serial = (seconds + 8 * 3600) / 86_400 + 25_569
      expect(parseCellTime(serialText(serial) ?? '')).toBe(seconds)
    }),
  )
  expect([Number.NaN, -1, 25_568, 3e6].map(serialText)).toEqual([undefined, undefined, undefined, undefined])
})

test('any text is a time or none', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(['number', 'undefined']).toContain(typeof parseCellTime(text))
    }),
  )
})
