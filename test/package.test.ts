import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Published, packAll } from '../scripts/pack.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'card-member-package-'))
const node20 = join(root, 'test/runtimes/node_modules/.bin/node')
let tarballs: Record<Published, string>

const program = `
import { CardMember, CredentialError } from '@card-member/sdk'
import { check, contract } from '@card-member/sdk/contract'
import { readCredential } from '@card-member/sdk/node'
import { Keyring } from '@card-member/sdk/protocol'

export async function invalidate(file: string): Promise<'UNACTIVATED' | 'EFFECTIVE' | 'EXPIRED' | 'INVALID'> {
  const api = new CardMember(await readCredential(file))
  const card = await api.userCards.invalidate('478515832665', { brand_id: '1004', card_id: 'p1', openid: 'o1' })
  for await (const other of api.userCards.list({ brand_id: '1004', openid: 'o1' })) console.log(other.level?.length)
  return card.user_card_state
}
console.log(check(contract.cards.get.input, {}).length, new Keyring([]).ids.length, new CredentialError('KEY_MISSING', 'private_key').code)
`

beforeAll(() => {
  tarballs = packAll(folder)
  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }')
  const files = Object.values(tarballs)
  execFileSync('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', ...files], {
    cwd: folder,
  })
}, 180_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs a tool in the consumer's folder: how it ended and what it said. */
function run(command: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' })
  return { status, stdout, stderr }
}

const tool = (name: string) => join(root, 'node_modules/.bin', name)

test('the SDK has one dependency', () => {
  const manifest = JSON.parse(readFileSync(join(folder, 'node_modules/@card-member/sdk/package.json'), 'utf8'))
  expect(manifest.dependencies).toEqual({ typebox: expect.stringMatching(/^\^1\./) })
})

test.each(['sdk', 'platform', 'desk', 'cli'] as const)('publint finds nothing in %s', (name) => {
  const { status, stdout } = run(tool('publint'), [join(folder, name), '--strict'])
  expect([status, stdout.includes('All good!')]).toEqual([0, true])
})

test.each(['sdk', 'platform', 'desk'] as const)(
  'the types of %s resolve for everyone who can import it',
  (name) => {
    const { status } = run(tool('attw'), [tarballs[name], '--profile', 'esm-only'])
    expect(status).toBe(0)
  },
  60_000,
)

describe('a consumer', () => {
  test.each([
    ['esnext', 'bundler'],
    ['node16', 'node16'],
    ['nodenext', 'nodenext'],
  ])(
    'compiles with module %s and moduleResolution %s',
    (module, moduleResolution) => {
      writeFileSync(join(folder, 'program.ts'), program)
      const compilerOptions = {
        module,
        moduleResolution,
        target: 'es2022',
        lib: ['es2024', 'esnext.disposable'],
        strict: true,
        noEmit: true,
      }
      const types = { types: ['node'], typeRoots: [join(root, 'node_modules/@types')], skipLibCheck: false }
      writeFileSync(
        join(folder, 'tsconfig.json'),
        JSON.stringify({ compilerOptions: { ...compilerOptions, ...types }, files: ['program.ts'] }),
      )
      expect(run(tool('tsc'), ['-p', '.'])).toEqual({ status: 0, stdout: '', stderr: '' })
    },
    60_000,
  )

  const runtimes = { 'Node 20': node20, 'the pinned Node': process.execPath }
  test.each(Object.entries(runtimes))('imports and requires the SDK on %s', (_, node) => {
    if (!existsSync(node)) throw new Error(`${node} is missing; run npm ci`)
    const use = "typeof sdk.CardMember + ' ' + typeof files.readCredential + ' ' + sdk.defaultBaseUrl"
    writeFileSync(
      join(folder, 'import.mjs'),
      `import * as sdk from '@card-member/sdk'\nimport * as files from '@card-member/sdk/node'\nconsole.log(${use})\n`,
    )
    writeFileSync(
      join(folder, 'require.cjs'),
      `const sdk = require('@card-member/sdk')\nconst files = require('@card-member/sdk/node')\nconsole.log(${use})\n`,
    )
    const expected = 'function function https://api.mch.weixin.qq.com\n'
    expect(['import.mjs', 'require.cjs'].map((file) => run(node, ['--no-warnings', file]).stdout)).toEqual([expected, expected])
  })

  test('runs the command and its demo', () => {
    const command = join(folder, 'node_modules/.bin/card-member')
    const help = run(process.execPath, [command, '--help'])
    expect([help.status, help.stdout.includes('invalidate')]).toEqual([0, true])
    const demo = run(process.execPath, [command, 'demo'])
    expect([demo.status, demo.stdout.includes('INVALID')]).toEqual([0, true])
  }, 60_000)
})
