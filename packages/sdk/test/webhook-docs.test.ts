import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { webhookErrors } from '../src/webhook/index.ts'

const pages = ['webhook.md', 'webhook.zh-CN.md'].map((name) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8'))
const codeOf = (page: string) => Array.from(page.matchAll(/^```ts\n([\s\S]*?)^```$/gm), ([, code = '']) => code)

describe('the pages on receiving notifications', () => {
  it('name every error of receiving, and no other', () => {
    for (const page of pages) {
      const named = Array.from(page.matchAll(/^\| `([A-Z0-9_]+)` \|/gm), ([, code]) => code)
      expect(named.toSorted()).toEqual(Object.keys(webhookErrors).toSorted())
    }
  })

  it('show the same code in both languages', () => {
    const [english = '', chinese = ''] = pages
    expect(codeOf(chinese)).toEqual(codeOf(english))
    expect(codeOf(english)).toHaveLength(10)
  })

  it('import only what is there', async () => {
    const imports = codeOf(pages[0] ?? '').flatMap((code) => Array.from(code.matchAll(/^import \{ (.+?) \} from '(@card-member\/.+?)'$/gm)))
    expect(imports.length).toBeGreaterThan(8)
    for (const [, names = '', from = ''] of imports) {
      const module: object = await import(from)
      const values = names.split(', ').filter((name) => !name.startsWith('type '))
      expect(values.filter((name) => !Object.hasOwn(module, name))).toEqual([])
    }
  })
})
