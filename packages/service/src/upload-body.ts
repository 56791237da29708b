import type { IncomingMessage } from 'node:http'
import { HttpError } from '@card-member/sdk/contract'
import { incompleteBody } from './framework-error.ts'

/** What one upload may take. */
export interface UploadLimits {
  /** At most so many bytes. */
  readonly limit: number
  /** How long its sender may pause. */
  readonly idle_ms: number
}

const drain_ms = 10_000
const drain_bytes = 64 * 1024 * 1024

/**
 * Reads the body of an upload as it comes. Its stream stays open when it is given up half read: the answer needs its connection.
 *
 * @throws {HttpError} `tooLarge`, or `request_malformed` when the sender ended it early
 */
export async function* readUploadBody(
  request: IncomingMessage,
  { limit, idle_ms }: UploadLimits,
  tooLarge: () => HttpError,
): AsyncGenerator<Uint8Array> {
  let size = 0
  // A sender who pauses is disconnected; how long the whole may take is limited by the server.
  request.socket.setTimeout(idle_ms)
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      const bytes = Buffer.from(chunk)
      size += bytes.length
      if (size > limit) throw tooLarge()
      yield bytes
    }
  } catch (error) {
    throw error instanceof HttpError || request.complete ? error : incompleteBody()
  } finally {
    request.socket.setTimeout(0)
  }
}

/**
 * Reads on what is left of a refused upload, so that its sender comes to read the answer: half read, it would hold its
 * connection, and with it the server when it stops. A sender who goes on for too long is disconnected.
 */
export function drainUpload(request: IncomingMessage): void {
  if (request.readableEnded) return
  let size = 0
  const disconnect = () => request.socket.destroy()
  const timer = setTimeout(disconnect, drain_ms)
  timer.unref()
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > drain_bytes) disconnect()
  })
  request.once('close', () => clearTimeout(timer))
  request.resume()
}
