import { describe, expect, test } from 'vitest'
import { CodePatterns, damageOf } from './code-damage.ts'

describe('what Excel has visibly done', () => {
  test.each(['4.78516E+11', '1E+11', '4.78515832665123E+23', '4.78516e+11', '1.2E-05'])('%s', (text) =>
    expect(damageOf(text)).toBe('scientific_notation'),
  )
  test.each(['2026/11/25', '2026-11-25', '2026/11/25 10:00', '1月2日', '2026年1月', '25-Nov', '25-nov-2026', 'Nov-25', '1/2/2026'])(
    '%s',
    (text) => expect(damageOf(text)).toBe('date_damage'),
  )
  test.each([
    '478515832665',
    'V1E5',
    '12E5',
    '10E+5',
    'Nov',
    'March-2026x',
    '2026-11',
    'Jane-25',
    'pbLatjvWOibDc5-TBnbUk1pD12o0',
    '-1',
    '=',
  ])('nothing: %s', (text) => expect(damageOf(text)).toBeUndefined())
})

function patterns(codes: readonly string[], card_id = 'p1'): CodePatterns {
  const seen = new CodePatterns()
  for (const code of codes) seen.observe(card_id, code)
  return seen
}

const codes = (count: number, length: number) => Array.from({ length: count }, (_, index) => `1${String(index).padStart(length - 1, '3')}`)

describe('what shows only beside other codes', () => {
  test('a code shorter than nine in ten others may have lost zeros', () => {
    const seen = patterns([...codes(27, 12), '47851583266', '12345'])
    expect(seen.judge('p1', '47851583266')).toBe('lost_leading_zeros')
    expect(seen.judge('p1', '12345678')).toBe('lost_leading_zeros')
    expect(seen.judge('p1', '12345')).toBe(undefined)
    expect(seen.judge('p1', '478515832665')).toBeUndefined()
    expect(seen.judge('p1', '4785158326651')).toBeUndefined()
    expect(seen.judge('p1', 'V4785')).toBeUndefined()
    expect(seen.judge('p2', '12345')).toBeUndefined()
  })

  test('few codes, or codes of many lengths, say nothing', () => {
    expect(patterns(codes(19, 12)).judge('p1', '12345')).toBeUndefined()
    expect(patterns([...codes(30, 12), ...codes(10, 11)]).judge('p1', '12345')).toBeUndefined()
  })

  test('six zeros after the fifteenth digit are rounding; fewer are when most codes have them', () => {
    expect(patterns([]).judge('p1', '478515832665123000000000')).toBe('rounded_digits')
    expect(patterns([]).judge('p1', '478515832665123000000001')).toBeUndefined()
    expect(patterns([]).judge('p1', '47851583266512300')).toBeUndefined()
    const rounded = Array.from({ length: 25 }, (_, index) => `4785158326651${10 + index}00`)
    expect(patterns(rounded).judge('p1', '47851583266512300')).toBe('rounded_digits')
    expect(patterns(codes(100, 17)).judge('p1', '47851583266512300')).toBeUndefined()
  })
})
