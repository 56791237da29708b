import { type RunningDesk, type ServerOptions, startDesk } from '@card-member/desk'
import { stopAtSignal } from '@card-member/service/lifecycle'
import { makeLog } from '@card-member/service/log'
import { databaseArguments } from '../batch/next-step.ts'
import { quoted } from '../demo/tenant.ts'
import { CommandFailure } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { deskWords as words } from '../words/desk.ts'
import { platformWords } from '../words/platform.ts'
import { type DeskFlags, deskOptionsOf } from './desk-flags.ts'
import { explainErrors, openFailure } from './desk-session.ts'
import { isPortTaken } from './launch-platform.ts'
import { readOidc } from './oidc-file.ts'
import { untilStopped } from './platform.ts'

/** Options of `card-member desk`. */
export interface ServeFlags extends DeskFlags {
  readonly port: number
  readonly host: string
  readonly publicUrl?: string
  readonly oidc?: string
}

/** Runs a desk until a signal ends the process. */
export async function runServe(flags: ServeFlags, terminal: Terminal): Promise<never> {
  const { port, host, publicUrl: public_url, oidc } = flags
  const more = {
    ...(public_url === undefined ? {} : { public_url }),
    ...(oidc === undefined ? {} : { oidc: await readOidc(oidc) }),
  }
  const log = makeLog()
  const desk = await launchDesk({ ...deskOptionsOf(flags), ...more, port, host, log })
  stopAtSignal(desk, log)
  terminal.write(`desk ready ${desk.url}`)
  showFirstLink(desk, flags, terminal)
  return untilStopped()
}

/** Starts a desk; what hinders it becomes one line. */
export async function launchDesk({
  fallback_port,
  ...options
}: ServerOptions & { readonly port: number; readonly fallback_port?: number }): Promise<RunningDesk> {
  try {
    return await explainErrors(() => startDesk(options))
  } catch (error) {
    if (isPortTaken(error) && fallback_port !== undefined) return launchDesk({ ...options, port: fallback_port })
    if (isPortTaken(error)) throw new CommandFailure(platformWords.portTaken(options.port))
    throw error instanceof CommandFailure ? error : openFailure(error)
  }
}

// The link gives access to its holder, so it is not printed where results go.
function showFirstLink({ first_link }: RunningDesk, flags: ServeFlags, terminal: Terminal): void {
  if (first_link === undefined) return
  terminal.say(words.firstLink(first_link), 'err')
  terminal.say(words.firstCommand(`npx card-member desk join ${quoted(first_link)}${databaseArguments(flags)}`), 'err')
}
