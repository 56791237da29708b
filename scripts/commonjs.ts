import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { rolldown } from 'rolldown'

/** A package whose CommonJS build is wanted. */
interface Source {
  /** Its sources, one for each entry and each choice of a condition, such as `./src/index.ts`. */
  readonly files: readonly string[]
  /** Where its `package.json` is. */
  readonly home: string
  /** Its types as they were emitted, with `index.d.ts` at the top. */
  readonly types: string
}

/** Builds a package for `require`. */
export async function buildCommonJs({ files, home, types }: Source, target: string): Promise<void> {
  const input = Object.fromEntries(files.map((file) => [file.replace(/^\.\/src\/|\.ts$/g, ''), join(home, file)]))
  const bundle = await rolldown({
    input,
    external: /^(#|node:|@opentelemetry\/)/,
    platform: 'neutral',
    transform: { target: 'es2022' },
    cwd: home,
  })
  await bundle.write({ dir: target, format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'shared/[name].cjs', comments: false })
  await bundle.close()
  for (const file of globSync('**/*.d.ts', { cwd: types })) {
    const text = readFileSync(join(types, file), 'utf8').replaceAll(/(['"]\.{1,2}\/[^'"]+)\.js(['"])/g, '$1.cjs$2')
    write(join(target, file.replace(/\.ts$/, '.cts')), text)
  }
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
