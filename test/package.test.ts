import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { publint } from 'publint'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Published } from '../scripts/pack.ts'
import { packedOnce } from './packed.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'card-member-package-'))
const node20 = join(root, 'test/runtimes/node_modules/.bin/node')
const adapters = ['express', 'fastify', 'hono', 'koa', 'nest', 'node'] as const
let tarballs: Record<Published, string>

const entries = ['', '/node', '/contract', '/protocol', '/webhook', ...adapters.map((name) => `/webhook/${name}`)]

const program = `
import { CallError, CardMember, CredentialError, receiptOf } from '@card-member/sdk'
import { check, contract } from '@card-member/sdk/contract'
import { readCredential } from '@card-member/sdk/node'
import { Keyring } from '@card-member/sdk/protocol'
import { MemoryEventStore, receive, webhookKeyring } from '@card-member/sdk/webhook'
${adapters.map((name) => `import { ${name}Webhook } from '@card-member/sdk/webhook/${name}'`).join('\n')}

export async function invalidate(file: string): Promise<'UNACTIVATED' | 'EFFECTIVE' | 'EXPIRED' | 'INVALID'> {
  const api = new CardMember(await readCredential(file))
  const card = await api.userCards.invalidate('478515832665', { brand_id: '1004', card_id: 'p1', openid: 'o1' })
  // @ts-expect-error A level is text.
  const level: number = card.level
  for await (const other of api.userCards.list({ brand_id: '1004', openid: 'o1' })) console.log(level, other.level?.length, receiptOf(other)?.status)
  return card.user_card_state
}
console.log(check(contract.cards.get.input, {}).length, new Keyring([]).ids.length, new CredentialError('KEY_MISSING', 'private_key').code)
console.log([CallError, MemoryEventStore, receive, webhookKeyring, ${adapters.map((name) => `${name}Webhook`).join(', ')}].length)
`

beforeAll(async () => {
  tarballs = await packedOnce()
  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }')
  const files = Object.values(tarballs)
  execFileSync('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', ...files], {
    cwd: folder,
  })
}, 300_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs a tool in the consumer's folder: how it ended and what it said. */
function run(command: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' })
  return { status, stdout, stderr }
}

const tool = (name: string) => join(root, 'node_modules/.bin', name)

describe('the SDK', () => {
  test('installs no other package', () => {
    const manifest = JSON.parse(readFileSync(join(folder, 'node_modules/@card-member/sdk/package.json'), 'utf8'))
    expect([manifest.dependencies, manifest.optionalDependencies]).toEqual([undefined, undefined])
    const optional = Object.entries<{ readonly optional: boolean }>(manifest.peerDependenciesMeta ?? {})
    expect(optional.flatMap(([name, meta]) => (meta.optional ? [name] : []))).toEqual(Object.keys(manifest.peerDependencies ?? {}))
  })

  test('takes less than 1 MB when it is installed', () => {
    const installed = join(folder, 'node_modules/@card-member/sdk')
    const files = globSync('**/*', { cwd: installed, withFileTypes: true }).filter((entry) => entry.isFile())
    const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
    expect(bytes).toBeLessThan(1_000_000)
  })

  // On Node, proxies and compressed answers are in files of their own, which a program loads when it meets one.
  test.each([
    ['browser', 33_000, 33_000],
    ['node', 33_000, 34_800],
  ] as const)(
    'adds to a bundle for %s, minified and gzipped, with every operation, less than %i bytes to load, and %i in all',
    async (platform, limit, whole) => {
      writeFileSync(join(folder, 'client.mjs'), "export { CardMember } from '@card-member/sdk'\n")
      const bundle = await rolldown({ input: join(folder, 'client.mjs'), platform, external: /^node:/ })
      const { output } = await bundle.generate({ format: 'esm', minify: true, comments: false })
      await bundle.close()
      const chunks = output.filter((file) => file.type === 'chunk')
      const loaded = new Set(chunks.filter(({ isEntry }) => isEntry))
      // A set is walked to its end, with what is added on the way.
      for (const { imports } of loaded) for (const chunk of chunks) if (imports.includes(chunk.fileName)) loaded.add(chunk)
      const size = (files: Iterable<{ readonly code: string }>) =>
        gzipSync(Array.from(files, ({ code }) => code).join(''), { level: 9 }).length
      expect(size(loaded)).toBeLessThan(limit)
      expect(size(chunks)).toBeLessThan(whole)
    },
  )
})

test.each(['sdk', 'tlog', 'service', 'platform', 'desk', 'cli'] as const)('publint finds nothing in the tarball of %s', async (name) => {
  const { buffer } = Uint8Array.from(readFileSync(tarballs[name]))
  const { messages } = await publint({ pack: { tarball: buffer }, strict: true })
  expect(messages).toEqual([])
})

describe('the types resolve for everyone who can import them', () => {
  const everybody = ['sdk'] as const
  const whoImports = ['tlog', 'service', 'platform', 'desk'] as const
  let problems: readonly (readonly { readonly resolutionKind?: string }[])[]
  beforeAll(() => {
    const files = [...everybody, ...whoImports].map((name) => tarballs[name])
    const { status, stdout, stderr } = run(process.execPath, [join(root, 'test/types-resolved.ts'), ...files])
    expect([status, stderr]).toEqual([0, ''])
    problems = JSON.parse(stdout)
  }, 240_000)

  test.each(everybody)('those of %s: everyone', (name) => {
    expect(problems[everybody.indexOf(name)]).toEqual([])
  })

  test.each(whoImports)('those of %s: everyone but those who require, and compilers that resolve as Node 10 did', (name) => {
    const others = problems[everybody.length + whoImports.indexOf(name)]?.filter(
      ({ resolutionKind }) => resolutionKind !== 'node10' && resolutionKind !== 'node16-cjs',
    )
    expect(others).toEqual([])
  })
})

test('the desk brings the page of its console, compressed, without what only a build needs', () => {
  const console = join(folder, 'node_modules/@card-member/desk/console')
  const files = globSync('**/*', { cwd: console })
  const scripts = files.filter((file) => file.endsWith('.js') && file.startsWith('assets'))
  expect(files).toContain('index.html')
  expect(scripts.length).toBeGreaterThan(0)
  expect(scripts.filter((script) => !files.includes(`${script}.br`) || !files.includes(`${script}.gz`))).toEqual([])
  expect(existsSync(join(console, '.vite'))).toBe(false)
})

test('the types of the SDK lead to no package but itself where they are for CommonJS', () => {
  const folderOf = join(dirname(tarballs.sdk), 'sdk/cjs')
  const foreign = globSync('**/*.d.cts', { cwd: folderOf }).flatMap((file) =>
    Array.from(readFileSync(join(folderOf, file), 'utf8').matchAll(/(?:from |import\()(['"])([^.'"][^'"]*)\1/g), ([, , name]) => name),
  )
  expect(foreign.filter((name) => !/^(node:|@card-member\/sdk\b)/.test(name ?? ''))).toEqual([])
})

describe('a consumer', () => {
  const modes = [
    ['esnext', 'bundler', ['program.ts']],
    ['node16', 'node16', ['esm.mts', 'commonjs.cts']],
    ['nodenext', 'nodenext', ['esm.mts', 'commonjs.cts']],
    ['commonjs', 'node10', ['program.ts']],
  ] as const
  // The newest no longer resolves packages as Node 10 did.
  const ofNewest = modes.filter(([, resolution]) => resolution !== 'node10')
  const projectOf = (module: string) => join(folder, `tsconfig.${module}.json`)
  beforeAll(() => {
    for (const [module, moduleResolution, files] of modes) {
      for (const file of files) writeFileSync(join(folder, file), program)
      // The compiler's own libraries are not what is tested.
      const libraries = { target: 'es2022', lib: ['es2022', 'dom'], types: [], skipLibCheck: false, skipDefaultLibCheck: true }
      const compilerOptions = { module, moduleResolution, ...libraries, strict: true, noEmit: true }
      writeFileSync(projectOf(module), JSON.stringify({ compilerOptions, files }))
    }
  })

  describe('compiles with TypeScript 5.0, without the types of Node', () => {
    let said: readonly string[]
    beforeAll(() => {
      const compiler = join(root, 'test/runtimes/compile.ts')
      const { status, stdout, stderr } = run(process.execPath, [compiler, ...modes.map(([module]) => projectOf(module))])
      expect([status, stderr]).toEqual([0, ''])
      said = JSON.parse(stdout)
    }, 240_000)

    test.each(modes.map(([module, moduleResolution], index) => ({ module, moduleResolution, index })))(
      'module $module and moduleResolution $moduleResolution',
      ({ index }) => expect(said[index]).toBe(''),
    )
  })

  test.each(ofNewest)(
    'compiles with the newest TypeScript, module %s and moduleResolution %s, without the types of Node',
    (module) => {
      expect(run(tool('tsc'), ['-p', projectOf(module)])).toEqual({ status: 0, stdout: '', stderr: '' })
    },
    240_000,
  )

  const runtimes = { 'Node 20': node20, 'the pinned Node': process.execPath }
  const loading = { 'as Node does': [], 'as before Node could require ESM': ['--no-experimental-require-module'] }
  const ways = Object.entries(runtimes).flatMap(([name, node]) =>
    Object.entries(loading).map(([how, flags]) => ({ name, node, how, flags })),
  )
  test.each(ways)('imports and requires each entry of the SDK on $name, $how', ({ node, flags }) => {
    if (!existsSync(node)) throw new Error(`${node} is missing; run npm ci`)
    const names = JSON.stringify(entries)
    // Each is used, so that what a condition chooses is reached too.
    const use = `
const [sdk, files, contract, protocol, webhook] = modules
const key = await protocol.runtime.randomBytes(4)
const credential = { mchid: '1', serial_no: 'A', private_key: '', wechatpay_public_key_id: '', wechatpay_public_key: '' }
let error
try { new sdk.CardMember(credential) } catch (thrown) { error = thrown }
console.log(modules.map((module) => Object.keys(module).length > 0).join(), key.length, typeof files.readCredential, sdk.defaultBaseUrl)
console.log(error instanceof sdk.CredentialError, error instanceof sdk.CardMemberError, contract.check(contract.contract.cards.get.input, {}).length)
console.log(typeof webhook.receive, modules.at(-1) !== undefined)`
    writeFileSync(
      join(folder, 'import.mjs'),
      `const modules = await Promise.all(${names}.map((name) => import('@card-member/sdk' + name)))\n${use}\n`,
    )
    writeFileSync(
      join(folder, 'require.cjs'),
      `void (async () => {\nconst modules = ${names}.map((name) => require('@card-member/sdk' + name))\n${use}\n})()\n`,
    )
    const loaded = entries.map(() => 'true').join()
    const expected = `${loaded} 4 function https://api.mch.weixin.qq.com\ntrue true 2\nfunction true\n`
    expect(['import.mjs', 'require.cjs'].map((file) => run(node, ['--no-warnings', ...flags, file]))).toEqual([
      { status: 0, stdout: expected, stderr: '' },
      { status: 0, stdout: expected, stderr: '' },
    ])
  })

  test.each(Object.entries(runtimes))('has one copy of each class on %s, imported and required in one program', (_, node) => {
    const text = `
import { createRequire } from 'node:module'
import * as imported from '@card-member/sdk'
const required = createRequire(import.meta.url)('@card-member/sdk')
console.log(imported.CallError === required.CallError, imported.receiptOf === required.receiptOf)`
    writeFileSync(join(folder, 'both.mjs'), text)
    expect(run(node, ['--no-warnings', 'both.mjs']).stdout).toBe('true true\n')
  })

  test.each(['@card-member/platform', '@card-member/platform/testing', '@card-member/desk'])(
    'that imports %s on Node 20 is told which Node it needs, in one sentence',
    (name) => {
      const text = `import('${name}').then(() => console.log('loaded'), (error) => console.log(error.message))\n`
      writeFileSync(join(folder, 'old.mjs'), text)
      const version = run(node20, ['-p', 'process.versions.node']).stdout.trim()
      const needs = name.replace('/testing', '')
      expect(run(node20, ['old.mjs']).stdout).toBe(
        `${needs} needs Node.js 24 or newer; this is ${version}. Install it from https://nodejs.org/ (${needs} 需要 Node.js 24 或更高版本，当前为 ${version}。请从 https://nodejs.org/ 安装。)\n`,
      )
    },
  )

  test('that runs the command on Node 20 is told which Node it needs', () => {
    const { status, stdout, stderr } = run(node20, [join(folder, 'node_modules/.bin/card-member'), 'demo'])
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^card-member needs Node\.js 24 or newer; this is 20\.\d+\.\d+\. Install it from https:\/\/nodejs\.org\/\n/)
  })

  test('runs the command and its demo', () => {
    const command = join(folder, 'node_modules/.bin/card-member')
    const help = run(process.execPath, [command, '--help'])
    expect([help.status, help.stdout.includes('invalidate')]).toEqual([0, true])
    const demo = run(process.execPath, [command, 'demo'])
    expect([demo.status, demo.stdout.includes('INVALID')]).toEqual([0, true])
  }, 300_000)
})
