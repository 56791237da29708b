import type { Command } from 'commander'
import type { JoinFlags } from '../actions/desk-join.ts'
import { type CommandContext, example } from '../command-context.ts'
import { deskOptionWords } from '../words/desk-options.ts'
import { staffWords as words } from '../words/staff.ts'
import { withDeskOptions } from './desk-options.ts'

/** `card-member desk join`: how somebody gets an account that nobody else has seen a secret of. */
export function addJoin(desk: Command, { terminal, endWith }: CommandContext): void {
  withDeskOptions(desk.command('join'), terminal)
    .description(terminal.in(words.join))
    .argument('<link>', terminal.in(words.link))
    .option('--name <name>', terminal.in(words.joinName))
    .option('--password-file <file>', terminal.in(words.newPasswordFile))
    .option('--otpauth-file <file>', terminal.in(words.otpauthFile))
    .option('--json', terminal.in(deskOptionWords.json))
    .addHelpText('after', example(terminal, "card-member desk join 'https://desk.example.com/join#…'"))
    .action(async (link: string, flags: Omit<JoinFlags, 'isLocal'>, command: Command) => {
      const { runJoin } = await import('../actions/desk-join.ts')
      const isLocal = command.getOptionValueSource('database') !== 'default' || flags.databaseFile !== undefined
      await endWith(runJoin(link, { ...flags, isLocal }, terminal))
    })
}
