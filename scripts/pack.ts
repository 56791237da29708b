import { execFileSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleCode, shortened, writeTypes } from './bundle.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const published = ['sdk', 'tlog', 'service', 'platform', 'desk', 'cli'] as const

/** A package that gets published, by its folder. */
export type Published = (typeof published)[number]

type Conditions = string | { readonly [condition: string]: Conditions }

interface Manifest {
  readonly name: string
  readonly version: string
  readonly exports: Readonly<Record<string, string>>
  readonly imports?: Readonly<Record<string, Conditions>>
}

/**
 * Makes the tarballs of what gets published: JavaScript and types beside each other. Returns where each tarball is.
 *
 * @param sources whether their types are still to be checked, which takes most of the time
 */
export async function packAll(into: string, sources: 'checked' | 'unchecked' = 'unchecked'): Promise<Record<Published, string>> {
  const emitted = mkdtempSync(join(tmpdir(), 'card-member-emit-'))
  try {
    emit(emitted, sources === 'checked')
    for (const folder of published) await makePackage(folder, emitted, join(into, folder))
    // One start of npm for all of them; it names them in the order in which they are given.
    const args = ['pack', '--silent', '--pack-destination', into, ...published.map((folder) => join(into, folder))]
    const names = execFileSync('npm', args, { cwd: into, encoding: 'utf8' }).trim().split('\n').slice(-published.length)
    const tarball = (folder: Published) => join(into, names[published.indexOf(folder)] ?? '')
    return {
      sdk: tarball('sdk'),
      tlog: tarball('tlog'),
      service: tarball('service'),
      platform: tarball('platform'),
      desk: tarball('desk'),
      cli: tarball('cli'),
    }
  } finally {
    rmSync(emitted, { recursive: true, force: true })
  }
}

// All packages in one program: their sources import each other.
function emit(outDir: string, noCheck: boolean): void {
  const config = join(outDir, 'tsconfig.json')
  const compilerOptions = {
    noEmit: false,
    noCheck,
    declaration: true,
    rootDir: join(root, 'packages'),
    outDir,
    typeRoots: [join(root, 'node_modules/@types')],
  }
  const include = published.map((folder) => join(root, 'packages', folder, 'src'))
  writeFileSync(
    config,
    JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions, include, exclude: [join(root, 'packages/**/*.test.ts')] }),
  )
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', config], { cwd: root, stdio: 'inherit' })
}

async function makePackage(folder: Published, emitted: string, target: string): Promise<void> {
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  const manifest = readManifest(folder)
  const built = folder === 'sdk' ? join(emitted, folder, 'src') : join(target, 'src')
  if (folder !== 'sdk') cpSync(join(emitted, folder, 'src'), built, { recursive: true })
  if (folder === 'desk') copyConsole(join(target, 'console'))
  if (folder === 'cli') cpSync(join(root, 'packages/cli/bin'), join(target, 'bin'), { recursive: true })
  cpSync(join(root, 'LICENSE'), join(target, 'LICENSE'))
  for (const name of ['README.md', 'README.zh-CN.md']) cpSync(join(root, 'packages', folder, name), join(target, name))
  for (const file of globSync('**/*.{js,d.ts}', { cwd: built })) rewriteSpecifiers(join(built, file))
  if (folder === 'sdk') await bundleBoth(manifest, built, target)
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(publishedManifest(folder, manifest), null, 2)}\n`)
}

// The desk brings the page that it serves. Which file is which chunk is of no use to it.
function copyConsole(target: string): void {
  execFileSync(process.execPath, [join(root, 'packages/console/scripts/build.ts')], { env: { NODE_ENV: 'production' }, stdio: 'inherit' })
  const source = join(root, 'packages/desk/console')
  cpSync(source, target, { recursive: true, filter: (path) => !path.startsWith(join(source, '.vite')) })
}

// Types keep the `.ts` of their sources.
function rewriteSpecifiers(file: string): void {
  const text = readFileSync(file, 'utf8').replaceAll(/(from |import |import\()(['"])(\.{1,2}\/[^'"]+)\.ts\2/g, '$1$2$3.js$2')
  writeFileSync(file, file.endsWith('.d.ts') ? forOlderCompilers(shortened(text)) : text)
}

const disposable = `declare global {
    interface SymbolConstructor {
        readonly asyncDispose: unique symbol;
    }
    interface AsyncDisposable {
        [Symbol.asyncDispose](): PromiseLike<void>;
    }
}
`

// Before TypeScript 5.7 byte arrays had no parameter, and before 5.2 nothing was disposable. A compiler that resolves packages as
// Node 10 did knows no `imports`; what they choose has one type.
function forOlderCompilers(text: string): string {
  const plain = text.replaceAll(/\bUint8Array<ArrayBuffer(Like)?>/g, 'Uint8Array').replaceAll(/(['"])#runtime\1/g, "'./runtime-web.js'")
  return /\bAsyncDisposable\b/.test(plain) ? `${plain}${disposable}` : plain
}

async function bundleBoth(manifest: Manifest, types: string, target: string): Promise<void> {
  const files = [...new Set([...Object.values(manifest.exports), ...chosenFiles(manifest.imports ?? {})])]
  const source = { files, home: join(root, 'packages/sdk'), types }
  const [esm, cjs] = [join(target, 'esm'), join(target, 'cjs')]
  await bundleCode(source, 'es', esm)
  await bundleCode(source, 'cjs', cjs)
  writeTypes(source, esm, cjs)
}

function chosenFiles(conditions: Readonly<Record<string, Conditions>>): string[] {
  return Object.values(conditions).flatMap((value) => (typeof value === 'string' ? [value] : chosenFiles(value)))
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8'))
}

function publishedManifest(folder: Published, manifest: Manifest): object {
  const forBoth = folder === 'sdk'
  const entries = Object.entries(manifest.exports).map(([path, source]) => [path, forBoth ? builtTwice(source) : built(source)])
  return {
    ...manifest,
    ...(forBoth && forNode10(manifest)),
    exports: { ...Object.fromEntries(entries), './package.json': './package.json' },
    ...(manifest.imports && { imports: chosen(manifest.imports) }),
  }
}

function built(source: string): { types: string; default: string } {
  return { types: source.replace(/\.ts$/, '.d.ts'), default: source.replace(/\.ts$/, '.js') }
}

function builtForImport(source: string): { types: string; default: string } {
  return built(source.replace('./src/', './esm/'))
}

function builtForRequire(source: string): { types: string; default: string } {
  const { types, default: code } = built(source.replace('./src/', './cjs/'))
  return { types: types.replace(/\.ts$/, '.cts'), default: code.replace(/\.js$/, '.cjs') }
}

// Where Node can load ESM by `require` it does, so that there is one copy of each class; elsewhere, and for compilers, there is CommonJS.
function builtTwice(source: string): object {
  const esm = builtForImport(source)
  return { import: esm, 'module-sync': esm.default, require: builtForRequire(source) }
}

// For compilers and tools that read no `exports`.
function forNode10({ exports }: Manifest): object {
  const entries = Object.entries(exports).map(([path, source]) => [path.replace('./', ''), builtForRequire(source)] as const)
  const { '.': main, ...others } = Object.fromEntries(entries)
  const typesVersions = { '*': Object.fromEntries(Object.entries(others).map(([path, { types }]) => [path, [types]])) }
  return { main: main?.default, types: main?.types, typesVersions }
}

function chosen(conditions: Readonly<Record<string, Conditions>>): Record<string, Conditions> {
  const entries = Object.entries(conditions).map(([name, value]): [string, Conditions] => {
    if (typeof value !== 'string') return [name, chosen(value)]
    const kind = name === 'types' ? 'types' : 'default'
    return [name, { import: builtForImport(value)[kind], require: builtForRequire(value)[kind] }]
  })
  return Object.fromEntries(entries)
}

if (import.meta.main) {
  const into = resolve(root, 'dist')
  mkdirSync(into, { recursive: true })
  for (const tarball of Object.values(await packAll(into)))
    console.log(`${dirname(tarball) === into ? 'dist/' : ''}${tarball.slice(into.length + 1)}`)
}
