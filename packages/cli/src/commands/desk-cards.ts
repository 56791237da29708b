import type { Command } from 'commander'
import type { DeskInvalidateFlags } from '../actions/desk-invalidate.ts'
import type { FindFlags } from '../actions/find.ts'
import { type CommandContext, example } from '../command-context.ts'
import { batchWords } from '../words/batch.ts'
import { consentWords } from '../words/consent.ts'
import { deskCardWords as words } from '../words/desk-cards.ts'
import { deskOptionWords } from '../words/desk-options.ts'
import { type Given, withSignIn } from './desk-options.ts'

const card = '--brand 1004 --card-id pbLatjvWOibDc5-TBnbUk1pD12o0'

/** `card-member desk find`, `desk invalidate` and `desk reconcile` */
export function addCards(desk: Command, { terminal, endWith }: CommandContext): void {
  const command = (name: 'find' | 'invalidate' | 'reconcile') =>
    withSignIn(desk.command(name), terminal)
      .description(terminal.in(words[name]))
      .requiredOption('--brand <id>', terminal.in(deskOptionWords.brand))
  command('find')
    .argument('<text>', terminal.in(words.text))
    .option('--card-id <id>', terminal.in(words.findCardId))
    .option('--openid <id>', terminal.in(words.findOpenid))
    .option('--connection <name>', terminal.in(batchWords.connection))
    .addHelpText(
      'after',
      example(
        terminal,
        'card-member desk find obLatjnx9gnqzS4myYGmLZ7LgLBA --brand 1004 --as zhang',
        'card-member desk find 478515832665 --brand 1004 --as zhang',
      ),
    )
    .action(async (text: string, flags: FindFlags) => {
      const { runFind } = await import('../actions/find.ts')
      await endWith(runFind(text, flags, terminal))
    })
  command('invalidate')
    .argument('<code>', terminal.in(consentWords.code))
    .requiredOption('--card-id <id>', terminal.in(consentWords.cardId))
    .option('--openid <id>', terminal.in(words.invalidateOpenid))
    .requiredOption('--reason <text>', terminal.in(consentWords.reason))
    .option('--consent <id>', terminal.in(words.consent))
    .option('--connection <name>', terminal.in(batchWords.connection))
    .option('--last-four <text>', terminal.in(words.lastFour))
    .addHelpText('after', example(terminal, `card-member desk invalidate 478515832665 ${card} \\`, '  --reason 用户申请退会 --as zhang'))
    .action(async (code: string, flags: DeskInvalidateFlags) => {
      const { runDeskInvalidate } = await import('../actions/desk-invalidate.ts')
      await endWith(runDeskInvalidate(code, flags, terminal))
    })
  command('reconcile')
    .argument('<id>', terminal.in(words.id))
    .addHelpText('after', example(terminal, 'card-member desk reconcile invalidation-mi3k2x9q-4f0c9a7d11 --brand 1004 --as zhang'))
    .action(async (id: string, flags: Given<{ brand: string }>) => {
      const { runReconcile } = await import('../actions/desk-invalidate.ts')
      await endWith(runReconcile(id, flags, terminal))
    })
}
