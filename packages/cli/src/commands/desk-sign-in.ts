import type { Command } from 'commander'
import type { JoinFlags } from '../actions/desk-join.ts'
import { type CommandContext, example } from '../command-context.ts'
import { deskOptionWords } from '../words/desk-options.ts'
import { staffWords as words } from '../words/staff.ts'
import { type Given, withDeskOptions, withSignIn } from './desk-options.ts'

/** `card-member desk sign-in` and `sign-out`. */
export function addSignIn(desk: Command, { terminal, endWith }: CommandContext): void {
  withSignIn(desk.command('sign-in'), terminal)
    .description(terminal.in(deskOptionWords.signIn))
    .addHelpText('after', example(terminal, 'card-member desk sign-in --as wang'))
    .action(async (flags: Given<object>) => {
      const { runSignIn } = await import('../actions/desk-sign-in.ts')
      await endWith(runSignIn(flags, terminal))
    })
  withSignIn(desk.command('sign-out'), terminal)
    .description(terminal.in(deskOptionWords.signOut))
    .addHelpText('after', example(terminal, 'card-member desk sign-out'))
    .action(async (flags: Given<object>) => {
      const { runSignOut } = await import('../actions/desk-sign-in.ts')
      await endWith(runSignOut(flags, terminal))
    })
}

/** `card-member desk join`: how somebody gets an account that nobody else has seen a secret of. */
export function addJoin(desk: Command, { terminal, endWith }: CommandContext): void {
  withDeskOptions(desk.command('join'), terminal)
    .description(terminal.in(words.join))
    .argument('<link>', terminal.in(words.link))
    .option('--name <name>', terminal.in(words.joinName))
    .option('--password-file <file>', terminal.in(words.newPasswordFile))
    .option('--join-code <code>', terminal.in(words.joinCodeOption))
    .option('--otpauth-file <file>', terminal.in(words.otpauthFile))
    .option('--json', terminal.in(deskOptionWords.json))
    .addHelpText('after', example(terminal, "card-member desk join 'https://desk.example.com/join#…'"))
    .action(async (link: string, flags: Omit<JoinFlags, 'isLocal'>, command: Command) => {
      const { runJoin } = await import('../actions/desk-join.ts')
      const isLocal = command.getOptionValueSource('database') !== 'default' || flags.databaseFile !== undefined
      await endWith(runJoin(link, { ...flags, isLocal }, terminal))
    })
}
