import type { InvalidateFlags } from '../actions/invalidate.ts'
import { type AddCommand, example } from '../command-context.ts'
import { invalidateWords as words } from '../words/invalidate.ts'

/** `card-member invalidate` */
export const addInvalidate: AddCommand = (parent, { terminal, endWith }) => {
  parent
    .command('invalidate')
    .description(terminal.in(words.summary))
    .argument('<code>', terminal.in(words.code))
    .requiredOption('--credential <file>', terminal.in(words.credential))
    .requiredOption('--brand <id>', terminal.in(words.brand))
    .requiredOption('--card-id <id>', terminal.in(words.cardId))
    .requiredOption('--openid <id>', terminal.in(words.openid))
    .option('--reason <text>', terminal.in(words.reason))
    .option('--base-url <url>', terminal.in(words.baseUrl))
    .option('--yes', terminal.in(words.yes))
    .option('--consent-reference <text>', terminal.in(words.consentReference))
    .option('--json', terminal.in(words.json))
    .addHelpText(
      'after',
      example(
        terminal,
        'card-member invalidate 478515832665 --credential credential.json --brand 1004 \\',
        '  --card-id pbLatjvWOibDc5-TBnbUk1pD12o0 --openid obLatjnx9gnqzS4myYGmLZ7LgLBA --reason 用户申请退会',
      ),
    )
    .action(async (code: string, options: InvalidateFlags) => {
      const { runInvalidate } = await import('../actions/invalidate.ts')
      await endWith(runInvalidate(code, options, terminal))
    })
}
