import { readFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import { addBatch } from './commands/batch.ts'
import { addConsent } from './commands/consent.ts'
import { addDemo } from './commands/demo.ts'
import { addDesk } from './commands/desk.ts'
import { addDoctor } from './commands/doctor.ts'
import { addInvalidate } from './commands/invalidate.ts'
import { addKeys } from './commands/keys.ts'
import { addPlatform } from './commands/platform.ts'
import { addSandbox } from './commands/sandbox.ts'
import { addStart } from './commands/start.ts'
import type { Context } from './context.ts'
import { languages } from './language.ts'
import { general, headings } from './words/general.ts'

const { version }: { version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

/** The command with all its sub-commands. Nothing in it ends the process. */
export function buildProgram(context: Context): Command {
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
      styleTitle: (title) => {
        const words = headings[title]
        return words === undefined ? title : terminal.in(words)
      },
    })
    .helpOption('-h, --help', terminal.in(general.help))
    .helpCommand(false)
    .version(version, '-v, --version', terminal.in(general.version))
    .addOption(new Option('--lang <language>', terminal.in(general.lang)).choices(languages))
  for (const add of [addDemo, addPlatform, addSandbox, addStart, addDesk, addBatch, addConsent, addInvalidate, addKeys, addDoctor])
    add(program, context)
  return program
}
