import type { Command } from 'commander'
import type { AddConsentFlags, ListConsentFlags, WithdrawFlags } from '../actions/consent.ts'
import { type AddCommand, type CommandContext, example } from '../command-context.ts'
import { consentWords as words } from '../words/consent.ts'
import { deskOptionWords } from '../words/desk-options.ts'
import { addRequests } from './consent-request.ts'
import { readCount, withSignIn } from './desk-options.ts'

/** `card-member consent` */
export const addConsent: AddCommand = (parent, context) => {
  const { terminal } = context
  const consent = parent
    .command('consent')
    .description(terminal.in(words.summary))
    .helpCommand(false)
    .addHelpText('after', example(terminal, 'card-member consent list --brand 1004 --as zhang'))
  addRecording(consent, context)
  addOthers(consent, context)
  addRequests(consent, context)
}

function ofBrand(consent: Command, { terminal }: CommandContext, name: 'add' | 'withdraw' | 'list'): Command {
  return withSignIn(consent.command(name), terminal)
    .description(terminal.in(words[name]))
    .requiredOption('--brand <id>', terminal.in(deskOptionWords.brand))
}

function addRecording(consent: Command, context: CommandContext): void {
  const { terminal, endWith } = context
  ofBrand(consent, context, 'add')
    .requiredOption('--card-id <id>', terminal.in(words.cardId))
    .requiredOption('--code <code>', terminal.in(words.code))
    .requiredOption('--openid <id>', terminal.in(words.openid))
    .requiredOption('--channel <name>', terminal.in(words.channel))
    .requiredOption('--told-at <time>', terminal.in(words.toldAt))
    .requiredOption('--agreed-at <time>', terminal.in(words.agreedAt))
    .requiredOption('--reason <text>', terminal.in(words.reason))
    .option('--reference <text>', terminal.in(words.reference))
    .option('--evidence <file>', terminal.in(words.evidence), (file: string, before: readonly string[] = []) => [...before, file])
    .option('--notice <version>', terminal.in(words.notice), readCount)
    .option('--notice-language <language>', terminal.in(words.noticeLanguage))
    .option('--told-by <name>', terminal.in(words.toldBy))
    .option('--expressed <how>', terminal.in(words.expressed))
    .option('--agreed-by <who>', terminal.in(words.agreedBy))
    .option('--supersede', terminal.in(words.supersede))
    .addHelpText(
      'after',
      example(
        terminal,
        'card-member consent add --brand 1004 --card-id pbLatjvWOibDc5-TBnbUk1pD12o0 --code 478515832665 \\',
        '  --openid obLatjnx9gnqzS4myYGmLZ7LgLBA --channel sms --told-at "2026-11-24 10:00" --agreed-at "2026-11-24 10:05" \\',
        '  --reason 用户申请退会 --as zhang',
      ),
    )
    .action(async (flags: AddConsentFlags) => {
      const { runAdd } = await import('../actions/consent.ts')
      await endWith(runAdd(flags, terminal))
    })
}

function addOthers(consent: Command, context: CommandContext): void {
  const { terminal, endWith } = context
  ofBrand(consent, context, 'withdraw')
    .argument('[id]', terminal.in(words.id))
    .option('--card-id <id>', terminal.in(words.cardId))
    .option('--code <code>', terminal.in(words.code))
    .option('--openid <id>', terminal.in(words.openid))
    .addHelpText(
      'after',
      example(
        terminal,
        'card-member consent withdraw consent-mi3k2x9q-4f0c9a7d11 --brand 1004 --as zhang',
        'card-member consent withdraw --brand 1004 --card-id pbLatjvWOibDc5-TBnbUk1pD12o0 --code 478515832665 \\',
        '  --openid obLatjnx9gnqzS4myYGmLZ7LgLBA --as zhang',
      ),
    )
    .action(async (id: string | undefined, flags: WithdrawFlags) => {
      const { runWithdraw } = await import('../actions/consent.ts')
      await endWith(runWithdraw(id, flags, terminal))
    })
  ofBrand(consent, context, 'list')
    .option('--card-id <id>', terminal.in(words.cardId))
    .option('--code <code>', terminal.in(words.code))
    .option('--state <state>', terminal.in(words.state))
    .addHelpText('after', example(terminal, 'card-member consent list --brand 1004 --state recorded --as zhang'))
    .action(async (flags: ListConsentFlags) => {
      const { runList } = await import('../actions/consent.ts')
      await endWith(runList(flags, terminal))
    })
}
