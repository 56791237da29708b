import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['packages/*/{src,test}/**/*.test.ts', 'test/*.test.ts'],
    globalSetup: ['test/postgres.ts'],
    // Files share nothing but the PostgreSQL server, in which each test makes databases of its own.
    maxWorkers: availableParallelism(),
    // Limits only end what hangs: nothing passes because the machine is quick, or fails because it is slow.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 30_000 } },
  },
})
