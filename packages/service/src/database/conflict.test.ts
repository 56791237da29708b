import { expect, test } from 'vitest'
import { isConflict } from './conflict.ts'

test.each(['23505', '40001', '40P01', '1555', '2067', '5', '261', '517'])('code %s is a lost race', (code) => {
  expect(isConflict(Object.assign(new Error('lost'), { code }))).toBe(true)
})

test.each([
  Object.assign(new Error('lost'), { code: '23502' }),
  Object.assign(new Error('lost'), { code: 5 }),
  new Error('23505'),
  { code: '23505' },
  null,
])('%o is none', (error) => {
  expect(isConflict(error)).toBe(false)
})
