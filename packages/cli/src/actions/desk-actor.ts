import { hostname } from 'node:os'
import type { Actor, Desk } from '@card-member/desk'
import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { deskOptionWords as words } from '../words/desk-options.ts'
import { askCode, checkCode, credentialsOf, type DeskFlags, expectCredentials, type SignInFlags } from './desk-flags.ts'
import { hashCode, type KeptSession, readSession, usualSessionFile, writeSession } from './session-file.ts'

type Flags = SignInFlags & DeskFlags

/** Seconds for which a second factor counts, as the desk has it. */
const freshness = 300

/** How a command finds out who gives it. */
export interface ActorSource {
  /** Says what is missing before the desk is opened. @throws {CommandFailure} */
  readonly expect: () => void
  /** Who gives the command. @throws {CommandFailure} when nobody is signed in and nobody can be asked */
  readonly actorAt: (desk: Desk) => Promise<Actor>
}

/**
 * Who gives a command: whoever the session file signs in, or whoever signs in for this command alone. A file that is named by
 * `--session-file` is made at the first command and used by those that follow; the usual one is made by `desk sign-in` alone.
 */
export function actorSource(
  flags: Flags,
  terminal: Terminal,
  { fresh = false }: { readonly fresh?: boolean | undefined } = {},
): ActorSource {
  const { as, passwordFile, totp, sessionFile } = flags
  checkCode(totp)
  const path = sessionFile ?? usualSessionFile(flags, terminal.env)
  const given = sessionFile === undefined && (passwordFile !== undefined || totp !== undefined)
  const kept = given ? undefined : keptFor(path, flags)
  const expect = () => {
    if (kept === undefined) expectCredentials(flags, terminal)
  }
  const actorAt = async (desk: Desk) => {
    if (kept !== undefined) {
      const actor = await desk.sessions.actorOf(kept.token)
      if (actor !== undefined) return renewed(desk, { actor, kept, path, totp, fresh }, terminal)
    }
    if (as === undefined) throw new CommandFailure(words.signInFirst, exit.usage, { code: 'NOT_SIGNED_IN', field: '--as' })
    const credentials = await credentialsOf({ ...flags, as }, terminal)
    if (sessionFile === undefined) return desk.sessions.signIn(credentials)
    return (await openSessionFile(desk, path, credentials)).actor
  }
  return { expect, actorAt }
}

/** Opens a session for a file, in the place of the one that it held. @throws {DeskError} sign_in_wrong, sign_in_locked, totp_used */
export async function openSessionFile(
  desk: Desk,
  path: string,
  credentials: Parameters<Desk['sessions']['open']>[0],
): ReturnType<Desk['sessions']['open']> {
  const opened = await desk.sessions.open(credentials, { method: 'command', device: hostname() })
  const { token, actor } = opened
  writeSession(path, { name: actor.name, token, code_hash: hashCode(token, credentials.totp) })
  return opened
}

// The usual file may be somebody else's who shares this account of the machine; a file that is named may not.
function keptFor(path: string, { as, sessionFile }: Flags): KeptSession | undefined {
  const kept = readSession(path)
  if (kept === undefined || as === undefined || kept.name === as) return kept
  if (sessionFile !== undefined) throw new CommandFailure(words.otherSession(path, kept.name), exit.usage, { field: '--session-file' })
  return undefined
}

interface Renewal {
  readonly actor: Actor
  readonly kept: KeptSession
  readonly path: string
  readonly totp: string | undefined
  readonly fresh: boolean
}

/** Gives the session another code where one was given, or where the command needs one and somebody can be asked. */
async function renewed(desk: Desk, { actor, kept, path, totp, fresh }: Renewal, terminal: Terminal): Promise<Actor> {
  const { token } = kept
  const isStale = Math.floor(Date.now() / 1000) - (actor.second_factor_time ?? 0) > freshness
  const code = totp ?? (fresh && isStale && terminal.canAsk('err') ? await askCode(terminal) : undefined)
  if (code === undefined || hashCode(token, code) === kept.code_hash) return actor
  const confirmed = await desk.sessions.confirmSecondFactor(token, code)
  writeSession(path, { ...kept, code_hash: hashCode(token, code) })
  return confirmed
}
