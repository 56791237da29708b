import { readFileSync } from 'node:fs'
import type { LocalizedText } from '@card-member/sdk/protocol'
import { Command, Option } from 'commander'
import type { AddCommand, CommandContext } from './command-context.ts'
import { languages } from './language.ts'
import type { Terminal } from './terminal.ts'
import { general, headings } from './words/general.ts'

const common = [
  '--brand <id>',
  '--connection <name>',
  '--database <url>',
  '--database-file <file>',
  '--connections <file>',
  '--folder <dir>',
  '--as <name>',
  '--password-file <file>',
  '--totp <code>',
  '--session-file <file>',
  '--json',
] as const

const { version }: { version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

const loaders: ReadonlyMap<string | undefined, () => Promise<AddCommand>> = new Map([
  ['demo', async () => (await import('./commands/demo.ts')).addDemo],
  ['platform', async () => (await import('./commands/platform.ts')).addPlatform],
  ['sandbox', async () => (await import('./commands/sandbox.ts')).addSandbox],
  ['start', async () => (await import('./commands/start.ts')).addStart],
  ['desk', async () => (await import('./commands/desk.ts')).addDesk],
  ['batch', async () => (await import('./commands/batch.ts')).addBatch],
  ['consent', async () => (await import('./commands/consent.ts')).addConsent],
  ['member', async () => (await import('./commands/member.ts')).addMember],
  ['invalidate', async () => (await import('./commands/invalidate.ts')).addInvalidate],
  ['keys', async () => (await import('./commands/keys.ts')).addKeys],
  ['witness', async () => (await import('./commands/witness.ts')).addWitness],
  ['observe', async () => (await import('./commands/observe.ts')).addObserve],
  ['doctor', async () => (await import('./commands/doctor.ts')).addDoctor],
])

/**
 * The command with its sub-commands. Nothing in it ends the process.
 *
 * @param first the first argument: when it names a sub-command, that one alone is loaded
 */
export async function buildProgram(context: CommandContext, first?: string): Promise<Command> {
  const { terminal } = context
  const program = new Command('card-member')
    .description(terminal.in(general.summary))
    .exitOverride()
    // Mistakes are worded by `main`, in the language of the run.
    .configureOutput({
      writeOut: (text) => terminal.write(text.trimEnd()),
      writeErr: (text) => terminal.write(text.trimEnd(), 'err'),
      outputError: () => {},
    })
    .configureHelp({
      showGlobalOptions: true,
      optionDescription: (option) => describeOption(option, terminal),
      styleTitle: (title) => {
        const words = headings[title]
        return words === undefined ? title : terminal.in(words)
      },
    })
    .helpOption('-h, --help', terminal.in(general.help))
    .helpCommand(false)
    .version(version, '-v, --version', terminal.in(general.version))
    .addOption(new Option('--lang <language>', terminal.in(general.lang)).choices(languages))
  for (const add of await Promise.all(loadersFor(first).map((load) => load()))) add(program, context)
  takeCommon(program, context)
  return program
}

function loadersFor(first: string | undefined): (() => Promise<AddCommand>)[] {
  if (first === '--version' || first === '-v') return []
  const named = loaders.get(first)
  return named === undefined ? [...loaders.values()] : [named]
}

// A script may give the same options to every command, whether it needs them or not.
function takeCommon(command: Command, context: CommandContext): void {
  for (const below of command.commands) takeCommon(below, context)
  // What only holds other commands does nothing by itself; those that also act have arguments of their own.
  if (command.commands.length > 0 && command.registeredArguments.length === 0) return
  for (const flags of common) {
    const option = new Option(flags, context.terminal.in(general.common)).hideHelp()
    if (!command.options.some(({ long }) => long === option.long)) command.addOption(option)
  }
}

function describeOption({ description, mandatory, argChoices, defaultValue, envVar }: Option, terminal: Terminal): string {
  const word = (words: LocalizedText) => terminal.in(words)
  const notes = [
    mandatory ? word(general.required) : undefined,
    argChoices === undefined ? undefined : word(general.choices(argChoices.join(', '))),
    defaultValue === undefined ? undefined : word(general.default(String(defaultValue))),
    envVar === undefined ? undefined : word(general.env(envVar)),
  ].filter((note) => note !== undefined)
  return notes.length === 0 ? description : description + word(general.notes(notes))
}
