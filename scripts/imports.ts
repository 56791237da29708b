import { globSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync, Visitor } from 'oxc-parser'
import { type Room, rooms } from './import-rules.ts'

// Stands for what an import(…) works out as it runs; no rule can judge that.
const computed = 'a name that is computed'
const ours = /^(@card-member\/|card-member(\/|$)|#)/

/** Every import of the packages' sources that the rules do not allow, as one line each. */
export function forbiddenImports(root: string): string[] {
  const files = globSync('packages/*/src/**/*.{ts,tsx}', { cwd: root }).filter((file) => !/\.test\.tsx?$/.test(file))
  return files.sort().flatMap((file) => {
    const [path, room] = roomOf(file)
    if (room === undefined) return [`${file} is in no room of scripts/import-rules.ts`]
    return importsOf(join(root, file))
      .filter((specifier) => !allowed(file, path, room, specifier))
      .map((specifier) => `${file} may not import ${specifier}`)
  })
}

function roomOf(file: string): [string, Room] | [string, undefined] {
  const found = Object.entries(rooms).filter(([path]) => holds(path, file))
  return found.sort(([a], [b]) => b.length - a.length)[0] ?? [file, undefined]
}

function holds(path: string, file: string): boolean {
  return file === path || file.startsWith(`${path}/`)
}

function allowed(file: string, path: string, room: Room, specifier: string): boolean {
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(file), specifier)
    return roomOf(target)[0] === path || room.may.some((other) => holds(other, target))
  }
  if (specifier === computed) return false
  if (isBuiltin(specifier)) return room.node !== false
  if (ours.test(specifier)) return room.may.includes(specifier)
  return room.packages?.includes(specifier) ?? true
}

/** What a file names after `from`, in `import(…)` and in types. */
function importsOf(file: string): string[] {
  const { program, errors } = parseSync(file, readFileSync(file, 'utf8'))
  if (errors[0] !== undefined) throw new Error(`${file}: ${errors[0].message}`)
  const found: string[] = []
  const add = ({ source }: { source: { type: string; value?: unknown } | null }) => {
    if (source !== null) found.push(typeof source.value === 'string' ? source.value : computed)
  }
  new Visitor({
    ImportDeclaration: add,
    ExportNamedDeclaration: add,
    ExportAllDeclaration: add,
    ImportExpression: add,
    TSImportType: add,
  }).visit(program)
  return found
}

if (import.meta.main) {
  const found = forbiddenImports(fileURLToPath(new URL('..', import.meta.url)))
  for (const line of found) console.error(line)
  process.exitCode = found.length === 0 ? 0 : 1
}
