import type { Command } from 'commander'
import type { AuditFlags } from '../actions/audit.ts'
import type { AuditListFlags } from '../actions/audit-list.ts'
import { type CommandContext, example } from '../command-context.ts'
import { deskWords as words } from '../words/desk.ts'
import { readCount, withSignIn } from './desk-options.ts'

/** `card-member desk audit` */
export function addAudit(desk: Command, { terminal, endWith }: CommandContext): void {
  const audit = desk
    .command('audit')
    .description(terminal.in(words.audit))
    .helpCommand(false)
    .addHelpText('after', example(terminal, 'card-member desk audit verify --as liu'))
  withSignIn(audit.command('list'), terminal)
    .description(terminal.in(words.auditList))
    .option('--brand <id>', terminal.in(words.auditBrand))
    .option('--action <name>', terminal.in(words.onlyAction))
    .option('--staff <name>', terminal.in(words.onlyStaff))
    .option('--batch <id>', terminal.in(words.onlyBatch))
    .option('--card <last4>', terminal.in(words.onlyCard))
    .option('--since <time>', terminal.in(words.since))
    .option('--until <time>', terminal.in(words.until))
    .option('--limit <n>', terminal.in(words.eventLimit), readCount)
    .addHelpText('after', example(terminal, 'card-member desk audit list --brand 1004 --since 2026-11-24 --as liu'))
    .action(async (flags: AuditListFlags) => {
      const { runAuditList } = await import('../actions/audit-list.ts')
      await endWith(runAuditList(flags, terminal))
    })
  withSignIn(audit.command('verify'), terminal)
    .description(terminal.in(words.verify))
    .option('--brand <id>', terminal.in(words.auditBrand))
    .option('--against <file>', terminal.in(words.against))
    .addHelpText('after', example(terminal, 'card-member desk audit verify --against audit.jsonl --as liu'))
    .action(async (flags: AuditFlags & { against?: string }) => {
      const { runVerify } = await import('../actions/audit.ts')
      await endWith(runVerify(flags, terminal))
    })
  withSignIn(audit.command('export'), terminal)
    .description(terminal.in(words.export))
    .option('--brand <id>', terminal.in(words.auditBrand))
    .option('--out <file>', terminal.in(words.out))
    .addHelpText('after', example(terminal, 'card-member desk audit export --out audit.jsonl --as liu'))
    .action(async (flags: AuditFlags & { out?: string }) => {
      const { runExport } = await import('../actions/audit.ts')
      await endWith(runExport(flags, terminal))
    })
}
