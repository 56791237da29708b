import { contract, defaultSettings, roles } from '@card-member/desk/contract'
import { describe, expect, it } from 'vitest'
import { batchColumns } from '../../desk/src/file/batch-column.ts'
import { runHere } from './in-process.ts'
import { textOf } from './markdown-examples.ts'

const guides = ['docs/desk-operators', 'docs/desk-administrators'] as const
const languages = ['.md', '.zh-CN.md'] as const
const texts = guides.flatMap((guide) =>
  languages.map((language): [string, string] => [`${guide}${language}`, textOf(`${guide}${language}`)]),
)

/** First cells of the tables of a page, as they stand in code marks. */
function firstCells(text: string): string[] {
  return Array.from(text.matchAll(/^\| ((?:`[a-z_]+`[、, ]*)+)\|/gm), ([, cell = '']) => cell).flatMap((cell) =>
    Array.from(cell.matchAll(/`([a-z_]+)`/g), ([, name = '']) => name),
  )
}

describe.each(texts)('%s', (_name, text) => {
  it('shows commands and options that there are', async () => {
    const lines = text.replaceAll('\\\n', ' ').matchAll(/^.*?\bcard-member ((?:desk|batch|consent)(?: [a-z][a-z-]*)*)(.*)$/gm)
    const commands = Array.from(lines, ([, words = '', rest = '']) => ({
      words: words.split(' '),
      options: rest.match(/--[a-z-]+/g) ?? [],
    }))
    expect(commands.length).toBeGreaterThan(1)
    for (const { words, options } of commands) {
      const path = words.length === 1 ? ['desk', 'serve'] : words.slice(0, words[1] === 'audit' ? 3 : 2)
      const { code, stdout } = await runHere([...path, '--help'])
      const missing = options.filter((option) => !stdout.includes(option))
      expect({ path, code, missing }).toEqual({ path, code: 0, missing: [] })
    }
  })
})

describe.each(languages)('the tables of the guides in %s', (language) => {
  it('name every role, every setting and every column', () => {
    const administrators = firstCells(textOf(`docs/desk-administrators${language}`))
    expect(administrators).toEqual(
      expect.arrayContaining([...Object.keys(roles), ...Object.keys(defaultSettings).filter((name) => name !== 'breaker_rows')]),
    )
    expect(firstCells(textOf(`docs/desk-operators${language}`))).toEqual(expect.arrayContaining([...batchColumns]))
  })

  it('name a path of the API that there is', () => {
    expect(textOf(`docs/desk-operators${language}`)).toContain(`${contract.invalidateCard.method} ${contract.invalidateCard.path}`)
  })
})
