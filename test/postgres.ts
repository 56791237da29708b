import type { TestProject } from 'vitest/node'
import { startPostgres } from './postgres-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The PostgreSQL server of this run; tests make databases of their own in it. */
    postgres_url: string
  }
}

/** Starts one PostgreSQL server for all tests of a run. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres({ durable: false })
  provide('postgres_url', server.url)
  return async () => server[Symbol.asyncDispose]()
}
