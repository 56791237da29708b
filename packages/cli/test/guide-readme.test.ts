import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { blocksOf } from './guide-page.ts'
import { followTwice } from './guide-twice.ts'

followTwice(['README.md'], {
  ports: ['8091'],
  also: {
    'shows a credential with the fields that the demo has': ({ folder }) => {
      const { base_url: _, ...known } = JSON.parse(readFileSync(join(folder, 'data/demo/credential.json'), 'utf8'))
      const shown = blocksOf('README.md').find(({ code }) => code.includes('"mchid"'))
      expect(Object.keys(JSON.parse(shown?.code ?? ''))).toEqual(Object.keys(known))
    },
  },
})
