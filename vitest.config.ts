import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/longest-first.ts'

// Every process and thread that a test starts reads its sources, types removed, from here.
const NODE_COMPILE_CACHE = fileURLToPath(new URL('node_modules/.cache/node-compile', import.meta.url))

export default defineConfig({
  test: {
    include: ['packages/*/{src,test}/**/*.test.ts', 'test/*.test.ts'],
    env: { NODE_COMPILE_CACHE },
    globalSetup: ['test/global-setup.ts'],
    // Files share the PostgreSQL server, in which each test makes databases of its own, and the modules that they load: a test that
    // changes a module's state, a global or a variable of the environment puts it back.
    isolate: false,
    // One more than there are cores: some tests wait, for a disk, another process, or a clock of the wire.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    // Limits only end what hangs: nothing passes because the machine is quick, or fails because it is slow.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 240_000 } },
  },
})
