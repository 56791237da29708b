import { WebhookError } from './error.ts'

/** The largest body that is kept, in bytes: 1 MiB. A notification has one or two thousand bytes. */
export const bodyLimit = 1024 * 1024
/** How much of a longer body is read and dropped, so that the sender receives the answer; then the connection is closed. */
const patience = 16 * bodyLimit

/**
 * Reads a stream of bytes to its end.
 *
 * @throws {WebhookError} BODY_TOO_LARGE
 */
export async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const kept: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    length += chunk.length
    if (length <= bodyLimit) kept.push(chunk)
    if (length > patience) break
  }
  if (length > bodyLimit) throw new WebhookError('BODY_TOO_LARGE', String(bodyLimit))
  const body = new Uint8Array(length)
  let at = 0
  for (const chunk of kept) {
    body.set(chunk, at)
    at += chunk.length
  }
  return body
}

/**
 * Checks a body that a parser may have changed.
 *
 * @throws {WebhookError} BODY_PARSED, BODY_EMPTY
 */
export function expectRaw(body: unknown): Uint8Array | string {
  if (typeof body === 'string' || body instanceof Uint8Array) return body
  throw new WebhookError(body === undefined || body === null ? 'BODY_EMPTY' : 'BODY_PARSED')
}
