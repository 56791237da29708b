import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { referencePages } from '../scripts/reference.ts'

const folder = new URL('../docs/api/', import.meta.url)

test('docs/api is what `npm run reference` makes of the contract', () => {
  const committed = readdirSync(folder).map((name): [string, string] => [name, readFileSync(new URL(name, folder), 'utf8')])
  const sorted = (pages: Iterable<[string, string]>) => [...pages].sort(([one], [other]) => (one < other ? -1 : 1))
  expect(sorted(committed)).toEqual(sorted(referencePages()))
})

test('every operation has a page that names its source', () => {
  const pages = [...referencePages()].filter(([name]) => !['README.md', 'events.md', 'errors.md'].includes(name))
  expect(pages).toHaveLength(23)
  for (const [, text] of pages)
    expect(text).toMatch(/\| Source \| \[page \d{10}\]\(https:\/\/pay\.weixin\.qq\.com\/doc\/v3\/partner\/\d{10}\), text of /)
})
