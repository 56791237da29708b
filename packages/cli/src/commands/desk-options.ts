import { type Command, InvalidArgumentError, Option } from 'commander'
import type { DeskFlags, SignInFlags } from '../actions/desk-flags.ts'
import type { Terminal } from '../terminal.ts'
import { deskOptionWords as words } from '../words/desk-options.ts'
import { inBoth } from '../words/general.ts'
import { withDatabase } from './database-options.ts'

/** Adds what says which desk is meant. */
export function withDeskOptions(command: Command, terminal: Terminal): Command {
  return withDatabase(command, terminal, 'sqlite:./data/desk.db').option('--folder <dir>', terminal.in(words.folder))
}

/** Adds what a command needs that somebody gives on a desk. */
export function withSignIn(command: Command, terminal: Terminal): Command {
  return withDeskOptions(command, terminal)
    .option('--connections <file>', terminal.in(words.connections))
    .addOption(new Option('--as <name>', terminal.in(words.as)).env('CARD_MEMBER_AS'))
    .option('--password-file <file>', terminal.in(words.passwordFile))
    .option('--totp <code>', terminal.in(words.totp))
    .addOption(new Option('--session-file <file>', terminal.in(words.sessionFile)).env('CARD_MEMBER_SESSION_FILE'))
    .option('--json', terminal.in(words.json))
}

/** Flags of a command made by `asPerson`, with its own. */
export type Given<Own extends object> = SignInFlags & DeskFlags & Own

/** Reads an option that counts. */
export function readCount(text: string): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (Number.isNaN(count)) throw new InvalidArgumentError(inBoth(words.number(text)))
  return count
}

/** Collects an option that may be given again, or as a list with commas. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(',').filter((part) => part !== '')]
}
