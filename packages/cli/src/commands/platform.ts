import { makeLog, stopAtSignal } from '@card-member/service'
import { type AddCommand, example } from '../context.ts'
import type { Terminal } from '../terminal.ts'
import { platformWords as words } from '../words/platform.ts'
import { boot, readPort } from './boot.ts'

interface Options {
  readonly port: number
  readonly host: string
  readonly database: string
  readonly tenants: string
}

/** `card-member platform` */
export const addPlatform: AddCommand = (parent, { terminal, finish }) => {
  parent
    .command('platform')
    .description(terminal.in(words.summary))
    .requiredOption('--tenants <file>', terminal.in(words.tenants))
    .option('--port <n>', terminal.in(words.port), readPort, 8080)
    .option('--host <address>', terminal.in(words.host), '127.0.0.1')
    .option('--database <url>', terminal.in(words.database), 'sqlite:./data/platform.db')
    .addHelpText('after', example(terminal, 'card-member platform --tenants tenants.json --database sqlite:./data/platform.db'))
    .action((options: Options) => finish(runPlatform(options, terminal)))
}

async function runPlatform(options: Options, terminal: Terminal): Promise<never> {
  const log = makeLog()
  const platform = await boot({ ...options, log })
  process.on('SIGHUP', () => {
    try {
      platform.reload()
      log.info('tenants reloaded')
    } catch (error) {
      log.error({ error }, 'tenants not reloaded; the ones in force stay')
    }
  })
  stopAtSignal(platform, log)
  terminal.write(`platform ready ${platform.url}`)
  return untilStopped()
}

/** Never resolves: the process ends by a signal. */
export function untilStopped(): Promise<never> {
  return new Promise(() => {})
}
