import type { Environment } from './terminal.ts'

const every_ms = 500

/**
 * Stops this process, as SIGTERM does, when the shell that npm or npx started it by has ended: npm passes a signal to that shell
 * alone. A command that was started in another way keeps running when its parent ends.
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
