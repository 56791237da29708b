import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { vi } from 'vitest'

// Real processes on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const node = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url))
const bin = fileURLToPath(new URL('../bin/card-member.js', import.meta.url))

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
export async function run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return finished(start(args, options))
}

/** Starts the command and leaves it running. */
export function start(args: readonly string[], options: RunOptions = {}): ChildProcess {
  return spawn(node, [bin, ...args], { ...options, env: environment(options.env), stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Runs a text by bash, with the repository's own commands first in the path. */
export async function runShell(script: string, options: RunOptions = {}): Promise<Ran> {
  return finished(
    spawn('bash', ['--norc', '-eu', '-o', 'pipefail', '-c', script], {
      ...options,
      env: environment(options.env),
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  )
}

/** Waits until a process ends, and returns what it wrote. */
export async function finished(child: ChildProcess): Promise<Ran> {
  const [stdout, stderr] = [gather(child.stdout), gather(child.stderr)]
  const [code] = await once(child, 'close')
  return { code, stdout: stdout(), stderr: stderr() }
}

/** Waits for a line of standard output that matches. */
export function lineOf(child: ChildProcess, pattern: RegExp): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const seen = gather(child.stdout)
  const errors = gather(child.stderr)
  child.stdout?.on('data', () => {
    const line = seen()
      .split('\n')
      .find((text) => pattern.test(text))
    if (line !== undefined) resolve(line)
  })
  child.once('close', (code) => reject(new Error(`ended with ${code} before a line like ${pattern}: ${seen()}${errors()}`)))
  return promise
}

function gather(stream: ChildProcess['stdout']): () => string {
  const chunks: Buffer[] = []
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk))
  return () => Buffer.concat(chunks).toString('utf8')
}

// English unless a test says otherwise, whatever the machine speaks.
function environment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const path = fileURLToPath(new URL('../../../node_modules/.bin', import.meta.url))
  // biome-ignore lint/style/noProcessEnv: child processes need the path and the home folder of this one
  const { PATH = '', HOME = '' } = process.env
  return { PATH: `${path}:${PATH}`, HOME, LC_ALL: 'C', NO_COLOR: '1', ...more }
}
