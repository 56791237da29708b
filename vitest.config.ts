import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Every process and thread that a test starts reads its sources, types removed, from here.
const NODE_COMPILE_CACHE = fileURLToPath(new URL('node_modules/.cache/node-compile', import.meta.url))

export default defineConfig({
  test: {
    include: ['packages/*/{src,test}/**/*.test.ts', 'test/*.test.ts'],
    env: { NODE_COMPILE_CACHE },
    globalSetup: ['test/postgres.ts'],
    // Files share nothing but the PostgreSQL server, in which each test makes databases of its own.
    maxWorkers: availableParallelism(),
    // Limits only end what hangs: nothing passes because the machine is quick, or fails because it is slow.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 30_000 } },
  },
})
