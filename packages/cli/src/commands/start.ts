import type { StartFlags } from '../actions/start.ts'
import { type AddCommand, example } from '../command-context.ts'
import { demoWords as words } from '../words/demo.ts'
import { platformWords } from '../words/platform.ts'
import { readPort } from './read-port.ts'

/** `card-member start` */
export const addStart: AddCommand = (parent, { terminal, endWith }) => {
  parent
    .command('start')
    .description(terminal.in(words.startSummary))
    .option('--port <n>', terminal.in(words.port), readPort)
    .option('--desk-port <n>', terminal.in(words.deskPort), readPort)
    .option('--host <address>', terminal.in(platformWords.host), '127.0.0.1')
    .option('--folder <dir>', terminal.in(words.folder), 'data/demo')
    .option('--sandbox', terminal.in(platformWords.sandbox))
    .addHelpText('after', example(terminal, 'card-member start', 'npm start -- --port 9000'))
    .action(async (options: StartFlags) => {
      const { runStart } = await import('../actions/start.ts')
      await endWith(runStart(options, terminal))
    })
}
