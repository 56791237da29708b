import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { isRecord } from '@card-member/sdk/contract'
import { withoutPassword } from '@card-member/service/database-url'
import { makePrivateFolder, writePrivate } from '@card-member/service/kept-file'
import { CommandFailure, exit } from '../failure.ts'
import type { Environment } from '../terminal.ts'
import { deskOptionWords as words } from '../words/desk-options.ts'
import { type DeskFlags, sqliteFile } from './desk-flags.ts'

/** What a session file holds. Whoever has the file is signed in. */
export interface KeptSession {
  readonly name: string
  readonly token: string
  /** Stands for the code that was given last: the same code again is no other one. */
  readonly code_hash: string
}

/** Where the session of a desk is kept unless `--session-file` names a file: one for each desk, in the user's state folder. */
export function usualSessionFile({ database }: Pick<DeskFlags, 'database'>, env: Environment): string {
  const file = sqliteFile(database)
  const desk = createHash('sha256').update(file === undefined ? withoutPassword(database) : resolve(file))
  return join(stateFolder(env), 'card-member', `desk-${desk.digest('hex').slice(0, 16)}.json`)
}

function stateFolder({ XDG_STATE_HOME: state, LOCALAPPDATA: local, HOME: home }: Environment): string {
  if (state) return state
  return process.platform === 'win32' && local ? local : join(home || homedir(), '.local', 'state')
}

/** Reads a session file; `undefined` when there is none. @throws {CommandFailure} when it is something else */
export function readSession(path: string): KeptSession | undefined {
  if (!existsSync(path)) return undefined
  const { name, token, code_hash } = parse(readFileSync(path, 'utf8')) ?? {}
  if (typeof name !== 'string' || typeof token !== 'string' || typeof code_hash !== 'string')
    throw new CommandFailure(words.noSessionFile(path), exit.usage, { field: '--session-file' })
  return { name, token, code_hash }
}

/** Writes a session file that only its owner reads. */
export function writeSession(path: string, session: KeptSession): void {
  makePrivateFolder(dirname(path))
  writePrivate(path, `${JSON.stringify(session)}\n`)
}

/** Deletes a session file, if it is there. */
export function removeSession(path: string): void {
  rmSync(path, { force: true })
}

/** Stands for a code in the file. The token is random, so that the code cannot be found from it. */
export function hashCode(token: string, totp: string): string {
  return createHash('sha256').update(`${token} ${totp}`).digest('base64url')
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}
