import { setTimeout as rest } from 'node:timers/promises'
import type { Terminal } from '../terminal.ts'
import { type Point, Progress } from './progress.ts'

const every_ms = 1_000

/** Shows how far a piece of work is until it is over. */
export async function follow<Result>(terminal: Terminal, look: () => Promise<Point>, work: () => Promise<Result>): Promise<Result> {
  const progress = new Progress(terminal)
  const over = new AbortController()
  const watch = async () => {
    while (!over.signal.aborted) {
      progress.show(await look(), Date.now())
      await rest(every_ms, undefined, { signal: over.signal }).catch(() => undefined)
    }
  }
  // What is only shown must not stop what is done.
  const watching = watch().catch(() => undefined)
  try {
    return await work()
  } finally {
    over.abort()
    await watching
    progress.end(await look())
  }
}
