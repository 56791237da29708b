import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type Callee, Caller } from './caller.ts'
import type { TenantsFolder } from './tenants-fixture.ts'

/** How a process ended. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A platform in a process of its own. */
export interface PlatformProcess extends AsyncDisposable {
  readonly caller: Caller
  readonly pid: number
  /** What it has logged so far. */
  log(): string
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Ended>
}

const entry = fileURLToPath(new URL('platform-process.ts', import.meta.url))

/** Starts a platform with the Node that runs the test; it is killed when it is disposed of. */
export async function startPlatformProcess({ tenants, folder }: TenantsFolder, database: string): Promise<PlatformProcess> {
  const options = JSON.stringify({ tenants, folder, database })
  const child = spawn(process.execPath, [entry, options], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'exit').then(([code, signal]): Ended => ({ code, signal }))
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text
  })
  const callee = await Promise.race([
    firstLine(child),
    ended.then(({ code }) => {
      throw new Error(`the platform ended with ${code} before it was ready: ${log}`)
    }),
  ])
  const caller = new Caller(callee, Date.now)
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal)
    return ended
  }
  return {
    caller,
    pid: child.pid ?? 0,
    log: () => log,
    end,
    [Symbol.asyncDispose]: async () => {
      caller[Symbol.dispose]()
      await end('SIGKILL')
    },
  }
}

async function firstLine({ stdout }: ChildProcess): Promise<Callee> {
  if (stdout === null) throw new Error('the process has no standard output')
  const [line] = await once(createInterface({ input: stdout }), 'line')
  return JSON.parse(String(line))
}
