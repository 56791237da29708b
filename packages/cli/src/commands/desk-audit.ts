import type { Command } from 'commander'
import type { AuditFlags, VerifyFlags } from '../actions/audit.ts'
import type { AuditListFlags } from '../actions/audit-list.ts'
import type { OutFlags } from '../actions/audit-publish.ts'
import type { DeskFlags, SignInFlags } from '../actions/desk-flags.ts'
import { type CommandContext, example } from '../command-context.ts'
import { auditCommandWords as auditWords } from '../words/audit.ts'
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
  // A proof is verified without a desk.
  withSignIn(audit.command('verify'), terminal)
    .description(terminal.in(words.verify))
    .option('--brand <id>', terminal.in(words.auditBrand))
    .option('--against <file>', terminal.in(words.against))
    .option('--published <dir>', terminal.in(auditWords.publishedFolder))
    .option('--checkpoint <file>', terminal.in(auditWords.checkpointFile))
    .option('--proof <file>', terminal.in(auditWords.proofFile))
    .option('--vkey <key>', terminal.in(auditWords.vkey))
    .option('--witness <key...>', terminal.in(auditWords.witnessKey))
    .addHelpText('after', example(terminal, 'card-member desk audit verify --against audit.jsonl --as liu'))
    .action(async (flags: VerifyFlags) => {
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
  withSignIn(audit.command('publish'), terminal)
    .description(terminal.in(auditWords.publish))
    .requiredOption('--out <dir>', terminal.in(auditWords.publishOut))
    .addHelpText('after', example(terminal, 'card-member desk audit publish --out /srv/audit --as liu'))
    .action(async (flags: OutFlags) => {
      const { runPublish } = await import('../actions/audit-publish.ts')
      await endWith(runPublish(flags, terminal))
    })
  withSignIn(audit.command('prove'), terminal)
    .argument('<event_id>', terminal.in(auditWords.proveId))
    .description(terminal.in(auditWords.prove))
    .requiredOption('--out <file>', terminal.in(auditWords.proveOut))
    .addHelpText('after', example(terminal, 'card-member desk audit prove 1004/17 --out event.tlog-proof --as liu'))
    .action(async (event_id: string, flags: OutFlags) => {
      const { runProve } = await import('../actions/audit-publish.ts')
      await endWith(runProve(event_id, flags, terminal))
    })
  withSignIn(audit.command('status'), terminal)
    .description(terminal.in(auditWords.status))
    .addHelpText('after', example(terminal, 'card-member desk audit status --as liu'))
    .action(async (flags: SignInFlags & DeskFlags) => {
      const { runAuditStatus } = await import('../actions/audit-publish.ts')
      await endWith(runAuditStatus(flags, terminal))
    })
}
