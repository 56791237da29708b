import { readdirSync, statSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build } from 'vite'
import { writeGuides } from './guides.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const built = join(root, 'packages/desk/console')

/** What the console is made of. */
const sources = [
  'package-lock.json',
  'packages/console/index.html',
  'packages/console/package.json',
  'packages/console/public',
  'packages/console/scripts',
  'packages/console/src',
  'packages/console/vite.config.ts',
  'packages/desk/src/contract',
]

/** What the guides are made of. */
const guideSources = ['package-lock.json', 'docs', 'packages/console/guide', 'packages/console/scripts/guides.ts']

/** Builds the console unless what is there is newer than all that it is made of. Returns whether it did. */
async function buildWhenStale(): Promise<boolean> {
  const done = timeOf(join(built, 'index.html'))
  if (sources.every((source) => newestIn(join(root, source)) < done)) return false
  await build({ configFile: join(root, 'packages/console/vite.config.ts'), logLevel: 'warn' })
  await Promise.all(readdirSync(join(built, 'assets')).map((name) => compress(join(built, 'assets', name))))
  return true
}

/** Writes the guides beside it unless those that are there are newer than all that they are made of; a build removes them. */
function writeGuidesWhenStale(): void {
  const done = timeOf(join(built, 'guide/guide.css'))
  if (guideSources.some((source) => newestIn(join(root, source)) >= done)) writeGuides(join(root, 'docs'), join(built, 'guide'))
}

/** The newest change of a file, or of anything below a folder. */
function newestIn(path: string): number {
  const entries = statSync(path).isDirectory() ? readdirSync(path, { recursive: true, encoding: 'utf8' }) : []
  return Math.max(timeOf(path), ...entries.map((entry) => timeOf(join(path, entry))))
}

function timeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

/** Puts what browsers take compressed beside a file, so that nothing is compressed as it is served. */
async function compress(path: string): Promise<void> {
  const content = await readFile(path)
  const params = { [constants.BROTLI_PARAM_QUALITY]: 6, [constants.BROTLI_PARAM_SIZE_HINT]: content.length }
  await Promise.all([
    promisify(brotliCompress)(content, { params }).then((compressed) => writeFile(`${path}.br`, compressed)),
    promisify(gzip)(content, { level: 6 }).then((compressed) => writeFile(`${path}.gz`, compressed)),
  ])
}

const began = performance.now()
if (await buildWhenStale()) console.error(`built the console in ${((performance.now() - began) / 1000).toFixed(1)} s`)
writeGuidesWhenStale()
