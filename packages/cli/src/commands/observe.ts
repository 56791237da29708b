import { InvalidArgumentError } from 'commander'
import type { ObserveFlags } from '../actions/observe.ts'
import { type AddCommand, example } from '../command-context.ts'
import { inBoth } from '../words/general.ts'
import { observeWords as words } from '../words/observe.ts'
import { platformWords } from '../words/platform.ts'
import { originOf } from './read-origin.ts'
import { portReader } from './read-port.ts'

/** `card-member observe` */
export const addObserve: AddCommand = (parent, { terminal, endWith }) => {
  parent
    .command('observe')
    .description(terminal.in(words.summary))
    .option('--listen <n>', terminal.in(words.listen), portReader('--listen'), 8060)
    .option('--host <address>', terminal.in(platformWords.host), '127.0.0.1')
    .option('--upstream <url>', terminal.in(words.upstream), readUpstream, 'https://api.mch.weixin.qq.com')
    .option('--journal <file>', terminal.in(words.journal), './data/observe.jsonl')
    .addHelpText('after', example(terminal, 'card-member observe --listen 8060 --upstream https://api.mch.weixin.qq.com'))
    .action(async (options: ObserveFlags) => {
      const { runObserve } = await import('../actions/observe.ts')
      await endWith(runObserve(options, terminal))
    })
}

function readUpstream(text: string): string {
  const origin = originOf(text)
  if (origin === undefined) throw new InvalidArgumentError(inBoth(words.badUpstream))
  return origin
}
