import { existsSync } from 'node:fs'
import { codeOf } from '@card-member/desk'
import { writePrivate } from '@card-member/service'
import { renderUnicodeCompact } from 'uqr'
import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { deskOptionWords } from '../words/desk-options.ts'
import { staffWords as words } from '../words/staff.ts'
import { askCode, askNewPassword, type DeskFlags, deskOptionsOf, given, passwordFrom, sqliteFile } from './desk-flags.ts'
import { explainErrors, openDeskFor } from './desk-session.ts'
import { type JoinDesk, readLink, remoteDesk } from './join-desk.ts'

/** Options of `card-member desk join`. */
export interface JoinFlags extends DeskFlags {
  /** Whether the database was named: it is used, and not the address in the link. */
  readonly isLocal: boolean
  readonly name?: string
  /** Of the administrator who confirmed the invitation. */
  readonly joinCode?: string
  readonly passwordFile?: string
  readonly otpauthFile?: string
  readonly json?: true
}

/** Takes an invitation: on this machine's database, or over HTTP where the link says. */
export function runJoin(typed: string, flags: JoinFlags, terminal: Terminal): Promise<number> {
  const { origin, token } = readLink(typed)
  const { passwordFile, otpauthFile } = flags
  if ((passwordFile === undefined || otpauthFile === undefined) && !terminal.canAsk('err'))
    throw new CommandFailure(deskOptionWords.cannotAsk('--password-file FILE --otpauth-file FILE'), exit.usage)
  return explainErrors(async () => {
    if (origin !== undefined && !flags.isLocal) return await join(remoteDesk(origin, terminal), token, flags, terminal)
    const file = sqliteFile(flags.database)
    if (file !== undefined && !existsSync(file)) throw new CommandFailure(deskOptionWords.noDatabase(file))
    await using desk = await openDeskFor(deskOptionsOf(flags))
    return await join(desk.sessions, token, flags, terminal)
  })
}

async function join(desk: JoinDesk, token: string, flags: JoinFlags, terminal: Terminal): Promise<number> {
  const { passwordFile, otpauthFile, json } = flags
  const first = await desk.openInvitation({ token })
  const name = first.name ?? (await nameOf(flags, terminal))
  const join_code = first.code_needed ? await joinCodeOf(flags, terminal) : undefined
  const { otpauth_uri, sealed_secret } = first.name === undefined ? await desk.openInvitation({ token, name }) : first
  const password = passwordFile === undefined ? await askNewPassword(name, terminal) : await passwordFrom(passwordFile)
  const chosen = { token, join_code, ...(first.name === undefined ? { name } : {}), password, sealed_secret }
  const joined =
    otpauthFile === undefined
      ? await confirm(desk, chosen, otpauth_uri, terminal)
      : await confirmAlone(desk, chosen, otpauth_uri, otpauthFile)
  if (json) terminal.write(JSON.stringify(joined))
  else terminal.say(words.joined(joined.name))
  return exit.done
}

async function joinCodeOf({ joinCode }: JoinFlags, terminal: Terminal): Promise<string> {
  if (joinCode !== undefined) return joinCode
  if (!terminal.canAsk('err')) throw new CommandFailure(deskOptionWords.cannotAsk('--join-code CODE'), exit.usage)
  const check = (text: string) => (text.trim() === '' ? terminal.in(deskOptionWords.empty) : undefined)
  return given(await terminal.ask({ message: terminal.in(words.askJoinCode), check }, 'err'))
}

async function nameOf({ name }: JoinFlags, terminal: Terminal): Promise<string> {
  if (name !== undefined) return name
  if (!terminal.canAsk('err')) throw new CommandFailure(deskOptionWords.cannotAsk('--name NAME'), exit.usage)
  const check = (text: string) => (text.trim() === '' ? terminal.in(deskOptionWords.empty) : undefined)
  return given(await terminal.ask({ message: terminal.in(words.askName), check }, 'err'))
}

type Chosen = Omit<Parameters<JoinDesk['acceptInvitation']>[0], 'totp'>

/** Shows the QR code and asks for the first code until one is right. */
async function confirm(desk: JoinDesk, chosen: Chosen, otpauth_uri: string, terminal: Terminal) {
  terminal.say(words.scan, 'err')
  terminal.write(`${renderUnicodeCompact(otpauth_uri, { border: 2 })}\n${otpauth_uri}`, 'err')
  for (;;) {
    const totp = await askCode(terminal)
    try {
      return await explainErrors(() => desk.acceptInvitation({ ...chosen, totp }))
    } catch (error) {
      if (!(error instanceof CommandFailure) || error.facts.code !== 'SECOND_FACTOR_WRONG') throw error
      terminal.say(words.wrongCode, 'err')
    }
  }
}

// The file comes first: an account whose secret nobody has would be lost.
async function confirmAlone(desk: JoinDesk, chosen: Chosen, otpauth_uri: string, file: string) {
  writePrivate(file, `${otpauth_uri}\n`)
  return desk.acceptInvitation({ ...chosen, totp: codeOf(otpauth_uri) })
}
