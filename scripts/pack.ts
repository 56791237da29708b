import { execFileSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const published = ['sdk', 'platform', 'desk', 'cli'] as const

/** A package that gets published, by its folder. */
export type Published = (typeof published)[number]

type Conditions = string | { readonly [condition: string]: Conditions }

interface Manifest {
  readonly name: string
  readonly version: string
  readonly exports: Readonly<Record<string, string>>
  readonly imports?: Readonly<Record<string, Conditions>>
  readonly dependencies: Readonly<Record<string, string>>
}

/**
 * Makes the tarballs of what gets published: JavaScript and types beside each other, the private service package taken in by
 * those that need it. Returns where each tarball is.
 */
export function packAll(into: string): Record<Published, string> {
  const emitted = mkdtempSync(join(tmpdir(), 'card-member-emit-'))
  try {
    emit(emitted)
    const pack = (folder: Published) => makePackage(folder, emitted, join(into, folder), into)
    return { sdk: pack('sdk'), platform: pack('platform'), desk: pack('desk'), cli: pack('cli') }
  } finally {
    rmSync(emitted, { recursive: true, force: true })
  }
}

// All packages in one program: their sources import each other.
function emit(outDir: string): void {
  const config = join(outDir, 'tsconfig.json')
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    rootDir: join(root, 'packages'),
    outDir,
    typeRoots: [join(root, 'node_modules/@types')],
  }
  const include = [...published, 'service'].map((folder) => join(root, 'packages', folder, 'src'))
  writeFileSync(
    config,
    JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions, include, exclude: [join(root, 'packages/**/*.test.ts')] }),
  )
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', config], { cwd: root, stdio: 'inherit' })
}

function makePackage(folder: Published, emitted: string, target: string, into: string): string {
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  const manifest = readManifest(folder)
  cpSync(join(emitted, folder, 'src'), join(target, 'src'), { recursive: true })
  const takesService = '@card-member/service' in manifest.dependencies
  if (takesService) cpSync(join(emitted, 'service/src'), join(target, 'service'), { recursive: true })
  if (folder === 'cli') cpSync(join(root, 'packages/cli/bin'), join(target, 'bin'), { recursive: true })
  for (const name of ['LICENSE', 'README.md', 'README.zh-CN.md']) cpSync(join(root, name), join(target, name))
  for (const file of globSync('**/*.{js,d.ts}', { cwd: target })) rewriteSpecifiers(join(target, file))
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(publishedManifest(manifest, takesService), null, 2)}\n`)
  const [tarball] = execFileSync('npm', ['pack', '--silent', '--pack-destination', into], { cwd: target, encoding: 'utf8' })
    .trim()
    .split('\n')
    .slice(-1)
  return join(into, tarball ?? '')
}

// Types keep the `.ts` of their sources, and the service lies within each package that needs it.
function rewriteSpecifiers(file: string): void {
  const text = readFileSync(file, 'utf8')
    .replaceAll(/(from |import |import\()(['"])(\.{1,2}\/[^'"]+)\.ts\2/g, '$1$2$3.js$2')
    .replaceAll(/(['"])@card-member\/service(\/database)?\1/g, '$1#service$2$1')
  writeFileSync(file, text)
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8'))
}

function publishedManifest(manifest: Manifest, takesService: boolean): object {
  const { '@card-member/service': _, ...own } = manifest.dependencies
  const service = takesService ? readManifest('service').dependencies : {}
  const entries = Object.entries(manifest.exports).map(([path, source]) => [path, built(source)])
  const imports = { ...mapped(manifest.imports ?? {}), ...(takesService ? serviceImports : {}) }
  return {
    ...manifest,
    exports: { ...Object.fromEntries(entries), './package.json': './package.json' },
    ...(Object.keys(imports).length > 0 ? { imports } : {}),
    dependencies: { ...service, ...own },
  }
}

const serviceImports = { '#service': built('./service/index.ts'), '#service/database': built('./service/database/index.ts') }

function built(source: string): { types: string; default: string } {
  return { types: source.replace(/\.ts$/, '.d.ts'), default: source.replace(/\.ts$/, '.js') }
}

function mapped(conditions: Readonly<Record<string, Conditions>>): Record<string, Conditions> {
  const entries = Object.entries(conditions).map(([name, value]): [string, Conditions] => {
    if (typeof value !== 'string') return [name, mapped(value)]
    const { types, default: code } = built(value)
    return [name, name === 'types' ? types : code]
  })
  return Object.fromEntries(entries)
}

if (import.meta.main) {
  const into = resolve(root, 'dist')
  mkdirSync(into, { recursive: true })
  for (const tarball of Object.values(packAll(into)))
    console.log(`${dirname(tarball) === into ? 'dist/' : ''}${tarball.slice(into.length + 1)}`)
}
