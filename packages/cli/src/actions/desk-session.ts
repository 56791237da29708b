import { existsSync } from 'node:fs'
import { type Actor, AuditError, ConnectionsError, type Desk, type DeskOptions, openDesk, WitnessFileError } from '@card-member/desk'
import { type ErrorDetail, HttpError, text } from '@card-member/sdk/contract'
import type { Language, LocalizedText } from '@card-member/sdk/protocol'
import { KeysError } from '@card-member/service/database'
import { makeLog } from '@card-member/service/log'
import { InUseError } from '@card-member/service/process-lock'
import { CommandFailure, exit } from '../failure.ts'
import { languages } from '../language.ts'
import type { Channel, Terminal } from '../terminal.ts'
import { deskOptionWords as words } from '../words/desk-options.ts'
import { facts, fields } from '../words/facts.ts'
import { actorSource } from './desk-actor.ts'
import { type DeskFlags, deskOptionsOf, type SignInFlags, sqliteFile } from './desk-flags.ts'

/** An open desk and who is signed in, for one command. */
export interface DeskSession {
  readonly desk: Desk
  readonly actor: Actor
  readonly terminal: Terminal
  /** Where text for people goes: with `--json` standard output holds one object alone. */
  readonly channel: Channel
}

/** What a command needs besides. */
export interface SessionOptions extends Pick<DeskOptions, 'public_url'> {
  /** Whether it needs a second factor that was just given: one is asked for where somebody can be asked. */
  readonly fresh?: boolean | undefined
}

/** Opens the desk, signs in and runs one command on it. @throws {CommandFailure} for every error that a person can mend */
export function withDesk(
  flags: SignInFlags & DeskFlags,
  terminal: Terminal,
  work: (session: DeskSession) => Promise<number>,
  { fresh, ...options }: SessionOptions = {},
): Promise<number> {
  return explainErrors(async () => {
    const file = sqliteFile(flags.database)
    if (file !== undefined && !existsSync(file)) throw new CommandFailure(words.noDatabase(file))
    const source = actorSource(flags, terminal, { fresh })
    source.expect()
    await using desk = await openDeskFor({ ...deskOptionsOf(flags), ...options })
    const actor = await source.actorAt(desk)
    return await work({ desk, actor, terminal, channel: flags.json ? 'err' : 'out' })
  })
}

/** Opens a desk. @throws {CommandFailure} with one line on why it did not open */
export async function openDeskFor(options: DeskOptions): Promise<Desk> {
  try {
    return await openDesk({ ...options, log: makeLog({ level: 'warn' }) })
  } catch (error) {
    throw openFailure(error)
  }
}

/** Why a desk did not open, in one line. */
export function openFailure(error: unknown): CommandFailure {
  if (error instanceof ConnectionsError || error instanceof KeysError || error instanceof InUseError) return new CommandFailure(error.words)
  if (error instanceof AuditError || error instanceof WitnessFileError) return new CommandFailure(error.words)
  const [reason = ''] = (error instanceof Error ? error.message || String(error) : String(error)).split('\n')
  return new CommandFailure(words.notOpened(reason))
}

/** Turns an error of the desk's API into one line. @throws {CommandFailure} */
export async function explainErrors<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof HttpError) {
      const { code, detail } = { code: error.definition.code, detail: error.detail }
      const said = code === 'SECOND_FACTOR_NEEDED' ? words.codeNeeded : messageOf(error)
      throw new CommandFailure(said, exit.failed, { code, field: detail?.field })
    }
    if (error instanceof AuditError) throw new CommandFailure(error.words)
    throw error
  }
}

/** The message of an API error with its details, without values that may be personal. */
export function messageOf({ definition: { message }, detail }: HttpError): LocalizedText {
  const [english, chinese] = languages.map((language) => describe(detail, language))
  return english === '' ? message : text({ zh: `${message['zh-CN']}（${chinese}）`, en: `${message.en} (${english})` })
}

// A value may be personal; the name of its field is enough.
function describe({ value: _, ...details }: ErrorDetail = {}, language: Language): string {
  const chinese = language === 'zh-CN'
  return Object.entries(details)
    .filter(([, fact]) => fact !== undefined)
    .map(([name, fact]) => {
      const value = Array.isArray(fact) ? fact.join(chinese ? '、' : ', ') : String(fact)
      if (!chinese) return `${name}: ${value}`
      return `${facts[name] ?? name}：${name === 'field' ? (fields[value] ?? value) : value}`
    })
    .join(chinese ? '；' : '; ')
}
