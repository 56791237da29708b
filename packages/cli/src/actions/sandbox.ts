import { readFile } from 'node:fs/promises'
import { connectSandbox, type SandboxClient, SandboxRefusal } from '@card-member/platform/sandbox'
import { writePrivate } from '@card-member/service'
import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { said } from '../words/said.ts'
import { sandboxWords as words } from '../words/sandbox.ts'

/** Which sandbox is meant. */
export interface SandboxFlags {
  readonly baseUrl: string
  readonly token?: string
}

/** What a command asks of the sandbox. */
export type Ask = (sandbox: SandboxClient) => Promise<unknown>

/** Asks the sandbox and prints its answer as JSON. */
export async function runSandbox({ baseUrl, token }: SandboxFlags, ask: Ask, terminal: Terminal): Promise<number> {
  const answer = await settled(baseUrl, () => ask(connectSandbox(baseUrl, { token })))
  terminal.write(JSON.stringify(answer, null, 2))
  return exit.done
}

/** Saves a snapshot to a file. */
export async function runSnapshot({ baseUrl, token }: SandboxFlags, file: string, terminal: Terminal): Promise<number> {
  const text = await settled(baseUrl, () => connectSandbox(baseUrl, { token }).snapshot())
  writePrivate(file, text)
  terminal.say(words.saved(file))
  return exit.done
}

/** Restores a snapshot from a file. */
export function restoreFrom(file: string): Ask {
  return async (sandbox) => sandbox.restore(await readFile(file, 'utf8'))
}

async function settled<Result>(url: string, ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof SandboxRefusal) throw new CommandFailure(said(error.message, error.message))
    if (error instanceof TypeError) throw new CommandFailure(words.unreachable(url))
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw new CommandFailure(said(error.message, error.message))
    throw error
  }
}
