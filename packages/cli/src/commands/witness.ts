import type { WitnessFlags } from '../actions/witness.ts'
import { type AddCommand, example } from '../command-context.ts'
import { platformWords } from '../words/platform.ts'
import { witnessWords as words } from '../words/witness.ts'
import { readPort } from './read-port.ts'

/** `card-member witness` */
export const addWitness: AddCommand = (parent, { terminal, endWith }) => {
  parent
    .command('witness')
    .description(terminal.in(words.summary))
    .option('--log <vkey>', terminal.in(words.log), (vkey: string, before: readonly string[]) => [...before, vkey], [])
    .option('--logs <file>', terminal.in(words.logs))
    .option('--data <dir>', terminal.in(words.data), './data/witness')
    .option('--name <name>', terminal.in(words.name), 'card-member.local/witness')
    .option('--port <n>', terminal.in(platformWords.port), readPort, 8070)
    .option('--host <address>', terminal.in(platformWords.host), '127.0.0.1')
    .addHelpText('after', example(terminal, 'card-member witness --logs logs.txt --data ./data/witness'))
    .action(async (options: WitnessFlags) => {
      const { runWitness } = await import('../actions/witness.ts')
      await endWith(runWitness(options, terminal))
    })
}
