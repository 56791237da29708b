import { type Command, Option } from 'commander'
import type { PrepareFlags } from '../actions/batch-prepare.ts'
import type { RowsFlags } from '../actions/batch-rows.ts'
import type { ApproveFlags, RejectFlags } from '../actions/batch-steps.ts'
import { type AddCommand, type CommandContext, example } from '../command-context.ts'
import { batchWords as words } from '../words/batch.ts'
import { deskOptionWords } from '../words/desk-options.ts'
import { type Given, readCount, withSignIn } from './desk-options.ts'

const id = 'batch-mi3k2x9q-4f0c9a7d11'

/** `card-member batch` */
export const addBatch: AddCommand = (parent, context) => {
  const { terminal } = context
  const batch = parent
    .command('batch')
    .description(terminal.in(words.summary))
    .helpCommand(false)
    .addHelpText(
      'after',
      example(
        terminal,
        'card-member batch prepare leavers.csv --brand 1004 --connection main --as wang',
        `card-member batch check ${id} --as wang`,
        `card-member batch approve ${id} --count 1200 --as li`,
        `card-member batch run ${id} --as wang`,
      ),
    )
  addPrepare(batch, context)
  addDriven(batch, context)
  addApprove(batch, context)
  addSteps(batch, context)
  addRows(batch, context)
  addReport(batch, context)
}

function addPrepare(batch: Command, { terminal, endWith }: CommandContext): void {
  withSignIn(batch.command('prepare'), terminal)
    .description(terminal.in(words.prepare))
    .argument('<file>', terminal.in(words.file))
    .requiredOption('--brand <id>', terminal.in(deskOptionWords.brand))
    .option('--connection <name>', terminal.in(words.connection))
    .option('--force-reason <text>', terminal.in(words.forceReason))
    .option('--notice <version>', terminal.in(words.notice), readCount)
    .option('--sheet <name>', terminal.in(words.sheetOption))
    .addOption(new Option('--hidden <how>', terminal.in(words.hidden)).choices(['take', 'refuse']))
    .option('--encoding <name>', terminal.in(words.encoding))
    .addHelpText('after', example(terminal, 'card-member batch prepare leavers.csv --brand 1004 --connection main --as wang'))
    .action(async (file: string, flags: PrepareFlags) => {
      const { runPrepare } = await import('../actions/batch-prepare.ts')
      await endWith(runPrepare(file, flags, terminal))
    })
}

function named(
  batch: Command,
  { terminal }: CommandContext,
  name: 'check' | 'approve' | 'reject' | 'run' | 'resume' | 'pause' | 'cancel' | 'status' | 'report',
) {
  return withSignIn(batch.command(name), terminal).description(terminal.in(words[name])).argument('<id>', terminal.in(words.id))
}

function addDriven(batch: Command, context: CommandContext): void {
  const { terminal, endWith } = context
  named(batch, context, 'check')
    .addHelpText('after', example(terminal, `card-member batch check ${id} --as wang`))
    .action(async (batch_id: string, flags: Given<object>) => {
      const { runCheck } = await import('../actions/batch-check.ts')
      await endWith(runCheck(batch_id, flags, terminal))
    })
  for (const name of ['run', 'resume'] as const)
    named(batch, context, name)
      .addHelpText('after', example(terminal, `card-member batch ${name} ${id} --as wang`))
      .action(async (batch_id: string, flags: Given<object>) => {
        const { runResume, runRun } = await import('../actions/batch-run.ts')
        await endWith((name === 'run' ? runRun : runResume)(batch_id, flags, terminal))
      })
}

function addApprove(batch: Command, context: CommandContext): void {
  const { terminal, endWith } = context
  named(batch, context, 'approve')
    .option('--count <n>', terminal.in(words.count), readCount)
    .option('--plan-sha256 <hash>', terminal.in(words.plan))
    .option('--reason <text>', terminal.in(words.approveReason))
    .addHelpText('after', example(terminal, `card-member batch approve ${id} --count 1200 --as li`))
    .action(async (batch_id: string, flags: ApproveFlags) => {
      const { runApprove } = await import('../actions/batch-steps.ts')
      await endWith(runApprove(batch_id, flags, terminal))
    })
  named(batch, context, 'reject')
    .requiredOption('--reason <text>', terminal.in(words.rejectReason))
    .addHelpText('after', example(terminal, `card-member batch reject ${id} --reason 'file of another brand' --as li`))
    .action(async (batch_id: string, flags: RejectFlags) => {
      const { runReject } = await import('../actions/batch-steps.ts')
      await endWith(runReject(batch_id, flags, terminal))
    })
}

function addSteps(batch: Command, context: CommandContext): void {
  const { terminal, endWith } = context
  for (const name of ['pause', 'cancel', 'status'] as const)
    named(batch, context, name)
      .addHelpText('after', example(terminal, `card-member batch ${name} ${id} --as wang`))
      .action(async (batch_id: string, flags: Given<object>) => {
        const { runStep } = await import('../actions/batch-steps.ts')
        await endWith(runStep(name, batch_id, flags, terminal))
      })
  withSignIn(batch.command('list'), terminal)
    .description(terminal.in(words.list))
    .option('--brand <id>', terminal.in(deskOptionWords.brand))
    .option('--waiting', terminal.in(words.waiting))
    .addHelpText('after', example(terminal, 'card-member batch list --brand 1004 --as wang', 'card-member batch list --waiting --as li'))
    .action(async (flags: Given<{ brand?: string; waiting?: true }>) => {
      const { runList } = await import('../actions/batch-steps.ts')
      await endWith(runList(flags, terminal))
    })
}

function addRows(batch: Command, { terminal, endWith }: CommandContext): void {
  withSignIn(batch.command('rows'), terminal)
    .description(terminal.in(words.rowsOf))
    .argument('<id>', terminal.in(words.id))
    .option('--planned', terminal.in(words.onlyPlanned))
    .option('--state <state>', terminal.in(words.onlyState))
    .option('--faulty', terminal.in(words.onlyFaulty))
    .option('--after <line>', terminal.in(words.after), readCount)
    .option('--limit <n>', terminal.in(words.limit), readCount)
    .addHelpText('after', example(terminal, `card-member batch rows ${id} --planned --as li`))
    .action(async (batch_id: string, flags: RowsFlags) => {
      const { runRows } = await import('../actions/batch-rows.ts')
      await endWith(runRows(batch_id, flags, terminal))
    })
}

function addReport(batch: Command, context: CommandContext): void {
  const { terminal, endWith } = context
  named(batch, context, 'report')
    .requiredOption('--out <dir>', terminal.in(words.out))
    .addHelpText('after', example(terminal, `card-member batch report ${id} --out report --as wang`))
    .action(async (batch_id: string, flags: Given<{ out: string }>) => {
      const { runReport } = await import('../actions/batch-report.ts')
      await endWith(runReport(batch_id, flags, terminal))
    })
}
