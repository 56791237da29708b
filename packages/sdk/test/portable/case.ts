/** One thing to prove, in every runtime. */
export interface Case {
  readonly name: string
  run(): Promise<void>
}

/** What a runtime reports. */
export interface Report {
  /** `Node`, `Bun` or `Deno`. */
  readonly runtime: string
  readonly version: string
  /** Which implementation of the crypto below the protocol the package's conditions chose. */
  readonly crypto: 'node:crypto' | 'Web Crypto'
  readonly passed: readonly string[]
  /** Name of the case, and why. */
  readonly failed: readonly (readonly [string, string])[]
}

/** Makes a case of a function. */
export function that(name: string, run: () => void | Promise<void>): Case {
  return { name, run: async () => run() }
}
