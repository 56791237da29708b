import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readInTime, run } from './fuzz/run.ts'
import { targets } from './fuzz/targets.ts'

const root = mkdtempSync(join(tmpdir(), 'card-member-fuzz-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const corpus = new URL('fuzz/corpus/', import.meta.url)
const seed = 1
const count = 100

function kept(name: string): string[] {
  const folder = new URL(`${name}/`, corpus)
  return existsSync(folder) ? readdirSync(folder) : []
}

describe.each(targets)('what reads $name', ({ name, ...target }) => {
  it('keeps its promises for every input that once broke one, and for new ones', async () => {
    const read = await target.open(mkdtempSync(join(root, `${name}-`)))
    for (const file of kept(name)) await readInTime(read, readFileSync(new URL(`${name}/${file}`, corpus)))
    expect((await run({ name, ...target }, read, seed, count)).fault).toBeUndefined()
  })
})

it('every kept input belongs to a reader, and the table of results names every reader', () => {
  const names = targets.map(({ name }) => name)
  const folders = readdirSync(corpus, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(folders.map((entry) => entry.name).filter((name) => !names.includes(name))).toEqual([])
  const page = readFileSync(new URL('../docs/fuzzing.md', import.meta.url), 'utf8')
  expect(names.filter((name) => !page.includes(`| ${name} |`))).toEqual([])
})
