import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, posix, relative } from 'node:path'
import { rolldown } from 'rolldown'

/** A package that is wanted as ESM and as CommonJS. */
interface Source {
  /** Its sources, one for each entry and each choice of a condition, such as `./src/index.ts`. */
  readonly files: readonly string[]
  /** Where its `package.json` is. */
  readonly home: string
  /** Its types as they were emitted, with `index.d.ts` at the top. */
  readonly types: string
}

const endings = { es: 'js', cjs: 'cjs' } as const

/**
 * Builds the code of a package in one format. Comments stay with the types. CommonJS, which serves older tools alone, is minified,
 * and what several of its entries need is in shared files.
 */
export async function bundleCode({ files, home }: Source, format: keyof typeof endings, target: string): Promise<void> {
  const input = Object.fromEntries(files.map((file) => [nameOf(file), join(home, file)]))
  const external = /^(#|node:|@opentelemetry\/)/
  const built = await rolldown({ input, external, platform: 'neutral', transform: { target: 'es2022' }, cwd: home })
  await built.write({
    dir: target,
    format,
    entryFileNames: `[name].${endings[format]}`,
    chunkFileNames: `shared/[name].${endings[format]}`,
    comments: false,
    // So that a bundler can leave out what a program does not use, module by module.
    ...(format === 'es' && { preserveModules: true, preserveModulesRoot: join(home, 'src') }),
    minify: format === 'cjs' && { compress: true, mangle: { keepNames: { function: true, class: true } } },
  })
  await built.close()
}

/**
 * Writes the types of a package once, as those of its CommonJS code; the types of the ESM code lead to them, which a compiler
 * allows this way round alone. Types that no entry leads to are left out.
 */
export function writeTypes({ files, types }: Source, esm: string, cjs: string): void {
  const entries = files.map((file) => `${nameOf(file)}.d.ts`)
  for (const file of reachable(types, entries)) {
    const text = readFileSync(join(types, file), 'utf8').replaceAll(/(['"]\.{1,2}\/[^'"]+)\.js(['"])/g, '$1.cjs$2')
    write(join(cjs, file.replace(/\.ts$/, '.cts')), text)
  }
  for (const file of entries) {
    const path = relative(dirname(join(esm, file)), join(cjs, file.replace(/\.d\.ts$/, '.cjs')))
    write(join(esm, file), `export * from '${path}'\n`)
  }
}

function nameOf(file: string): string {
  return file.replace(/^\.\/src\/|\.ts$/g, '')
}

/** The files of types that some lead to, themselves included. */
function reachable(folder: string, entries: readonly string[]): Set<string> {
  const found = new Set(entries)
  // A set is walked to its end, with what is added on the way.
  for (const file of found) {
    const text = readFileSync(join(folder, file), 'utf8')
    for (const [, path = ''] of text.matchAll(/['"](\.{1,2}\/[^'"]+)\.js['"]/g)) found.add(posix.join(posix.dirname(file), `${path}.d.ts`))
  }
  return found
}

/** Names a type once at the top of a file, which the compiler writes as `import("…").Name` at each use. */
export function shortened(types: string): string {
  const names = new Map<string, string>()
  const text = types.replaceAll(/import\("(\.{1,2}\/[^"]+)"\)\.(\w+)/g, (whole, path: string, name: string) => {
    const declared = new RegExp(`\\b(interface|type|class|const|function) ${name}\\b|\\bimport [^;]*\\b${name}\\b`).test(types)
    if (declared || (names.get(name) ?? path) !== path) return whole
    names.set(name, path)
    return name
  })
  const imports = [...names].map(([name, path]) => `import type { ${name} } from "${path}";\n`)
  return `${imports.join('')}${text}`
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
