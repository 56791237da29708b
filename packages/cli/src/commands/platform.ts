import { Option } from 'commander'
import type { PlatformFlags } from '../actions/platform.ts'
import { type AddCommand, example } from '../command-context.ts'
import { deskOptionWords } from '../words/desk-options.ts'
import { platformWords as words } from '../words/platform.ts'
import { withDatabase } from './database-options.ts'
import { readOrigin } from './read-origin.ts'
import { readPort } from './read-port.ts'

/** `card-member platform` */
export const addPlatform: AddCommand = (parent, { terminal, endWith }) => {
  withDatabase(parent.command('platform'), terminal, 'sqlite:./data/platform.db')
    .description(terminal.in(words.summary))
    .requiredOption('--tenants <file>', terminal.in(words.tenants))
    .option('--port <n>', terminal.in(words.port), readPort, 8080)
    .option('--host <address>', terminal.in(words.host), '127.0.0.1')
    .option('--folder <dir>', terminal.in(deskOptionWords.folder))
    .option('--public-url <url>', terminal.in(words.publicUrl), readOrigin)
    .option('--sandbox', terminal.in(words.sandbox))
    .addOption(new Option('--sandbox-token <token>', terminal.in(words.sandboxToken)).env('CARD_MEMBER_SANDBOX_TOKEN'))
    .addHelpText('after', example(terminal, 'card-member platform --tenants tenants.json --database sqlite:./data/platform.db'))
    .action(async (options: PlatformFlags) => {
      const { runPlatform } = await import('../actions/platform.ts')
      await endWith(runPlatform(options, terminal))
    })
}
