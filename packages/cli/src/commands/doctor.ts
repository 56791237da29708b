import type { DoctorFlags } from '../actions/doctor.ts'
import { type AddCommand, example } from '../command-context.ts'
import { doctorWords as words } from '../words/doctor.ts'
import { invalidateWords } from '../words/invalidate.ts'

/** `card-member doctor` */
export const addDoctor: AddCommand = (parent, { terminal, endWith }) => {
  parent
    .command('doctor')
    .description(terminal.in(words.summary))
    .requiredOption('--credential <file>', terminal.in(invalidateWords.credential))
    .option('--base-url <url>', terminal.in(invalidateWords.baseUrl))
    .option('--brand <id>', terminal.in(words.brand))
    .option('--json', terminal.in(words.json))
    .addHelpText('after', example(terminal, 'card-member doctor --credential credential.json --brand 1004'))
    .action(async (options: DoctorFlags) => {
      const { runDoctor } = await import('../actions/doctor.ts')
      await endWith(runDoctor(options, terminal))
    })
}
