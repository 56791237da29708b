import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { bundledOnce } from '../../../test/bundled.ts'

const bundled = await bundledOnce()
const node = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url))

/** How to run a command. */
export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

/** What a command left behind. */
export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command as a person's script would: no terminal on any stream. */
export function run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return start(args, options).ended
}

/** Starts the command and leaves it running. */
export function start(args: readonly string[], { cwd, env }: RunOptions = {}): Running {
  const options = { ...(cwd === undefined ? {} : { cwd }), env: { ...bundled.env, ...env } }
  return new Running(node, [bundled.command, ...args], options)
}

/** Runs the command from its sources, file by file, for what it loads. */
export function runSources(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return new Running(node, [fileURLToPath(new URL('../bin/card-member.js', import.meta.url)), ...args], options).ended
}

/** Runs a text by bash, with `card-member` and what is installed here first in the path. */
export function runShell(script: string, options: RunOptions = {}): Promise<Ran> {
  return startShell(script, options).ended
}

/** Starts a text by bash and leaves it running. */
export function startShell(script: string, options: RunOptions = {}): Running {
  return new Running('bash', ['--norc', '-eu', '-o', 'pipefail', '-c', script], options)
}

/** A process that was started, and all it has written. */
export class Running {
  /** Resolves when it has ended. */
  readonly ended: Promise<Ran>
  readonly #child: ChildProcess
  readonly #written: { stdout: Buffer[]; stderr: Buffer[] } = { stdout: [], stderr: [] }

  constructor(command: string, args: readonly string[], { cwd, env }: RunOptions) {
    // A process group of its own, so that a signal reaches what a shell or npm has started.
    const options: SpawnOptions = { ...(cwd === undefined ? {} : { cwd }), env: environment(env), detached: true }
    this.#child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const name of ['stdout', 'stderr'] as const) this.#child[name]?.on('data', (chunk: Buffer) => this.#written[name].push(chunk))
    this.ended = once(this.#child, 'close').then(([code]) => ({ code, stdout: this.#text('stdout'), stderr: this.#text('stderr') }))
  }

  signal(name: NodeJS.Signals): void {
    if (this.#child.pid !== undefined && this.#child.exitCode === null) process.kill(-this.#child.pid, name)
  }

  /** Signals what was started itself, and nothing that it has started. */
  signalFirst(name: NodeJS.Signals): void {
    this.#child.kill(name)
  }

  /** Its process group: all that it has started, unless that went away on purpose. */
  get group(): number | undefined {
    return this.#child.pid
  }

  /** Ends it as an operator would. */
  async stop(): Promise<Ran> {
    this.signal('SIGTERM')
    return this.ended
  }

  /** Waits for a line that matches, among those written already too. */
  async line(pattern: RegExp, from: 'stdout' | 'stderr' = 'stdout'): Promise<string> {
    const ended = this.ended.then(() => 'ended')
    for (;;) {
      const found = this.#text(from)
        .split('\n')
        .find((text) => pattern.test(text))
      if (found !== undefined) return found
      const next = await Promise.race([once(this.#child[from] ?? this.#child, 'data'), ended])
      if (next === 'ended' && !pattern.test(this.#text(from)))
        throw new Error(`ended without ${pattern}: ${this.#text('stdout')}${this.#text('stderr')}`)
    }
  }

  #text(name: 'stdout' | 'stderr'): string {
    return Buffer.concat(this.#written[name]).toString('utf8')
  }
}

/** What a child process gets: English unless a test says otherwise, whatever the machine speaks; no words of npm about its own settings. */
export function environment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const installed = fileURLToPath(new URL('../../../node_modules/.bin', import.meta.url))
  // biome-ignore lint/style/noProcessEnv: child processes need the path, the home folder and the compile cache of this one
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env
  const path = `${bundled.path}:${installed}:${PATH}`
  return { PATH: path, HOME, NODE_COMPILE_CACHE, LC_ALL: 'C', NO_COLOR: '1', npm_config_loglevel: 'error', ...more }
}
