import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accepts, readPreferences } from './preference.ts'

test('what is wanted most comes first, and equals stay in their order', () => {
  expect(readPreferences('fr;q=0.1, EN-us;Q=.5 , zh, de ;q=1.0,, *;q=0')).toEqual([
    { name: 'zh', quality: 1 },
    { name: 'de', quality: 1 },
    { name: 'en-us', quality: 0.5 },
    { name: 'fr', quality: 0.1 },
    { name: '*', quality: 0 },
  ])
  expect(readPreferences(undefined)).toEqual([])
  expect(readPreferences('en;q=abc')).toEqual([{ name: 'en', quality: 1 }])
})

describe('JSON is accepted', () => {
  test.each([
    'application/json',
    'APPLICATION/JSON; charset=utf-8',
    'application/*;q=0.1',
    'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2',
    'text/html, application/json;q=0.001',
    'application/json, application/*;q=0',
    ' ,application/json,',
  ])('by %s', (header) => {
    expect(accepts(header, 'application/json')).toBe(true)
  })
  test.each([
    undefined,
    '',
    'text/html',
    '*',
    'application/problem+json',
    'application/json;q=0',
    'application/json;q=0, */*',
    '*/*;q=0.000',
  ])('not by %s', (header) => {
    expect(accepts(header, 'application/json')).toBe(false)
  })
})

test('whatever is written, each quality is from 0 to 1 and nothing throws', () => {
  const piece = fc.constantFrom('en', 'zh', '*', ';', ',', 'q', '=', '0', '1', '.', '5', ' ', '/', 'json')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      for (const { quality } of readPreferences(pieces.join(''))) expect(quality >= 0 && quality <= 1).toBe(true)
    }),
  )
})
