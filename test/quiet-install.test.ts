import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'card-member-install-'))

beforeAll(() => {
  const files = [
    'package.json',
    'package-lock.json',
    '.npmrc',
    ...globSync(['packages/*/package.json', 'test/runtimes/package.json'], { cwd: root }),
  ]
  for (const file of files) cpSync(join(root, file), join(folder, file))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What `npm ci` says on Node 20, as it would install; `more` stands for a setting of the reader's own. */
function install(more: Readonly<Record<string, string>> = {}) {
  // biome-ignore lint/style/noProcessEnv: npm is found in the path
  const { PATH = '', HOME = '' } = process.env
  const env = { PATH: `${join(root, 'test/runtimes/node_modules/.bin')}:${PATH}`, HOME, ...more }
  const { status, stderr } = spawnSync('npm', ['ci', '--dry-run', '--offline', '--ignore-scripts'], { cwd: folder, env, encoding: 'utf8' })
  return { status, stderr }
}

describe('npm ci on Node 20', () => {
  test('says nothing about engines: npm installs, and the Node 24 that it installs runs everything', () => {
    expect(install()).toEqual({ status: 0, stderr: '' })
  }, 180_000)

  test('would say it of each package without the setting of the repository', () => {
    const { status, stderr } = install({ npm_config_loglevel: 'warn' })
    expect([status, stderr.includes("EBADENGINE   current: { node: 'v20.")]).toEqual([0, true])
  }, 180_000)
})
