import { type Command, CommanderError } from 'commander'
import { exit } from './failure.ts'
import { pickLanguage } from './language.ts'
import { buildProgram } from './program.ts'
import { stopWithParent } from './stop-with-parent.ts'
import { type ProcessStreams, Terminal } from './terminal.ts'
import { general } from './words/general.ts'

/**
 * Runs the command and returns its exit code: 0 done, 1 failed, 2 wrong arguments, 3 rows of a batch failed.
 *
 * @example
 * process.exitCode = await main(['invalidate', '--help'], process)
 */
export async function main(args: readonly string[], streams: ProcessStreams): Promise<number> {
  const terminal = new Terminal(pickLanguage(args, streams.env), streams)
  let code: number = exit.done
  const endWith = async (running: Promise<number>) => {
    code = await running
  }
  const program = await buildProgram({ terminal, endWith }, args[0])
  const parent = stopWithParent(streams.env)
  try {
    await program.parseAsync(args, { from: 'user' })
    if (terminal.failure !== undefined) throw terminal.failure
    return code
  } catch (error) {
    return await explain(await likelierError(error, args, terminal), program, args, terminal)
  } finally {
    parent[Symbol.dispose]()
  }
}

async function explain(error: unknown, program: Command, args: readonly string[], terminal: Terminal): Promise<number> {
  // Help that was asked for is no failure; help in place of a command is.
  if (error instanceof CommanderError && error.exitCode === 0) return exit.done
  if (error instanceof CommanderError && error.code === 'commander.help') return exit.usage
  // It knows the errors of every package: most runs need none of them.
  const { failureOf } = await import('./explain.ts')
  const failure = failureOf(error)
  terminal.say(failure.words, 'err')
  if (error instanceof CommanderError) terminal.say(general.seeHelp(commandOf(program, args)), 'err')
  if (wantsJson(args)) {
    const { code, field, request_id } = failure
    terminal.write(JSON.stringify({ error: { code, message: terminal.in(failure.words), field, request_id } }))
  }
  return failure.exit
}

// A mistyped option is often the one that is then missing: the error names what was typed.
async function likelierError(error: unknown, args: readonly string[], terminal: Terminal): Promise<unknown> {
  if (!(error instanceof CommanderError) || error.code !== 'commander.missingMandatoryOptionValue') return error
  const lenient = await buildProgram({ terminal, endWith: async () => undefined }, args[0])
  requireNothing(lenient)
  try {
    await lenient.parseAsync(args, { from: 'user' })
  } catch (other) {
    if (other instanceof CommanderError && other.code === 'commander.unknownOption') return other
  }
  return error
}

function requireNothing(command: Command): void {
  for (const option of command.options) option.makeOptionMandatory(false)
  command.action(() => undefined)
  for (const below of command.commands) requireNothing(below)
}

// Known before the arguments are parsed, because they may be what is wrong.
function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf('--')
  return args.slice(0, end < 0 ? args.length : end).includes('--json')
}

/** The command that was meant, as it is typed. */
function commandOf(program: Command, args: readonly string[]): string {
  let [command, path] = [program, program.name()]
  for (const arg of args) {
    const named = command.commands.find((known) => known.name() === arg || known.aliases().includes(arg))
    if (named === undefined) continue
    command = named
    path = `${path} ${named.name()}`
  }
  return path
}
