import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { styledParts } from './styled-parts.ts'

const sheet = fileURLToPath(new URL('../src/theme/antd.css', import.meta.url))
const known: ReadonlySet<string> = new Set(styledParts)

/**
 * Puts antd's rules, which `antd-sheet.ts` has written, before all other styles of the page, so that antd makes none while the page starts.
 * A build fails when the page has a part of antd whose rules are not among them.
 */
export function antdStyles(): Plugin {
  let building = false
  return {
    name: 'antd-styles',
    configResolved: ({ command }) => {
      building = command === 'build'
    },
    buildStart() {
      if (building) this.emitFile({ type: 'asset', name: 'antd.css', source: readFileSync(sheet) })
    },
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? Object.entries(file.modules) : []))
      for (const [id, { renderedLength }] of modules) {
        const [, part] = /\/antd\/es\/([^/]+)\/style\//.exec(id) ?? []
        if (part !== undefined && renderedLength > 0 && !known.has(part))
          this.error(
            `antd's ${part} has no rules in antd.css: add it to scripts/styled-parts.ts and scripts/antd-sheet.ts, and write antd.css anew`,
          )
      }
    },
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) => {
        const built = Object.values(bundle ?? {}).find((file) => file.type === 'asset' && file.names.includes('antd.css'))
        const href = built === undefined ? '/src/theme/antd.css' : `/${built.fileName}`
        return [{ tag: 'link', attrs: { rel: 'stylesheet', href }, injectTo: 'head-prepend' }]
      },
    },
  }
}
