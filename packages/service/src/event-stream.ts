import { Readable } from 'node:stream'

/** One event of a stream, as browsers read it by `EventSource`. */
export interface ServerEvent {
  readonly event: string
  /** Sent as JSON. */
  readonly data: unknown
}

const heartbeat_ms = 15_000

/** The head of a stream of events: nothing on its way may keep, compress or gather it. */
export const eventStreamHeaders = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
  // The connection was in use for long, and nothing else is asked on it.
  Connection: 'close',
  'X-Content-Type-Options': 'nosniff',
} as const

/** Events as the text of a stream. While there is none, a comment now and then shows everybody on the way that the stream is alive. */
export function eventStream(events: AsyncIterable<ServerEvent>): Readable {
  return Readable.from(pieces(events), { objectMode: false, highWaterMark: 16 })
}

async function* pieces(events: AsyncIterable<ServerEvent>): AsyncGenerator<string> {
  const iterator = events[Symbol.asyncIterator]()
  try {
    // The head leaves with the first bytes.
    yield ': open\n\n'
    for (let next = iterator.next(); ; ) {
      const result = await orHeartbeat(next)
      if (result === undefined) {
        yield ': alive\n\n'
        continue
      }
      if (result.done) return
      next = iterator.next()
      next.catch(() => undefined)
      yield `event: ${result.value.event}\ndata: ${JSON.stringify(result.value.data)}\n\n`
    }
  } finally {
    await iterator.return?.()
  }
}

/** What resolves first: the next event, or undefined when it is time for a sign of life. */
async function orHeartbeat<Result>(next: Promise<Result>): Promise<Result | undefined> {
  let timer: NodeJS.Timeout | undefined
  const heartbeat = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, heartbeat_ms, undefined)
  })
  try {
    return await Promise.race([next, heartbeat])
  } finally {
    clearTimeout(timer)
  }
}
