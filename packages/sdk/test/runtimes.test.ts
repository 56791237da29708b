import { afterAll, describe, expect, it } from 'vitest'
import { EmittedSuite, type Runtime, runtimes } from '../../../test/portable-runtimes.ts'
import { startPortableServer } from './fixtures/portable-server.ts'
import type { Report } from './portable/case.ts'
import { suite } from './portable/suite.ts'

const asBrowser = ['--conditions=browser']

// Node once with node:crypto and node:http, and once with what bundlers and every other runtime get: Web Crypto and fetch.
const cases: readonly (readonly [string, Runtime, Pick<Report, 'runtime' | 'crypto'>, RegExp])[] = [
  ['Node 20', runtimes.node20, { runtime: 'Node', crypto: 'node:crypto' }, /^20\./],
  ['Node 20 like a browser', { ...runtimes.node20, flags: asBrowser }, { runtime: 'Node', crypto: 'Web Crypto' }, /^20\./],
  ['Node 24', runtimes.node24, { runtime: 'Node', crypto: 'node:crypto' }, /^24\./],
  ['Node 24 like a browser', { ...runtimes.node24, flags: asBrowser }, { runtime: 'Node', crypto: 'Web Crypto' }, /^24\./],
  ['Bun', runtimes.bun, { runtime: 'Bun', crypto: 'Web Crypto' }, /^1\./],
  ['Deno', runtimes.deno, { runtime: 'Deno', crypto: 'Web Crypto' }, /^2\./],
]

describe('the portable suite', () => {
  const emitted = EmittedSuite.emit('sdk')
  afterAll(() => emitted[Symbol.dispose]())

  it.concurrent.each(cases)('passes in %s, case by case', async (_name, runtime, expected, version) => {
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
