import { describe, expect, it } from 'vitest'
import { type FirstLoad, firstLoads } from '../scripts/first-loads.ts'

/** Bytes of script, gzipped: of what everybody opens first, and of any other page. */
const [firstPages, anyPage] = [350_000, 450_000]

describe('the first load of the console', () => {
  const loads = firstLoads()
  const over = (limit: number, chosen: readonly FirstLoad[]) => chosen.filter(({ script }) => script > limit)

  it('keeps to its budget when one signs in and on today', () => {
    const first = loads.filter(({ page }) => ['src/pages/shell/sign-in.tsx', 'src/pages/people/today.tsx'].includes(page))
    expect(first).toHaveLength(2)
    expect(over(firstPages, first)).toEqual([])
  })

  it('keeps to a wider one on every page', () => {
    expect(loads.length).toBeGreaterThan(10)
    expect(over(anyPage, loads)).toEqual([])
  })
})
