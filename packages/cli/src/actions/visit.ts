import { existsSync } from 'node:fs'
import { type Actor, AuditError, ConnectionsError, type Desk, type DeskOptions, openDesk } from '@card-member/desk'
import { type FaultDetail, Refusal, text } from '@card-member/sdk/contract'
import type { Language, LocalizedText } from '@card-member/sdk/protocol'
import { InUseError, makeLog } from '@card-member/service'
import { KeysError } from '@card-member/service/database'
import { CommandFailure, exit } from '../failure.ts'
import { languages } from '../language.ts'
import type { Channel, Terminal } from '../terminal.ts'
import { deskOptionWords as words } from '../words/desk-options.ts'
import { facts, fields } from '../words/facts.ts'
import { credentialsOf, type PlaceFlags, placeOf, type StaffFlags, sqliteFile } from './desk-flags.ts'

/** Somebody at a desk, for the time of one command. */
export interface Visit {
  readonly desk: Desk
  readonly actor: Actor
  readonly terminal: Terminal
  /** Machines read one object on standard output; all the rest is for people. */
  readonly channel: Channel
}

/** Signs somebody in and does what they want; what hinders it becomes one line for them. */
export function visit(flags: StaffFlags & PlaceFlags, terminal: Terminal, work: (visit: Visit) => Promise<number>): Promise<number> {
  return explained(async () => {
    const file = sqliteFile(flags.database)
    if (file !== undefined && !existsSync(file)) throw new CommandFailure(words.noDatabase(file))
    const credentials = await credentialsOf(flags, terminal)
    await using desk = await open(placeOf(flags))
    const actor = await desk.sessions.signIn(credentials)
    return await work({ desk, actor, terminal, channel: flags.json ? 'err' : 'out' })
  })
}

/** Opens a desk; what hinders it becomes one line. */
export async function open(options: DeskOptions): Promise<Desk> {
  try {
    return await openDesk({ ...options, log: makeLog({ level: 'warn' }) })
  } catch (error) {
    throw notOpened(error)
  }
}

/** Why a desk did not open, in one line. */
export function notOpened(error: unknown): CommandFailure {
  if (error instanceof ConnectionsError || error instanceof KeysError || error instanceof InUseError) return new CommandFailure(error.words)
  const [reason = ''] = (error instanceof Error ? error.message || String(error) : String(error)).split('\n')
  return new CommandFailure(words.notOpened(reason))
}

/** Turns what a desk refuses into one line in the language of the run. */
export async function explained<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof Refusal) {
      const { code, detail } = { code: error.kind.code, detail: error.detail }
      throw new CommandFailure(wordsOf(error), exit.failed, { code, field: detail?.field })
    }
    if (error instanceof AuditError) throw new CommandFailure(error.words)
    throw error
  }
}

/** What a refusal says, and the facts of it that are no secrets. */
export function wordsOf({ kind: { message }, detail }: Refusal): LocalizedText {
  const [english, chinese] = languages.map((language) => describe(detail, language))
  return english === '' ? message : text({ zh: `${message['zh-CN']}（${chinese}）`, en: `${message.en} (${english})` })
}

// What was given may be personal; its name says enough.
function describe({ value: _, ...told }: FaultDetail = {}, language: Language): string {
  const chinese = language === 'zh-CN'
  return Object.entries(told)
    .filter(([, fact]) => fact !== undefined)
    .map(([name, fact]) => {
      const value = Array.isArray(fact) ? fact.join(chinese ? '、' : ', ') : String(fact)
      if (!chinese) return `${name}: ${value}`
      return `${facts[name] ?? name}：${name === 'field' ? (fields[value] ?? value) : value}`
    })
    .join(chinese ? '；' : '; ')
}
