import { expect, test } from 'vitest'
import { CircuitBreaker, type Seen } from './circuit-breaker.ts'

const settings = { breaker_percent: 2, breaker_rows: 200, breaker_same_code: 5 }
const done: Seen = { state: 'done', code: null, waits: false }
const refused = (code: string): Seen => ({ state: 'rejected', code, waits: false })

test('one code five times in a row stops, and anything between begins anew', () => {
  const breaker = new CircuitBreaker(settings, [])
  const seen = ['A', 'A', 'A', 'A', 'B', 'A', 'A', 'A', 'A'].map((code) => breaker.note(refused(code)))
  expect(seen).toEqual(Array.from({ length: 9 }, () => undefined))
  expect(breaker.note(done)).toBeUndefined()
  for (let count = 1; count < 5; count++) expect(breaker.note(refused('A'))).toBeUndefined()
  expect(breaker.note(refused('A'))).toBe('A 5 times in a row')
})

test('more than two in a hundred of the last two hundred stop, not before there are so many', () => {
  const breaker = new CircuitBreaker(settings, [])
  const notes = Array.from({ length: 200 }, (_, index) => breaker.note(index % 40 === 0 ? refused(`CODE_${index}`) : done))
  expect(notes.slice(0, 199)).toEqual(Array.from({ length: 199 }, () => undefined))
  expect(notes[199]).toBe('5 of the last 200 rows failed')
})

test('four in two hundred are two in a hundred, which is allowed', () => {
  const breaker = new CircuitBreaker(settings, [])
  const notes = Array.from({ length: 400 }, (_, index) => breaker.note(index % 50 === 0 ? refused(`CODE_${index}`) : done))
  expect(notes.filter((note) => note !== undefined)).toEqual([])
})

test('rows that wait for another attempt count for the codes in a row only', () => {
  const breaker = new CircuitBreaker({ ...settings, breaker_rows: 1 }, [])
  for (let count = 1; count < 5; count++) expect(breaker.note({ state: 'rejected', code: 'SYSTEM_ERROR', waits: true })).toBeUndefined()
  expect(breaker.note({ state: 'rejected', code: 'SYSTEM_ERROR', waits: true })).toBe('SYSTEM_ERROR 5 times in a row')
})

test('what ended before a process took over counts too', () => {
  const past = Array.from({ length: 199 }, (_, index) => ({ state: index < 5 ? ('rejected' as const) : ('done' as const) }))
  expect(new CircuitBreaker(settings, past).note(done)).toBe('5 of the last 200 rows failed')
})
