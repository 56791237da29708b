import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { guideAddress, guideSections } from '../src/parts/guide-section.ts'
import { namesOf } from '../src/words/names-of.ts'

const built = fileURLToPath(new URL('../../desk/console/', import.meta.url))
const read = (path: string) => readFileSync(join(built, path), 'utf8')
const pages = readdirSync(join(built, 'guide')).filter((name) => name.endsWith('.html'))

describe('the guides beside the console', () => {
  it('have every section that a page leads to, in both languages', () => {
    const missing = namesOf(guideSections).flatMap((section) =>
      (['zh-CN', 'en'] as const).flatMap((language) => {
        const [path = '', anchor] = guideAddress(section, language).split('#')
        const found = existsSync(join(built, path)) && (anchor === undefined || read(path).includes(` id="${anchor}"`))
        return found ? [] : [`${section} ${language}`]
      }),
    )
    expect(missing).toEqual([])
  })

  it.each(pages)('%s leads to pages and sections that are there, shows its pictures, and runs nothing', (name) => {
    const html = read(`guide/${name}`)
    expect(html).not.toMatch(/<script|\son\w+=|style=/i)
    const targets = [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, target = '']) => target)
    const broken = targets.filter((target) => {
      if (/^https:/.test(target)) return false
      const [path, anchor] = target.split('#')
      const file = path === '' || path === undefined ? name : path
      if (!existsSync(join(built, 'guide', file))) return true
      return anchor !== undefined && !read(`guide/${file}`).includes(` id="${decodeURIComponent(anchor)}"`)
    })
    expect(broken).toEqual([])
  })
})
