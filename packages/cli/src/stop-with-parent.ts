import type { Environment } from './terminal.ts'

const every_ms = 500

/**
 * Asks this process to stop, as SIGTERM does, when the shell that npm or npx put before it has ended: npm hands a signal on to
 * that shell alone, which ends without it. A command that was started in another way keeps running when its parent ends.
 */
export function stopWithParent({ npm_lifecycle_event: event }: Environment): Disposable {
  if (event !== 'npx' && event !== 'start') return { [Symbol.dispose]: () => {} }
  const { ppid } = process
  const timer = setInterval(() => {
    if (process.ppid === ppid) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, every_ms)
  timer.unref()
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
