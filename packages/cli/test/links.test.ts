import { existsSync, globSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pathOf, textOf } from './guide-page.ts'

const all = globSync(['*.md', 'docs/**/*.md', 'packages/*/README*.md'], { cwd: pathOf('.') })

describe('links between pages', () => {
  it.each(all)('%s links to nothing that is not there', (page) => {
    const targets = Array.from(textOf(page).matchAll(/(?:\]\(|<img src=")([^)"\s]+)/g), ([, target = '']) => target)
    expect(targets.filter((target) => !/^https?:/.test(target) && !leadsSomewhere(page, target))).toEqual([])
  })
})

const pictures = globSync('docs/images/*', { cwd: pathOf('.') })

describe('pictures', () => {
  it.each(pictures)('%s is small, and a page shows it with words for those who cannot see it', (picture) => {
    expect(statSync(pathOf(picture)).size).toBeLessThan(60_000)
    const name = basename(picture).replaceAll('.', '\\.')
    expect(all.filter((page) => new RegExp(`<img src="[^"]*images/${name}" width="\\d+" alt="[^"]+">`).test(textOf(page)))).not.toEqual([])
  })
})

// Pages for developers; guides name files that their reader makes.
const forDevelopers = all.filter((page) => /^(ARCHITECTURE|CONTRIBUTING)|^docs\/(decisions\/|threat-model|fuzzing|faults)/.test(page))
const sources = globSync(['packages/*/{src,test,scripts}/**/*.ts', 'scripts/*.ts', 'test/*.ts', 'test/fuzz/**/*.ts'], { cwd: pathOf('.') })

describe('source files that a page names', () => {
  it.each(forDevelopers)('are there: %s', (page) => {
    const named = Array.from(textOf(page).matchAll(/`([\w./-]+\/[\w.-]+\.ts)`/g), ([, path = '']) => path)
    expect(named.filter((path) => !sources.some((source) => `/${source}`.endsWith(`/${path}`)))).toEqual([])
  })
})

function leadsSomewhere(page: string, target: string): boolean {
  const [path = '', anchor] = target.split('#')
  const file = path === '' ? page : join(dirname(page), path)
  if (!existsSync(pathOf(file))) return false
  return anchor === undefined || !file.endsWith('.md') || anchorsOf(file).has(decodeURIComponent(anchor))
}

/** The names that a reader's browser gives the headings of a page. */
function anchorsOf(page: string): Set<string> {
  const headings = textOf(page).matchAll(/^#+ (.*)$/gm)
  return new Set(
    Array.from(headings, ([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}
