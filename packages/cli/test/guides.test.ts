import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { exceptionOf, exceptions } from './guide-exceptions.ts'
import { blocksOf, chinese, pages, pathOf } from './guide-page.ts'

const tests = globSync('packages/cli/test/guide-*.test.ts', { cwd: pathOf('.') }).map((name) => readFileSync(pathOf(name), 'utf8'))

const blocks = pages.flatMap((page) => blocksOf(page))

describe('the blocks of the guides', () => {
  it('each name their language', () => {
    expect(blocks.filter(({ language }) => language === '')).toEqual([])
  })

  it.each(pages)('of %s are each saved, run, or left out for a reason', (page) => {
    const left = blocksOf(page).filter((block) => block.language !== 'sh' && block.file === undefined && exceptionOf(block) === undefined)
    expect(left.map(({ place }) => place)).toEqual([])
  })

  it.each(pages)('of %s are followed by a test when they can be', (page) => {
    const english = pages.find((other) => chinese(other) === page) ?? page
    const followed = blocksOf(page).filter((block) => exceptionOf(block) === undefined)
    expect(followed.length > 0).toBe(tests.some((text) => new RegExp(`followTwice\\(\\[[^\\]]*'${english}'`).test(text)))
  })

  it.each(exceptions)('that are left out are there: $page $begins', (exception) => {
    expect(blocksOf(exception.page).filter((block) => exceptionOf(block) === exception)).toHaveLength(1)
  })
})
