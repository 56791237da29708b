import { type RunningDesk, type ServerOptions, startDesk } from '@card-member/desk'
import { makeLog, stopAtSignal } from '@card-member/service'
import { placeWords } from '../batch/next-step.ts'
import { CommandFailure } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { deskWords as words } from '../words/desk.ts'
import { platformWords } from '../words/platform.ts'
import { isPortTaken } from './boot.ts'
import { type PlaceFlags, placeOf } from './desk-flags.ts'
import { readOidc } from './oidc-file.ts'
import { untilStopped } from './platform.ts'
import { explained, notOpened } from './visit.ts'

/** Options of `card-member desk`. */
export interface ServeFlags extends PlaceFlags {
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
  const desk = await bootDesk({ ...placeOf(flags), ...more, port, host, log })
  stopAtSignal(desk, log)
  terminal.write(`desk ready ${desk.url}`)
  showSetUp(desk, flags, terminal)
  return untilStopped()
}

/** Starts a desk; what hinders it becomes one line. */
export async function bootDesk({
  otherwise,
  ...options
}: ServerOptions & { readonly port: number; readonly otherwise?: number }): Promise<RunningDesk> {
  try {
    return await explained(() => startDesk(options))
  } catch (error) {
    if (isPortTaken(error) && otherwise !== undefined) return bootDesk({ ...options, port: otherwise })
    if (isPortTaken(error)) throw new CommandFailure(platformWords.portTaken(options.port))
    throw error instanceof CommandFailure ? error : notOpened(error)
  }
}

// It lets in whoever has it, so it is not for where results go.
function showSetUp({ set_up, url }: RunningDesk, { publicUrl = url, ...flags }: ServeFlags, terminal: Terminal): void {
  if (set_up === undefined) return
  terminal.say(words.setUp(`${publicUrl.replace(/\/$/, '')}/#set-up=${set_up}`), 'err')
  terminal.say(words.setUpCommand(`npx card-member desk staff add root --role admin${placeWords(flags)}`), 'err')
}
