import type { Command } from 'commander'
import type { ExportConsentFlags } from '../actions/consent-export.ts'
import type { AskFlags, ListRequestFlags } from '../actions/consent-request.ts'
import { type CommandContext, example } from '../command-context.ts'
import { consentWords } from '../words/consent.ts'
import { consentRequestWords as words } from '../words/consent-request.ts'
import { deskOptionWords } from '../words/desk-options.ts'
import { type Given, readCount, withSignIn } from './desk-options.ts'
import { readOrigin } from './read-origin.ts'

type OfBrand = Given<{ readonly brand: string }>

/** The commands that ask members, export consents and keep the notice. */
export function addRequests(consent: Command, context: CommandContext): void {
  addAsk(consent, context)
  addExport(consent, context)
  addNotices(consent, context)
}

function ofBrand(consent: Command, { terminal }: CommandContext, name: string, summary: (typeof words)['ask']): Command {
  return withSignIn(consent.command(name), terminal)
    .description(terminal.in(summary))
    .requiredOption('--brand <id>', terminal.in(deskOptionWords.brand))
}

function addAsk(consent: Command, context: CommandContext): void {
  const { terminal, endWith } = context
  ofBrand(consent, context, 'ask', words.ask)
    .requiredOption('--card-id <id>', terminal.in(consentWords.cardId))
    .requiredOption('--code <code>', terminal.in(consentWords.code))
    .requiredOption('--openid <id>', terminal.in(consentWords.openid))
    .requiredOption('--reason <text>', terminal.in(consentWords.reason))
    .option('--reference <text>', terminal.in(consentWords.reference))
    .option('--notice <version>', terminal.in(consentWords.notice), readCount)
    .option('--public-url <url>', terminal.in(words.publicUrl), readOrigin)
    .addHelpText(
      'after',
      example(
        terminal,
        'card-member consent ask --brand 1004 --card-id pbLatjvWOibDc5-TBnbUk1pD12o0 --code 478515832665 \\',
        '  --openid obLatjnx9gnqzS4myYGmLZ7LgLBA --reason 用户申请退会 --public-url https://desk.example.com --as zhang',
      ),
    )
    .action(async (flags: AskFlags) => {
      const { runAsk } = await import('../actions/consent-request.ts')
      await endWith(runAsk(flags, terminal))
    })
  ofBrand(consent, context, 'requests', words.requests)
    .option('--state <state>', terminal.in(words.state))
    .addHelpText('after', example(terminal, 'card-member consent requests --brand 1004 --state open --as zhang'))
    .action(async (flags: ListRequestFlags) => {
      const { runListRequests } = await import('../actions/consent-request.ts')
      await endWith(runListRequests(flags, terminal))
    })
  ofBrand(consent, context, 'stop-request', words.stop)
    .argument('<id>', terminal.in(words.requestId))
    .addHelpText('after', example(terminal, 'card-member consent stop-request request-mi3k2x9q-4f0c9a7d11 --brand 1004 --as zhang'))
    .action(async (id: string, flags: OfBrand) => {
      const { runStopRequest } = await import('../actions/consent-request.ts')
      await endWith(runStopRequest(id, flags, terminal))
    })
}

function addExport(consent: Command, context: CommandContext): void {
  const { terminal, endWith } = context
  ofBrand(consent, context, 'export', words.export)
    .argument('<id>', terminal.in(consentWords.id))
    .option('--receipt', terminal.in(words.receipt))
    .option('--out <file>', terminal.in(words.out))
    .addHelpText(
      'after',
      example(
        terminal,
        'card-member consent export consent-mi3k2x9q-4f0c9a7d11 --brand 1004 --as zhang',
        'card-member consent export consent-mi3k2x9q-4f0c9a7d11 --brand 1004 --receipt --out receipt.html --as zhang',
      ),
    )
    .action(async (id: string, flags: ExportConsentFlags) => {
      const { runExportConsent } = await import('../actions/consent-export.ts')
      await endWith(runExportConsent(id, flags, terminal))
    })
}

function addNotices(consent: Command, context: CommandContext): void {
  const { terminal, endWith } = context
  ofBrand(consent, context, 'notices', words.notices)
    .addHelpText('after', example(terminal, 'card-member consent notices --brand 1004 --as zhang'))
    .action(async (flags: OfBrand) => {
      const { runListNotices } = await import('../actions/notice.ts')
      await endWith(runListNotices(flags, terminal))
    })
  ofBrand(consent, context, 'add-notice', words.addNotice)
    .argument('<file>', terminal.in(words.noticeFile))
    .addHelpText('after', example(terminal, 'card-member consent add-notice notice.json --brand 1004 --as chen'))
    .action(async (file: string, flags: OfBrand) => {
      const { runAddNotice } = await import('../actions/notice.ts')
      await endWith(runAddNotice(file, flags, terminal))
    })
}
