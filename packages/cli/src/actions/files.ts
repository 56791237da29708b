import { notRead } from '@card-member/sdk/node'
import { CommandFailure } from '../failure.ts'
import { deskOptionWords as words } from '../words/desk-options.ts'

/** Reads a file that a person named; what hinders it becomes one line. */
export async function readable<Content>(path: string, reading: Promise<Content>): Promise<Content> {
  try {
    return await reading
  } catch (error) {
    throw notRead(error, path)
  }
}

/** Writes a file that a person named; what hinders it becomes one line. */
export async function writable<Result>(path: string, writing: Promise<Result>): Promise<Result> {
  try {
    return await writing
  } catch (error) {
    // What was to be written may fail by itself.
    if (!(error instanceof Error && 'code' in error && 'syscall' in error)) throw error
    throw new CommandFailure(words.notWritten(path, codeOf(error)))
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
