import { dirname, join } from 'node:path'
import { parseDatabaseUrl } from '@card-member/service/database'
import { stopAtSignal } from '@card-member/service/lifecycle'
import { makeLog } from '@card-member/service/log'
import type { Terminal } from '../terminal.ts'
import { platformWords as words } from '../words/platform.ts'
import { launchPlatform } from './launch-platform.ts'

/** Options of `card-member platform`. */
export interface PlatformFlags {
  readonly port: number
  readonly host: string
  readonly database: string
  readonly tenants: string
  readonly folder?: string
  readonly publicUrl?: string
  readonly sandbox?: boolean
  readonly sandboxToken?: string
}

/** Runs a platform until a signal ends the process. */
export async function runPlatform(
  { sandbox = false, sandboxToken, publicUrl: public_url, ...options }: PlatformFlags,
  terminal: Terminal,
): Promise<never> {
  const log = makeLog()
  const platform = await launchPlatform({
    ...options,
    ...(public_url === undefined ? {} : { public_url }),
    sandbox: sandbox && sandboxToken ? { token: sandboxToken } : sandbox,
    log,
  })
  process.on('SIGHUP', () => {
    platform.reload().then(
      () => log.info('tenants reloaded'),
      (error: unknown) => log.error({ error }, 'tenants not reloaded; the ones in force stay'),
    )
  })
  stopAtSignal(platform, log)
  if (sandbox && !sandboxToken) terminal.say(words.sandboxOpened(platform.sandbox_token ?? '', tokenFileOf(options)), 'err')
  terminal.write(`platform ready ${platform.url}`)
  return untilStopped()
}

function tokenFileOf({ database, folder }: Pick<PlatformFlags, 'database' | 'folder'>): string {
  const url = parseDatabaseUrl(database)
  return join(folder ?? (url.kind === 'sqlite' ? dirname(url.file) : './data'), 'sandbox.token')
}

/** Never resolves: the process ends by a signal. */
export function untilStopped(): Promise<never> {
  return new Promise(() => {})
}
