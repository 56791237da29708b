import { type Command, Option } from 'commander'
import type { SandboxFlags } from '../actions/sandbox.ts'
import { type AddCommand, type CommandContext, example } from '../command-context.ts'
import { sandboxWords as words } from '../words/sandbox.ts'
import { addFaults } from './sandbox-faults.ts'
import { addMembers } from './sandbox-members.ts'
import { type Add, examples, given, readNumber } from './sandbox-options.ts'

/** `card-member sandbox` */
export const addSandbox: AddCommand = (parent, context) => {
  const { terminal, endWith } = context
  const sandbox = parent
    .command('sandbox')
    .description(terminal.in(words.summary))
    .helpCommand(false)
    .addHelpText(
      'after',
      example(
        terminal,
        'card-member sandbox state',
        'card-member sandbox fault answer_lost --on invalidateUserCard',
        'card-member sandbox requests --last 3',
      ),
    )
  const add = adder(sandbox, context)
  add('state', terminal.in(words.state)).asks(() => (client) => client.state())
  addMembers(add, terminal)
  add('clock', terminal.in(words.clock), (command) =>
    command
      .option('--freeze', terminal.in(words.freeze))
      .addOption(new Option('--real', terminal.in(words.real)).conflicts('freeze'))
      .option('--now <time>', terminal.in(words.now))
      .option('--advance <seconds>', terminal.in(words.advance), readNumber),
  ).asks<{ freeze?: true; real?: true; now?: string; advance?: number }>(({ freeze, real, now, advance }) => (client) => {
    if (!freeze && !real && now === undefined && advance === undefined) return client.clock.get()
    return client.clock.set({
      ...(freeze ? { mode: 'frozen' } : {}),
      ...(real ? { mode: 'real' } : {}),
      ...given({ now, advance_seconds: advance }),
    })
  })
  addFaults(add, terminal)
  for (const name of ['requests', 'notifications'] as const)
    add(name, terminal.in(words[name]), (command) => command.option('--last <n>', terminal.in(words.last), readNumber, 20)).asks<{
      last: number
    }>(
      ({ last }) =>
        (client) =>
          name === 'requests' ? client.requests(last) : client.notifications.list(last),
    )
  add('deliver', terminal.in(words.deliver)).asks(() => (client) => client.notifications.deliver())
  add('forward', terminal.in(words.forward), (command) => command.argument('[url]', terminal.in(words.forwardUrl))).asks(
    (_options, url) => (client) => client.notifications.forward(url ?? null),
  )
  add('reset', terminal.in(words.reset)).asks(() => (client) => client.reset())
  located(sandbox.command('snapshot').description(terminal.in(words.snapshot)), context)
    .argument('<file>', terminal.in(words.file))
    .action(async (file: string, flags: SandboxFlags) => {
      const { runSnapshot } = await import('../actions/sandbox.ts')
      await endWith(runSnapshot(flags, file, terminal))
    })
  located(sandbox.command('restore').description(terminal.in(words.restore)), context)
    .argument('<file>', terminal.in(words.file))
    .action(async (file: string, flags: SandboxFlags) => {
      const { restoreFrom, runSandbox } = await import('../actions/sandbox.ts')
      await endWith(runSandbox(flags, restoreFrom(file), terminal))
    })
}

function located(command: Command, { terminal }: CommandContext): Command {
  const name = command.parent?.name() === 'sandbox' ? command.name() : `${command.parent?.name()} ${command.name()}`
  return command
    .addHelpText('after', example(terminal, `card-member sandbox ${name}${examples[name] ?? ''}`))
    .addOption(new Option('--base-url <url>', terminal.in(words.baseUrl)).env('CARD_MEMBER_SANDBOX_URL').default('http://127.0.0.1:8080'))
    .addOption(new Option('--token <token>', terminal.in(words.token)).env('CARD_MEMBER_SANDBOX_TOKEN'))
    .addOption(new Option('--token-file <file>', terminal.in(words.tokenFile)).env('CARD_MEMBER_SANDBOX_TOKEN_FILE'))
}

function adder(parent: Command, context: CommandContext): Add {
  const { terminal, endWith } = context
  return (name, summary, change = (command) => command) => ({
    asks: (ask) => {
      const command = change(located(parent.command(name).description(summary), context))
      command.action(async () => {
        const { runSandbox } = await import('../actions/sandbox.ts')
        // A command with subcommands takes the options that are given to them.
        await endWith(runSandbox(command.optsWithGlobals(), ask(command.optsWithGlobals(), ...command.args), terminal))
      })
      return adder(command, context)
    },
  })
}
