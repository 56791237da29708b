import { cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { rolldown } from 'rolldown'

/** A package whose CommonJS build is wanted. */
interface Source {
  /** Its sources, one for each entry and each choice of a condition, such as `./src/index.ts`. */
  readonly files: readonly string[]
  /** Where its `package.json` is. */
  readonly home: string
  /** Where the packages that it imports are installed. */
  readonly modules: string
  /** Its types as they were emitted, with `index.d.ts` at the top. */
  readonly types: string
}

/** Builds a package for `require`. TypeBox, which comes as ESM alone, is taken in: code and types. */
export async function buildCommonJs({ files, home, modules, types }: Source, target: string): Promise<void> {
  const input = Object.fromEntries(files.map((file) => [file.replace(/^\.\/src\/|\.ts$/g, ''), join(home, file)]))
  const bundle = await rolldown({ input, external: /^(#|node:)/, platform: 'neutral', transform: { target: 'es2022' }, cwd: home })
  await bundle.write({ dir: target, format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'shared/[name].cjs', comments: false })
  await bundle.close()
  for (const file of globSync('**/*.d.ts', { cwd: types })) {
    const text = readFileSync(join(types, file), 'utf8').replaceAll(/(['"]\.{1,2}\/[^'"]+)\.js(['"])/g, '$1.cjs$2')
    write(join(target, file.replace(/\.ts$/, '.cts')), withTypebox(text, relative(dirname(file), 'typebox')))
  }
  takeTypebox(join(modules, 'typebox'), join(target, 'typebox'))
}

function withTypebox(text: string, folder: string): string {
  const path = folder.startsWith('.') ? folder : `./${folder}`
  return text.replaceAll(/(['"])typebox(\/\w+)?\1/g, (_, quote: string, entry = '') => `${quote}${path}${entry}/index.cjs${quote}`)
}

// Only what the SDK's types lead to.
function takeTypebox(from: string, to: string): void {
  const build = join(from, 'build')
  const files = new Set(['index.d.mts', 'schema/index.d.mts'].map((entry) => join(build, entry)))
  // A set is walked to its end, with what is added on the way.
  for (const file of files) {
    const text = readFileSync(file, 'utf8')
    for (const [, path = ''] of text.matchAll(/['"](\.[^'"]+)\.mjs['"]/g)) files.add(`${resolve(dirname(file), path)}.d.mts`)
    const copy = join(to, relative(build, file).replace(/\.mts$/, '.cts'))
    write(copy, text.replaceAll(/(['"]\.[^'"]+)\.mjs(['"])/g, '$1.cjs$2'))
  }
  cpSync(join(from, 'license'), join(to, 'LICENSE'))
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
