import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { antdSheet, antdSheetPath } from '../scripts/antd-sheet.ts'
import { firstLoads } from '../scripts/first-loads.ts'
import { pageModules } from '../scripts/page-files.ts'

it("antd's rules are those that antd-sheet.ts writes", () => {
  expect(readFileSync(antdSheetPath, 'utf8'), 'run packages/console/scripts/antd-sheet.ts').toBe(antdSheet())
})

it('every page that a route loads is known by its address, so that its files are loaded beside the first script', () => {
  expect([...pageModules().values()].sort()).toEqual(
    firstLoads()
      .map(({ page }) => page)
      .sort(),
  )
})
