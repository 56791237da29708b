import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Report } from './portable/case.ts'

const run = promisify(execFile)
const home = fileURLToPath(new URL('../', import.meta.url))
const root = fileURLToPath(new URL('../../../', import.meta.url))

/** A runtime that the SDK runs in: a package of the registry that brings its program. */
export interface Runtime {
  /** Name of the package. */
  readonly package: string
  /** The package.json that asks for it, from the root of the repository. */
  readonly asked_by: string
  /** Where its program lies in it. */
  readonly program: string
  readonly flags: readonly string[]
}

/** The SDK and the portable suite as JavaScript, in a folder outside the repository. */
export class EmittedSuite implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'card-member-portable-'))

  /** Node 20 and packages in general know no types, so the suite runs as it would be published: emitted by tsc. */
  static async emit(): Promise<EmittedSuite> {
    const suite = new EmittedSuite()
    const { imports, type } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
    const emitted = JSON.parse(JSON.stringify(imports).replaceAll('.ts"', '.js"'))
    suite.#write('package.json', { type, imports: emitted })
    // Each runtime's own file is reached by a condition, which tsc does not follow.
    const entries = ['test/portable/main.ts', 'src/node/runtime-node.ts', 'src/node/transport-node.ts', 'src/client/transport-fetch.ts']
    suite.#write('tsconfig.json', {
      extends: join(root, 'tsconfig.json'),
      compilerOptions: { noEmit: false, noCheck: true, rootDir: home, outDir: suite.#folder },
      files: entries.map((entry) => join(home, entry)),
      include: [],
    })
    symlinkSync(join(root, 'node_modules'), join(suite.#folder, 'node_modules'), 'junction')
    try {
      await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', suite.#folder])
    } catch (cause) {
      suite[Symbol.dispose]()
      throw new Error('tsc did not emit the portable suite', { cause })
    }
    return suite
  }

  /** Runs the suite in a runtime, against a server, and reads its report. */
  async runIn(runtime: Runtime, base_url: string): Promise<Report> {
    const { stdout } = await run(programOf(runtime), [...runtime.flags, join(this.#folder, 'test/portable/main.js'), base_url], {
      cwd: this.#folder,
      env: { HOME: this.#folder, DENO_DIR: join(this.#folder, '.deno'), DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' },
      timeout: 25_000,
    })
    return JSON.parse(stdout)
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #write(name: string, content: object): void {
    writeFileSync(join(this.#folder, name), JSON.stringify(content))
  }
}

function programOf(runtime: Runtime): string {
  const require = createRequire(join(root, runtime.asked_by))
  const program = join(dirname(require.resolve(`${runtime.package}/package.json`)), runtime.program)
  if (existsSync(program)) return program
  throw new Error(
    `${program} is missing: the package ${runtime.package} did not bring its program. Run \`npm ci\` with install scripts allowed, on a platform it exists for.`,
  )
}
