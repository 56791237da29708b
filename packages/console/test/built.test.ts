import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { firstLoads } from '../scripts/first-loads.ts'
import { pageModules } from '../scripts/page-files.ts'

it("antd's rules are those that antd-sheet.ts writes", () => {
  const script = fileURLToPath(new URL('../scripts/antd-sheet.ts', import.meta.url))
  const drawn = execFileSync(process.execPath, [script], { encoding: 'utf8', maxBuffer: 1e7 })
  const kept = readFileSync(new URL('../src/theme/antd.css', import.meta.url), 'utf8')
  expect(drawn === kept, `${script} prints other rules than src/theme/antd.css has: write them there`).toBe(true)
})

it('every page that a route loads is known by its address, so that its files are loaded beside the first script', () => {
  expect([...pageModules().values()].sort()).toEqual(
    firstLoads()
      .map(({ page }) => page)
      .sort(),
  )
})
