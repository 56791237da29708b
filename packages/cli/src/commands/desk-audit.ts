import type { Command } from 'commander'
import type { AuditFlags } from '../actions/audit.ts'
import { type Context, example } from '../context.ts'
import { deskWords as words } from '../words/desk.ts'
import { asPerson } from './desk-options.ts'

/** `card-member desk audit` */
export function addAudit(desk: Command, { terminal, finish }: Context): void {
  const audit = desk
    .command('audit')
    .description(terminal.in(words.audit))
    .helpCommand(false)
    .addHelpText('after', example(terminal, 'card-member desk audit verify --as liu'))
  asPerson(audit.command('verify'), terminal)
    .description(terminal.in(words.verify))
    .option('--brand <id>', terminal.in(words.auditBrand))
    .option('--against <file>', terminal.in(words.against))
    .addHelpText('after', example(terminal, 'card-member desk audit verify --against audit.jsonl --as liu'))
    .action(async (flags: AuditFlags & { against?: string }) => {
      const { runVerify } = await import('../actions/audit.ts')
      await finish(runVerify(flags, terminal))
    })
  asPerson(audit.command('export'), terminal)
    .description(terminal.in(words.export))
    .option('--brand <id>', terminal.in(words.auditBrand))
    .option('--out <file>', terminal.in(words.out))
    .addHelpText('after', example(terminal, 'card-member desk audit export --out audit.jsonl --as liu'))
    .action(async (flags: AuditFlags & { out?: string }) => {
      const { runExport } = await import('../actions/audit.ts')
      await finish(runExport(flags, terminal))
    })
}
