import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { blocksOf } from './guide-page.ts'
import { followTwice } from './guide-twice.ts'

followTwice(['README.md', 'docs/first-steps.md'], {
  ports: ['8091'],
  also: {
    'tells whoever starts it a second time who runs it, and where': async (reader) => {
      const printed = await reader.run('npm start', 1)
      const { base_url } = JSON.parse(readFileSync(join(reader.folder, 'data/demo/credential.json'), 'utf8'))
      expect(printed).toContain(base_url)
      expect(printed).toMatch(/process \d+|进程 \d+/)
    },
    'shows a credential with the fields that the demo has': ({ folder }) => {
      const { base_url: _, ...known } = JSON.parse(readFileSync(join(folder, 'data/demo/credential.json'), 'utf8'))
      const shown = blocksOf('docs/first-steps.md').find(({ code }) => code.includes('"mchid"'))
      expect(Object.keys(JSON.parse(shown?.code ?? ''))).toEqual(Object.keys(known))
    },
  },
})
