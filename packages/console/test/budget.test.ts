import { expect, it } from 'vitest'
import { firstLoads } from '../scripts/first-loads.ts'

/** Bytes of script, gzipped. */
const budget = 350_000

it('every page of the console loads less than 350 kB of script when it is the first', () => {
  const loads = firstLoads()
  const pages = loads.map(({ page }) => page)
  expect(pages).toContain('src/pages/shell/sign-in.tsx')
  expect(pages).toContain('src/pages/people/today.tsx')
  expect(loads.filter(({ script }) => script > budget)).toEqual([])
})
