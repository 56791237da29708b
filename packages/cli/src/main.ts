import { CardMemberError } from '@card-member/sdk/protocol'
import { CommanderError } from 'commander'
import { CommandFailure, exit } from './failure.ts'
import { pickLanguage } from './language.ts'
import { buildProgram } from './program.ts'
import { type Surroundings, Terminal } from './terminal.ts'
import { general, misuse } from './words/general.ts'
import { said } from './words/said.ts'

/**
 * Runs the command and returns what it ends with: 0 done, 1 failed, 2 bad usage, 3 rows of a batch failed. `process` is what it normally runs in.
 *
 * @example
 * process.exitCode = await main(['invalidate', '--help'], process)
 */
export async function main(args: readonly string[], around: Surroundings): Promise<number> {
  const terminal = new Terminal(pickLanguage(args, around.env), around)
  let code: number = exit.done
  const finish = async (running: Promise<number>) => {
    code = await running
  }
  const program = buildProgram({ terminal, finish })
  try {
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    const command = program.commands.find((known) => known.name() === args[0])
    return explain(error, command === undefined ? program.name() : `${program.name()} ${command.name()}`, terminal)
  }
}

function explain(error: unknown, command: string, terminal: Terminal): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exit.done
    if (error.code !== 'commander.help') {
      terminal.say(misuse(error.code, error.message), 'err')
      terminal.say(general.seeHelp(command), 'err')
    }
    return exit.usage
  }
  if (error instanceof CommandFailure) {
    terminal.say(error.words, 'err')
    return error.code
  }
  if (error instanceof CardMemberError) terminal.say(said(error.message, error.in('zh-CN')), 'err')
  else terminal.say(general.unexpected(error instanceof Error ? error.message : String(error)), 'err')
  return exit.failed
}
