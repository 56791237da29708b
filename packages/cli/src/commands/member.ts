import type { ExportMemberFlags, MemberFlags } from '../actions/member.ts'
import { type AddCommand, example } from '../command-context.ts'
import { deskOptionWords } from '../words/desk-options.ts'
import { memberWords as words } from '../words/member.ts'
import { withSignIn } from './desk-options.ts'

/** `card-member member` */
export const addMember: AddCommand = (parent, { terminal, endWith }) => {
  const find = 'card-member member find --brand 1004 --openid obLatjnx9gnqzS4myYGmLZ7LgLBA --as zhang'
  const member = parent
    .command('member')
    .description(terminal.in(words.summary))
    .helpCommand(false)
    .addHelpText('after', example(terminal, find))
  const ofMember = (name: 'find' | 'export') =>
    withSignIn(member.command(name), terminal)
      .description(terminal.in(words[name]))
      .requiredOption('--brand <id>', terminal.in(deskOptionWords.brand))
      .requiredOption('--openid <id>', terminal.in(words.openid))
  ofMember('find')
    .addHelpText('after', example(terminal, find))
    .action(async (flags: MemberFlags) => {
      const { runFindMember } = await import('../actions/member.ts')
      await endWith(runFindMember(flags, terminal))
    })
  ofMember('export')
    .option('--format <format>', terminal.in(words.format), 'json')
    .option('--out <file>', terminal.in(words.out))
    .addHelpText(
      'after',
      example(
        terminal,
        'card-member member export --brand 1004 --openid obLatjnx9gnqzS4myYGmLZ7LgLBA --format html --out member.html --as li',
      ),
    )
    .action(async (flags: ExportMemberFlags) => {
      const { runExportMember } = await import('../actions/member.ts')
      await endWith(runExportMember(flags, terminal))
    })
}
