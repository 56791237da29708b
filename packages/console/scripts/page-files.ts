import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { Plugin, Rolldown } from 'vite'

const root = join(import.meta.dirname, '..')

/** Which module shows each page, by the path of its route, such as `src/pages/cards/card.tsx` by `/cards/$ref`. */
export function pageModules(): Map<string, string> {
  const found = new Map<string, string>()
  for (const file of globSync('src/pages/*/routes.tsx', { cwd: root })) {
    const [, ...routes] = readFileSync(join(root, file), 'utf8').split('createRoute(')
    for (const route of routes) {
      const [, path] = /path: '([^']+)'/.exec(route) ?? []
      const [, module] = /import\('([^']+)'\)/.exec(route) ?? []
      if (path !== undefined && module !== undefined) found.set(path, join(dirname(file), module))
    }
  }
  return found
}

/**
 * Writes which files each page needs besides those of every page, as `page-files.json`: the desk names them in the page that it serves, so
 * that a browser loads them beside the first script and not after it.
 */
export function pageFiles(): Plugin {
  return {
    name: 'page-files',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
      const shared = new Set(chunks.filter(({ isEntry }) => isEntry).flatMap((chunk) => filesOf(bundle, chunk)))
      const pages = [...pageModules()].map(([path, module]) => {
        const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId !== null && relative(root, facadeModuleId) === module)
        if (chunk === undefined) this.error(`the page at ${path} has no chunk: ${module} is not loaded by a route alone`)
        return [path, filesOf(bundle, chunk).filter((file) => !shared.has(file))] as const
      })
      this.emitFile({ type: 'asset', fileName: 'page-files.json', source: JSON.stringify(Object.fromEntries(pages)) })
    },
  }
}

/** The scripts and styles that a chunk needs, its own first. */
function filesOf(bundle: Rolldown.OutputBundle, chunk: Rolldown.OutputChunk): string[] {
  const names = new Set([chunk.fileName])
  // A set is walked to its end, with what is added on the way.
  for (const name of names) {
    const file = bundle[name]
    if (file?.type === 'chunk') for (const imported of file.imports) names.add(imported)
  }
  const scripts = [...names]
  const styles = scripts.flatMap((name) => {
    const file = bundle[name]
    return file?.type === 'chunk' ? [...(file.viteMetadata?.importedCss ?? [])] : []
  })
  return [...scripts, ...styles]
}
