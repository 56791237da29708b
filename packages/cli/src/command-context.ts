import type { Command } from 'commander'
import type { Terminal } from './terminal.ts'
import { general } from './words/general.ts'

/** What every command is given. */
export interface CommandContext {
  readonly terminal: Terminal
  /** Takes the exit code of a command, once it is known: 0, 1, 2 or 3. */
  readonly endWith: (code: Promise<number>) => Promise<void>
}

/** Adds commands to a program or to another command. */
export type AddCommand = (parent: Command, context: CommandContext) => void

/** The example under a command's help. */
export function example(terminal: Terminal, ...lines: readonly string[]): string {
  return `\n${terminal.in(general.example)}\n${lines.map((line) => `  ${line}`).join('\n')}\n`
}
