import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { connectSandbox, SandboxApiError, type SandboxClient } from '@card-member/platform/sandbox'
import { text } from '@card-member/sdk/contract'
import { writePrivate } from '@card-member/service/kept-file'
import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { sandboxWords as words } from '../words/sandbox.ts'
import { expectReadable, readable, writable } from './files.ts'

/** Which sandbox is meant. */
export interface SandboxFlags {
  readonly baseUrl: string
  readonly token?: string
  /** A file that holds it. */
  readonly tokenFile?: string
}

const usualFiles = ['data/rehearsal', 'data/demo', 'data'].map((folder) => join(folder, 'sandbox.token'))

/** What a command asks of the sandbox. */
export type Ask = (sandbox: SandboxClient) => Promise<unknown>

/** Asks the sandbox and prints its answer as JSON. */
export async function runSandbox(flags: SandboxFlags, ask: Ask, terminal: Terminal): Promise<number> {
  const answer = await settled(flags, ask)
  terminal.write(JSON.stringify(answer, null, 2))
  return exit.done
}

/** Saves a snapshot to a file. */
export async function runSnapshot(flags: SandboxFlags, file: string, terminal: Terminal): Promise<number> {
  const text = await settled(flags, (sandbox) => sandbox.snapshot())
  await writable(
    file,
    Promise.resolve().then(() => writePrivate(file, text)),
  )
  terminal.say(words.saved(file))
  return exit.done
}

/** Restores a snapshot from a file. */
export function restoreFrom(file: string): Ask {
  return async (sandbox) => {
    await expectReadable(file)
    return sandbox.restore(await readable(file, readFile(file, 'utf8')))
  }
}

async function settled<Result>(flags: SandboxFlags, ask: (sandbox: SandboxClient) => Promise<Result>): Promise<Result> {
  const { baseUrl } = flags
  const [first, ...others] = await tokensOf(flags)
  try {
    return await ask(connectSandbox(baseUrl, { token: first })).catch((error: unknown) => askedAgain(error, others))
  } catch (error) {
    if (error instanceof SandboxApiError)
      throw new CommandFailure(error.status === 401 ? words.noToken : text({ zh: error.message, en: error.message }))
    if (error instanceof TypeError) throw new CommandFailure(words.unreachable(baseUrl))
    throw error
  }

  // A folder of the demo and one of a platform's own may lie side by side.
  async function askedAgain(error: unknown, tokens: readonly string[]): Promise<Result> {
    const [token, ...rest] = tokens
    if (token === undefined || !(error instanceof SandboxApiError) || error.status !== 401) throw error
    return ask(connectSandbox(baseUrl, { token })).catch((next: unknown) => askedAgain(next, rest))
  }
}

/** The token that is given, or those that sandboxes started from here have left in their folders. */
async function tokensOf({ token, tokenFile }: SandboxFlags): Promise<string[]> {
  if (token !== undefined) return [token]
  if (tokenFile !== undefined) return [(await readFile(tokenFile, 'utf8')).trim()]
  const found = await Promise.all(usualFiles.map((file) => readFile(file, 'utf8').catch(() => '')))
  return found.map((text) => text.trim()).filter((text) => text !== '')
}
