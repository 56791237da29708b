import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type DeskOptions, readCode } from '@card-member/desk'
import { readSecretFile } from '@card-member/sdk/node'
import { parseDatabaseUrl } from '@card-member/service/database'
import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { deskOptionWords as words } from '../words/desk-options.ts'

/** Which desk is meant. */
export interface DeskFlags {
  readonly database: string
  /** The file that the URL was read from, if it was. */
  readonly databaseFile?: string
  readonly folder?: string
  readonly connections?: string
}

/** Who gives a command, and how they want to be answered. */
export interface SignInFlags {
  /** Left out where a session file says who. */
  readonly as?: string
  readonly passwordFile?: string
  readonly totp?: string
  readonly sessionFile?: string
  readonly json?: true
}

/** Where a desk is, as it is opened. A connections file that lies beside the database is taken without being named. */
export function deskOptionsOf({ database, folder, connections }: DeskFlags): Pick<DeskOptions, 'database' | 'folder' | 'connections'> {
  const file = sqliteFile(database)
  const beside = join(file === undefined ? './data' : dirname(file), 'connections.json')
  const used = connections ?? (existsSync(beside) ? beside : undefined)
  return { database, ...(folder === undefined ? {} : { folder }), ...(used === undefined ? {} : { connections: used }) }
}

/** The file of a SQLite database; undefined for PostgreSQL. */
export function sqliteFile(database: string): string | undefined {
  const url = parseDatabaseUrl(database)
  return url.kind === 'sqlite' ? url.file : undefined
}

/** A password from a file, whose last line end does not count. */
export function passwordFrom(path: string): Promise<string> {
  return readSecretFile(path)
}

/** @throws {CommandFailure} when it can be no code */
export function checkCode(totp: string | undefined): void {
  if (totp !== undefined && readCode(totp) === undefined) throw new CommandFailure(words.badTotp, exit.usage)
}

/** Says what is missing of what somebody signs in with. @throws {CommandFailure} */
export function expectCredentials({ as, passwordFile, totp }: SignInFlags, terminal: Terminal): void {
  checkCode(totp)
  if (as === undefined) throw new CommandFailure(words.signInFirst, exit.usage, { code: 'NOT_SIGNED_IN', field: '--as' })
  if ((passwordFile === undefined || totp === undefined) && !terminal.canAsk('err'))
    throw new CommandFailure(words.cannotAsk('--password-file FILE --totp CODE'), exit.usage)
}

/** What somebody signs in with; what is not given is asked for. @throws {CommandFailure} when nobody can be asked */
export async function credentialsOf(flags: SignInFlags & { readonly as: string }, terminal: Terminal) {
  expectCredentials(flags, terminal)
  const { as: name, passwordFile, totp } = flags
  const password = passwordFile === undefined ? await askPassword(name, terminal) : await passwordFrom(passwordFile)
  return { name, password, totp: totp ?? (await askCode(terminal)) }
}

/** Asks for a password. */
export async function askPassword(name: string, terminal: Terminal): Promise<string> {
  const check = (text: string) => (text === '' ? terminal.in(words.empty) : undefined)
  return given(await terminal.askHidden({ message: terminal.in(words.askPassword(name)), check }, 'err'))
}

/** Asks for a new password, twice. */
export async function askNewPassword(name: string, terminal: Terminal): Promise<string> {
  const password = await askPassword(name, terminal)
  const check = (text: string) => (text === password ? undefined : terminal.in(words.passwordsDiffer))
  return given(await terminal.askHidden({ message: terminal.in(words.askAgain), check }, 'err'))
}

/** Asks for a code of the second factor. */
export async function askCode(terminal: Terminal): Promise<string> {
  const check = (text: string) => (readCode(text) === undefined ? terminal.in(words.totpForm) : undefined)
  return given(await terminal.ask({ message: terminal.in(words.askTotp), check }, 'err'))
}

/** An answer that was given. @throws {CommandFailure} when the person gives up */
export function given(answer: string | undefined): string {
  if (answer === undefined) throw new CommandFailure(words.givenUp)
  return answer
}
