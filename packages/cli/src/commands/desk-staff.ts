import type { Command } from 'commander'
import type { RoleFlags } from '../actions/staff.ts'
import type { AddStaffFlags } from '../actions/staff-add.ts'
import type { InviteFlags } from '../actions/staff-invite.ts'
import { type CommandContext, example } from '../command-context.ts'
import { deskOptionWords } from '../words/desk-options.ts'
import { staffWords as words } from '../words/staff.ts'
import { collect, type Given, withDeskOptions, withSignIn } from './desk-options.ts'
import { readOrigin } from './read-origin.ts'

/** `card-member desk staff` */
export function addStaff(desk: Command, context: CommandContext): void {
  const { terminal, endWith } = context
  const staff = desk
    .command('staff')
    .description(terminal.in(words.summary))
    .helpCommand(false)
    .addHelpText('after', example(terminal, 'card-member desk staff invite wang --role author --brand 1004 --as chen'))
  withRoles(withDeskOptions(staff.command('add'), terminal).description(terminal.in(words.add)), context)
    .option('--full-name <name>', terminal.in(words.fullName))
    .option('--sign-in-name <name>', terminal.in(words.signInName))
    .option('--password-file <file>', terminal.in(deskOptionWords.passwordFile))
    .option('--json', terminal.in(deskOptionWords.json))
    .addHelpText('after', example(terminal, 'card-member desk staff add root --role admin'))
    .action(async (name: string, flags: AddStaffFlags) => {
      const { runAddStaff } = await import('../actions/staff-add.ts')
      await endWith(runAddStaff(name, flags, terminal))
    })
  withSignIn(staff.command('invite'), terminal)
    .description(terminal.in(words.invite))
    .argument('<name>', terminal.in(words.name))
    .option('--role <role>', terminal.in(words.role), collect)
    .option('--brand <id...>', terminal.in(words.brands))
    .option('--full-name <name>', terminal.in(words.fullName))
    .option('--sign-in-name <name>', terminal.in(words.signInName))
    .option('--public-url <url>', terminal.in(words.publicUrl), readOrigin)
    .addHelpText('after', example(terminal, 'card-member desk staff invite wang --role author --brand 1004 --as chen'))
    .action(async (name: string, flags: Given<InviteFlags>) => {
      const { runInvite } = await import('../actions/staff-invite.ts')
      await endWith(runInvite(name, flags, terminal))
    })
  withSignIn(staff.command('invitations'), terminal)
    .description(terminal.in(words.invitations))
    .addHelpText('after', example(terminal, 'card-member desk staff invitations --as chen'))
    .action(async (flags: Given<object>) => {
      const { runListInvitations } = await import('../actions/staff-invite.ts')
      await endWith(runListInvitations(flags, terminal))
    })
  withSignIn(staff.command('stop-invitation'), terminal)
    .description(terminal.in(words.stopInvitation))
    .argument('<id>', terminal.in(words.invitationId))
    .addHelpText('after', example(terminal, 'card-member desk staff stop-invitation 5f0c… --as chen'))
    .action(async (id: string, flags: Given<object>) => {
      const { runStopInvitation } = await import('../actions/staff-invite.ts')
      await endWith(runStopInvitation(id, flags, terminal))
    })
  withSignIn(staff.command('list'), terminal)
    .description(terminal.in(words.list))
    .addHelpText('after', example(terminal, 'card-member desk staff list --as chen'))
    .action(async (flags: Given<object>) => {
      const { runListStaff } = await import('../actions/staff.ts')
      await endWith(runListStaff(flags, terminal))
    })
  withRoles(withSignIn(staff.command('grant'), terminal).description(terminal.in(words.grant)), context)
    .addHelpText('after', example(terminal, 'card-member desk staff grant wang --role author,viewer --brand 1004 --as chen'))
    .action(async (name: string, flags: Given<RoleFlags>) => {
      const { runGrant } = await import('../actions/staff.ts')
      await endWith(runGrant(name, flags, terminal))
    })
  withSignIn(staff.command('full-name'), terminal)
    .description(terminal.in(words.setFullName))
    .argument('<name>', terminal.in(words.name))
    .argument('<full-name>', terminal.in(words.fullName))
    .addHelpText('after', example(terminal, 'card-member desk staff full-name wang 王敏 --as chen'))
    .action(async (name: string, full_name: string, flags: Given<object>) => {
      const { runSetFullName } = await import('../actions/staff.ts')
      await endWith(runSetFullName(name, full_name, flags, terminal))
    })
  for (const step of ['disable', 'enable'] as const)
    withSignIn(staff.command(step), terminal)
      .description(terminal.in(words[step]))
      .argument('<name>', terminal.in(words.name))
      .addHelpText('after', example(terminal, `card-member desk staff ${step} wang --as chen`))
      .action(async (name: string, flags: Given<object>) => {
        const { runSwitch } = await import('../actions/staff.ts')
        await endWith(runSwitch(step, name, flags, terminal))
      })
}

function withRoles(command: Command, { terminal }: CommandContext): Command {
  return command
    .argument('<name>', terminal.in(words.name))
    .requiredOption('--role <role>', terminal.in(words.role), collect)
    .option('--brand <id...>', terminal.in(words.brands))
}
