import type { Command } from 'commander'
import { type CommandContext, example } from '../command-context.ts'
import { passkeyWords as words } from '../words/passkeys.ts'
import { type Given, withSignIn } from './desk-options.ts'

/** `card-member desk passkeys` */
export function addPasskeys(desk: Command, { terminal, endWith }: CommandContext): void {
  const passkeys = desk
    .command('passkeys')
    .description(terminal.in(words.summary))
    .helpCommand(false)
    .addHelpText('after', example(terminal, 'card-member desk passkeys list --as chen'))
  withSignIn(passkeys.command('list'), terminal)
    .description(terminal.in(words.list))
    .addHelpText('after', example(terminal, 'card-member desk passkeys list --as chen'))
    .action(async (flags: Given<object>) => {
      const { runListPasskeys } = await import('../actions/passkeys.ts')
      await endWith(runListPasskeys(flags, terminal))
    })
  withSignIn(passkeys.command('remove'), terminal)
    .description(terminal.in(words.remove))
    .argument('<id>', terminal.in(words.id))
    .addHelpText('after', example(terminal, 'card-member desk passkeys remove b2JMYXRq… --as chen'))
    .action(async (id: string, flags: Given<object>) => {
      const { runRemovePasskey } = await import('../actions/passkeys.ts')
      await endWith(runRemovePasskey(id, flags, terminal))
    })
}
