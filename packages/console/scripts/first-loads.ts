import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const built = fileURLToPath(new URL('../../desk/console', import.meta.url))

/** What Vite's manifest says of a module that begins a chunk. */
interface Chunk {
  readonly file: string
  readonly src?: string
  readonly isEntry?: boolean
  readonly isDynamicEntry?: boolean
  readonly imports?: readonly string[]
}

/** What a browser loads before it shows a page for the first time. */
export interface FirstLoad {
  /** The module of the page, such as `src/pages/cards/find.tsx`. */
  readonly page: string
  /** Bytes of script, gzipped. */
  readonly script: number
}

/** The first load of each page of the built console, the largest first. */
export function firstLoads(): FirstLoad[] {
  const manifest: Record<string, Chunk> = JSON.parse(readFileSync(join(built, '.vite/manifest.json'), 'utf8'))
  const entries = Object.keys(manifest).filter((name) => manifest[name]?.isEntry)
  const sizes = new Map<string, number>()
  const sizeOf = (file: string) => {
    const size = sizes.get(file) ?? gzipSync(readFileSync(join(built, file))).length
    sizes.set(file, size)
    return size
  }
  return Object.entries(manifest)
    .filter(([, { src = '', isDynamicEntry }]) => isDynamicEntry && src.startsWith('src/pages/'))
    .map(([name, { src = '' }]) => {
      const scripts = reached(manifest, [...entries, name]).filter((file) => file.endsWith('.js'))
      return { page: src, script: scripts.reduce((total, file) => total + sizeOf(file), 0) }
    })
    .sort((a, b) => b.script - a.script)
}

/** The files that some chunks import, directly or not, and their own. */
function reached(manifest: Readonly<Record<string, Chunk>>, names: readonly string[]): string[] {
  const found = new Set(names)
  // A set is walked to its end, with what is added on the way.
  for (const name of found) for (const imported of manifest[name]?.imports ?? []) found.add(imported)
  return [...new Set([...found].flatMap((name) => manifest[name]?.file ?? []))]
}

if (import.meta.main) for (const { page, script } of firstLoads()) console.log(`${(script / 1000).toFixed(1).padStart(7)} kB  ${page}`)
