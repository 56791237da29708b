import { afterAll, describe, expect, it } from 'vitest'
import { startPortableServer } from './fixtures/portable-server.ts'
import { EmittedSuite, type Runtime } from './fixtures/runtimes.ts'
import type { Report } from './portable/case.ts'
import { suite } from './portable/suite.ts'

const besides = 'test/runtimes/package.json'
const node20 = { package: 'node', asked_by: besides, program: 'bin/node' }
const node24 = { package: 'node', asked_by: 'package.json', program: 'bin/node' }
const asBrowser = ['--conditions=browser']
const deno = ['run', '--no-prompt', '--no-lock', '--cached-only', '--node-modules-dir=manual', '--allow-net=127.0.0.1']

// Node once with node:crypto and node:http, and once with what bundlers and every other runtime get: Web Crypto and fetch.
const runtimes: readonly (readonly [string, Runtime, Pick<Report, 'runtime' | 'crypto'>, RegExp])[] = [
  ['Node 20', { ...node20, flags: [] }, { runtime: 'Node', crypto: 'node:crypto' }, /^20\./],
  ['Node 20 like a browser', { ...node20, flags: asBrowser }, { runtime: 'Node', crypto: 'Web Crypto' }, /^20\./],
  ['Node 24', { ...node24, flags: [] }, { runtime: 'Node', crypto: 'node:crypto' }, /^24\./],
  ['Node 24 like a browser', { ...node24, flags: asBrowser }, { runtime: 'Node', crypto: 'Web Crypto' }, /^24\./],
  ['Bun', { package: 'bun', asked_by: besides, program: 'bin/bun.exe', flags: [] }, { runtime: 'Bun', crypto: 'Web Crypto' }, /^1\./],
  ['Deno', { package: 'deno', asked_by: besides, program: 'deno', flags: deno }, { runtime: 'Deno', crypto: 'Web Crypto' }, /^2\./],
]

describe('the portable suite', () => {
  const emitted = EmittedSuite.emit()
  afterAll(() => emitted[Symbol.dispose]())

  it.concurrent.each(runtimes)('passes in %s, case by case', async (_name, runtime, expected, version) => {
    await using portable = await startPortableServer()
    const report = await emitted.runIn(runtime, portable.url)
    expect(report).toEqual({
      ...expected,
      version: expect.stringMatching(version),
      passed: suite(portable.setup).map(({ name }) => name),
      failed: [],
    })
  })
})
