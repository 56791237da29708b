import { existsSync, globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pathOf, textOf } from './guide-page.ts'

const all = globSync(['*.md', 'docs/**/*.md', 'packages/*/README*.md'], { cwd: pathOf('.') })

describe('links between pages', () => {
  it.each(all)('%s links to nothing that is not there', (page) => {
    const targets = Array.from(textOf(page).matchAll(/\]\(([^)#\s]+)[^)]*\)/g), ([, target = '']) => target)
    const broken = targets.filter((target) => !/^https?:/.test(target) && !existsSync(pathOf(join(dirname(page), target))))
    expect(broken).toEqual([])
  })
})
