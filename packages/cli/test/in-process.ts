import { PassThrough } from 'node:stream'
import { main } from '../src/main.ts'
import type { Environment } from '../src/terminal.ts'
import type { Ran } from './command-fixture.ts'

/** Runs the command in this process, without a terminal: what it prints is the same, only sooner. */
export async function runHere(args: readonly string[], env: Environment = {}): Promise<Ran> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const code = await main(args, { stdin: new PassThrough(), stdout, stderr, env })
  return { code, stdout: textOf(stdout), stderr: textOf(stderr) }
}

function textOf(stream: PassThrough): string {
  const bytes: Buffer | null = stream.read()
  return bytes?.toString('utf8') ?? ''
}
