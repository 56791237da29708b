import type { Command } from 'commander'
import type { ServeFlags } from '../actions/desk-serve.ts'
import { type AddCommand, type CommandContext, example } from '../command-context.ts'
import { deskWords as words } from '../words/desk.ts'
import { deskOptionWords } from '../words/desk-options.ts'
import { platformWords } from '../words/platform.ts'
import { addAudit } from './desk-audit.ts'
import { addCards } from './desk-cards.ts'
import { addChanges } from './desk-changes.ts'
import { type Given, withDeskOptions, withSignIn } from './desk-options.ts'
import { addPasskeys } from './desk-passkeys.ts'
import { addJoin, addSignIn } from './desk-sign-in.ts'
import { addStaff } from './desk-staff.ts'
import { readOrigin } from './read-origin.ts'
import { readPort } from './read-port.ts'

/** `card-member desk`: serves, unless one of its commands is named. */
export const addDesk: AddCommand = (parent, context) => {
  const { terminal } = context
  const desk = parent
    .command('desk')
    .description(terminal.in(words.summary))
    .helpCommand(false)
    .addHelpText(
      'after',
      example(
        terminal,
        'card-member desk --port 8090 --database sqlite:./data/desk.db --connections connections.json',
        'card-member desk staff invite wang --role author --brand 1004 --as chen',
      ),
    )
  addServe(desk, context)
  addSignIn(desk, context)
  addJoin(desk, context)
  addStaff(desk, context)
  addCards(desk, context)
  addAudit(desk, context)
  addChanges(desk, context)
  addPasskeys(desk, context)
  addUpkeep(desk, context)
}

// A command of its own, or its options would be taken out of those of the others.
function addServe(desk: Command, { terminal, endWith }: CommandContext): void {
  withDeskOptions(desk.command('serve', { isDefault: true }), terminal)
    .description(terminal.in(words.serveSummary))
    .option('--connections <file>', terminal.in(deskOptionWords.connections))
    .option('--port <n>', terminal.in(platformWords.port), readPort, 8090)
    .option('--host <address>', terminal.in(platformWords.host), '127.0.0.1')
    .option('--public-url <url>', terminal.in(words.publicUrl), readOrigin)
    .option('--oidc <file>', terminal.in(words.oidc))
    .addHelpText('after', example(terminal, 'card-member desk serve --port 8090 --connections connections.json'))
    .action(async (flags: ServeFlags) => {
      const { runServe } = await import('../actions/desk-serve.ts')
      await endWith(runServe(flags, terminal))
    })
}

function addUpkeep(desk: Command, { terminal, endWith }: CommandContext): void {
  withSignIn(desk.command('purge'), terminal)
    .description(terminal.in(words.purge))
    .addHelpText('after', example(terminal, 'card-member desk purge --as chen'))
    .action(async (flags: Given<object>) => {
      const { runPurge } = await import('../actions/upkeep.ts')
      await endWith(runPurge(flags, terminal))
    })
  withSignIn(desk.command('settings'), terminal)
    .description(terminal.in(words.settings))
    .option('--brand <id>', terminal.in(words.settingsBrand))
    .option('--set <name=value...>', terminal.in(words.set))
    .addHelpText('after', example(terminal, 'card-member desk settings --brand 1004 --set canary_rows=20 --as chen'))
    .action(async (flags: Given<{ brand?: string; set?: string[] }>) => {
      const { runSettings } = await import('../actions/settings.ts')
      await endWith(runSettings(flags, terminal))
    })
}
