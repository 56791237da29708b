import { type Platform, type PlatformOptions, SandboxError, startPlatform, TenantsError } from '@card-member/platform'
import { KeysError } from '@card-member/service/database'
import { InUseError } from '@card-member/service/process-lock'
import { CommandFailure, exit } from '../failure.ts'
import { platformWords as words } from '../words/platform.ts'

/** What a command needs to know of its platform. */
export interface LaunchOptions extends PlatformOptions {
  readonly database: string
  readonly port: number
  /** The port to take when `port` is taken; without it, that is a failure. */
  readonly fallback_port?: number | undefined
}

/** Starts a platform; what hinders it becomes one line for the person who asked. */
export async function launchPlatform({ fallback_port, ...options }: LaunchOptions): Promise<Platform> {
  try {
    return await startPlatform(options)
  } catch (error) {
    if (error instanceof TenantsError || error instanceof KeysError || error instanceof InUseError) throw new CommandFailure(error.words)
    if (error instanceof SandboxError) throw new CommandFailure(words.sandboxOpen(options.host ?? ''), exit.usage)
    if (isPortTaken(error) && fallback_port !== undefined) return launchPlatform({ ...options, port: fallback_port })
    if (isPortTaken(error)) throw new CommandFailure(words.portTaken(options.port))
    const [reason = ''] = (error instanceof Error ? error.message || String(error) : String(error)).split('\n')
    throw new CommandFailure(words.notStarted(reason))
  }
}

/** Whether a server did not start because something listens there. */
export function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
