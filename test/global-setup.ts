import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startPostgres } from './postgres-server.ts'
import { temporaryFolder } from './temporary-folder.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The PostgreSQL server of this run; tests make databases of their own in it. */
    postgres_url: string
    /** What files of tests make once for all of them is here. */
    run_folder: string
  }
}

/** Makes what all tests of a run share: a PostgreSQL server, a folder, and the built console. */
export async function setup({ provide, config }: TestProject): Promise<() => Promise<void>> {
  const parent = temporaryFolder()
  const server = await startPostgres({ durable: false, parent })
  // React builds for tests where a variable of the environment, which vitest sets, says so.
  const env = { NODE_ENV: 'production' }
  execFileSync(process.execPath, ['packages/console/scripts/build.ts'], { env, stdio: 'inherit' })
  const folder = mkdtempSync(join(parent, 'card-member-run-'))
  // What a test leaves behind goes with the run.
  config.env.TMPDIR = folder
  provide('postgres_url', server.url)
  provide('run_folder', folder)
  return async () => {
    await server[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  }
}
