import { expect, test } from 'vitest'
import { makeRequestId, withResult } from './request-id.ts'

test('a request id is 22 hexadecimal digits, new each time; its result follows the last dash', () => {
  const ids = Array.from({ length: 1000 }, makeRequestId)
  expect(ids.filter((id) => !/^[0-9A-F]{22}$/.test(id))).toEqual([])
  expect(new Set(ids).size).toBe(1000)
  expect(withResult('AB', 268443699)).toBe('AB-268443699')
})
