import { afterAll, describe, expect, it } from 'vitest'
import { EmittedSuite, runtimes } from '../../../test/portable-runtimes.ts'

describe('a log that is published, cosigned and proven', () => {
  const emitted = EmittedSuite.emit('tlog')
  afterAll(() => emitted[Symbol.dispose]())

  it.concurrent.each([
    ['Node 20', runtimes.node20, 'Node'],
    ['Node 24', runtimes.node24, 'Node'],
    ['Bun', runtimes.bun, 'Bun'],
    ['Deno', runtimes.deno, 'Deno'],
  ] as const)('is read and verified in %s', async (_name, runtime, name) => {
    expect(await emitted.runIn(runtime)).toEqual({
      runtime: name,
      size: 1000,
      cosignatures: [{ name: 'witness.example.com', time: 1_700_000_000 }],
      entry: 'event 42',
    })
  })
})
