import { type AddCommand, example } from '../command-context.ts'
import { demoWords as words } from '../words/demo.ts'

/** `card-member demo` */
export const addDemo: AddCommand = (parent, { terminal, endWith }) => {
  parent
    .command('demo')
    .description(terminal.in(words.summary))
    .addHelpText('after', example(terminal, 'card-member demo'))
    .action(async () => {
      const { runDemo } = await import('../actions/demo.ts')
      await endWith(runDemo(terminal))
    })
}
