import { access, constants, stat } from 'node:fs/promises'
import { notRead } from '@card-member/sdk/node'
import { fileError } from '@card-member/sdk/protocol'
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

/**
 * Makes sure that a path a person named is a file that can be read and holds something.
 *
 * @throws {CredentialError} that says what hinders it
 */
export async function expectReadable(path: string): Promise<void> {
  const { size } = await readable(
    path,
    stat(path).then(async (stats) => {
      if (stats.isDirectory()) throw fileError('FILE_IS_FOLDER', path)
      await access(path, constants.R_OK)
      return stats.isFile() ? stats : { size: 1 }
    }),
  )
  if (size === 0) throw fileError('FILE_EMPTY', path)
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
