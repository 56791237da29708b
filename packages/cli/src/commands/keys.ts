import { type AddCommand, example } from '../command-context.ts'
import { keysWords as words } from '../words/keys.ts'

/** `card-member keys` */
export const addKeys: AddCommand = (parent, { terminal, endWith }) => {
  const keys = parent
    .command('keys')
    .description(terminal.in(words.summary))
    .addHelpText(
      'after',
      example(terminal, 'card-member keys make --out keys', 'card-member keys show apiclient_key.pem apiclient_cert.p12'),
    )
  keys
    .command('make')
    .description(terminal.in(words.makeSummary))
    .option('--out <dir>', terminal.in(words.out), '.')
    .option('--json', terminal.in(words.json))
    .addHelpText('after', example(terminal, 'card-member keys make --out keys'))
    .action(async (flags: { out: string; json?: true }) => {
      const { runMake } = await import('../actions/keys.ts')
      await endWith(runMake(flags, terminal))
    })
  keys
    .command('show')
    .description(terminal.in(words.showSummary))
    .argument('<file...>', terminal.in(words.files))
    .option('--json', terminal.in(words.json))
    .addHelpText('after', example(terminal, 'card-member keys show apiclient_key.pem apiclient_cert.p12'))
    .action(async (files: string[], flags: { json?: true }) => {
      const { runShow } = await import('../actions/keys.ts')
      await endWith(runShow(files, flags, terminal))
    })
}
