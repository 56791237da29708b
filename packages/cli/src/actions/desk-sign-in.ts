import { existsSync } from 'node:fs'
import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { deskOptionWords as words } from '../words/desk-options.ts'
import { openSessionFile } from './desk-actor.ts'
import { credentialsOf, type DeskFlags, deskOptionsOf, type SignInFlags, sqliteFile } from './desk-flags.ts'
import { explainErrors, openDeskFor } from './desk-session.ts'
import { readSession, removeSession, usualSessionFile } from './session-file.ts'

type Flags = SignInFlags & DeskFlags

/** Signs in and keeps the session in a file, for the commands that follow. */
export function runSignIn(flags: Flags, terminal: Terminal): Promise<number> {
  const path = pathOf(flags, terminal)
  return onDesk(flags, async () => {
    const { as } = flags
    if (as === undefined) throw new CommandFailure(words.signInFirst, exit.usage, { field: '--as' })
    const credentials = await credentialsOf({ ...flags, as }, terminal)
    const before = readSession(path)
    await using desk = await openDeskFor(deskOptionsOf(flags))
    const { actor } = await openSessionFile(desk, path, credentials)
    await desk.sessions.close(before?.token)
    if (flags.json) terminal.write(JSON.stringify({ staff_id: actor.staff_id, name: actor.name, session_file: path }))
    else terminal.say(words.signedIn(actor.name, path))
    return exit.done
  })
}

/** Ends the session of a file and deletes it. */
export function runSignOut(flags: Flags, terminal: Terminal): Promise<number> {
  const path = pathOf(flags, terminal)
  return onDesk(flags, async () => {
    const kept = readSession(path)
    if (kept === undefined) throw new CommandFailure(words.notSignedIn(path), exit.failed, { code: 'NOT_SIGNED_IN' })
    await using desk = await openDeskFor(deskOptionsOf(flags))
    await desk.sessions.close(kept.token)
    removeSession(path)
    if (flags.json) terminal.write(JSON.stringify({ name: kept.name, session_file: path }))
    else terminal.say(words.signedOut(kept.name))
    return exit.done
  })
}

function pathOf(flags: Flags, { env }: Terminal): string {
  return flags.sessionFile ?? usualSessionFile(flags, env)
}

function onDesk({ database }: DeskFlags, run: () => Promise<number>): Promise<number> {
  return explainErrors(() => {
    const file = sqliteFile(database)
    if (file !== undefined && !existsSync(file)) throw new CommandFailure(words.noDatabase(file))
    return run()
  })
}
