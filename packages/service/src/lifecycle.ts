import type { Log } from './log.ts'

/** What can be stopped. */
export interface Stoppable {
  close(): Promise<void>
}

const patience = 9000

/** Stops a server at SIGTERM or SIGINT: what is in flight is finished, then the process ends with 0; with 1 after 9 s. */
export function stopAtSignal(server: Stoppable, log: Log): void {
  let stopping = false
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping')
    const late = setTimeout(() => {
      log.error({ signal }, 'could not stop in time')
      process.exit(1)
    }, patience)
    late.unref()
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ error }, 'could not stop cleanly')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}
