import { setTimeout as rest } from 'node:timers/promises'
import type { DeskSession } from '../actions/desk-session.ts'
import { type Point, Progress } from './progress.ts'

const every_ms = 1_000

/** Shows how far a file has been read, in bytes and rows, once it takes longer than a moment. */
export async function showReading<Result>(
  { desk, actor, terminal }: DeskSession,
  work: (onBegun: (batch_id: string) => void) => Promise<Result>,
): Promise<Result> {
  const progress = new Progress(terminal)
  const over = new AbortController()
  const watch = async (batch_id: string) => {
    for (;;) {
      await rest(every_ms, undefined, { signal: over.signal })
      const { state, bytes_read: done, file_bytes: total, row_count } = await desk.batches.get(actor, batch_id)
      const point: Point = { state, done, total, counts: { rows: row_count } }
      if (!over.signal.aborted) progress.show(point, Date.now())
    }
  }
  let watching: Promise<void> | undefined
  try {
    return await work((batch_id) => {
      // What is only shown must not stop what is done.
      watching = watch(batch_id).catch(() => undefined)
    })
  } finally {
    over.abort()
    await watching
  }
}
