import type { ChangeFilter } from '@card-member/desk'
import { type Command, Option } from 'commander'
import type { ListFlags } from '../actions/changes.ts'
import { type CommandContext, example } from '../command-context.ts'
import { changeWords as words } from '../words/changes.ts'
import { type Given, readCount, withSignIn } from './desk-options.ts'

// The contract itself is not loaded for a help page.
const states = ['pending', 'applied', 'stopped', 'expired', 'outdated', 'decided'] as const satisfies readonly ChangeFilter[]

/** `card-member desk changes` */
export function addChanges(desk: Command, { terminal, endWith }: CommandContext): void {
  const changes = desk
    .command('changes')
    .description(terminal.in(words.summary))
    .helpCommand(false)
    .addHelpText('after', example(terminal, 'card-member desk changes list --as chen'))
  withSignIn(changes.command('list'), terminal)
    .description(terminal.in(words.list))
    .addOption(new Option('--state <state>', terminal.in(words.state)).choices(states))
    .option('--brand <id>', terminal.in(words.brand))
    .option('--limit <n>', terminal.in(words.limit), readCount)
    .addHelpText(
      'after',
      example(terminal, 'card-member desk changes list --as chen', 'card-member desk changes list --state decided --brand 1004 --as chen'),
    )
    .action(async (flags: Given<ListFlags>) => {
      const { runListChanges } = await import('../actions/changes.ts')
      await endWith(runListChanges(flags, terminal))
    })
  for (const step of ['confirm', 'stop'] as const)
    withSignIn(changes.command(step), terminal)
      .description(terminal.in(words[step]))
      .argument('<change-id>', terminal.in(words.id))
      .option('--reason <text>', terminal.in(words.reason))
      .addHelpText('after', example(terminal, `card-member desk changes ${step} 5b1f2c1e-8f0d-4a57-9f5e-3b0f6f0f2a11 --as li`))
      .action(async (id: string, flags: Given<{ reason?: string }>) => {
        const { runDecide } = await import('../actions/changes.ts')
        await endWith(runDecide(step, id, flags, terminal))
      })
}
