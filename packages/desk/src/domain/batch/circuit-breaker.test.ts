import { expect, test } from 'vitest'
import { stopText } from '../../contract/stop-text.ts'
import { CircuitBreaker, type Observation } from './circuit-breaker.ts'

const settings = { breaker_percent: 2, breaker_rows: 200, breaker_same_code: 5 }
const done: Observation = { failed: false, code: null, final: true }
const refused = (code: string): Observation => ({ failed: true, code, final: true })
const same = (stop_code: string, stop_count: number) => ({ stop_kind: 'same_code', stop_code, stop_count, stop_of: null })
const share = (stop_count: number, stop_of: number) => ({ stop_kind: 'failure_share', stop_code: null, stop_count, stop_of })

test('one code five times in a row stops, and anything between begins anew', () => {
  const breaker = new CircuitBreaker(settings, [])
  const seen = ['A', 'A', 'A', 'A', 'B', 'A', 'A', 'A', 'A'].map((code) => breaker.record(refused(code)))
  expect(seen).toEqual(Array.from({ length: 9 }, () => undefined))
  expect(breaker.record(done)).toBeUndefined()
  for (let count = 1; count < 5; count++) expect(breaker.record(refused('A'))).toBeUndefined()
  expect(breaker.record(refused('A'))).toEqual(same('A', 5))
})

test('more than two in a hundred of the last two hundred stop, not before there are so many', () => {
  const breaker = new CircuitBreaker(settings, [])
  const stops = Array.from({ length: 200 }, (_, index) => breaker.record(index % 40 === 0 ? refused(`CODE_${index}`) : done))
  expect(stops.slice(0, 199)).toEqual(Array.from({ length: 199 }, () => undefined))
  expect(stops[199]).toEqual(share(5, 200))
})

test('four in two hundred are two in a hundred, which is allowed', () => {
  const breaker = new CircuitBreaker(settings, [])
  const stops = Array.from({ length: 400 }, (_, index) => breaker.record(index % 50 === 0 ? refused(`CODE_${index}`) : done))
  expect(stops.filter((stop) => stop !== undefined)).toEqual([])
})

test('rows that are attempted again count for the codes in a row only', () => {
  const breaker = new CircuitBreaker({ ...settings, breaker_rows: 1 }, [])
  const retried = { failed: true, code: 'SYSTEM_ERROR', final: false }
  for (let count = 1; count < 5; count++) expect(breaker.record(retried)).toBeUndefined()
  expect(breaker.record(retried)).toEqual(same('SYSTEM_ERROR', 5))
})

test('rows that ended before a process took over count too', () => {
  const past = Array.from({ length: 199 }, (_, index) => index < 5)
  expect(new CircuitBreaker(settings, past).record(done)).toEqual(share(5, 200))
})

test.each([
  [same('SYSTEM_ERROR', 5), 'SYSTEM_ERROR 连续出现 5 次', 'SYSTEM_ERROR 5 times in a row'],
  [share(12, 50), '最近 50 行中有 12 行失败', '12 of the last 50 rows failed'],
])('%o has words in both languages', (stop, zh, en) => {
  expect(stopText(stop as Parameters<typeof stopText>[0])).toEqual({ 'zh-CN': zh, en })
})
