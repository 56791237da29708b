import { WebhookError } from './error.ts'

/** The largest body that is read, in bytes: 1 MiB. Notifications have one or two thousand. */
export const bodyLimit = 1024 * 1024

/**
 * Refuses by `Content-Length`, so that an answer is possible before anything is read.
 *
 * @throws {WebhookError} BODY_TOO_LARGE
 */
export function checkLength(content_length: string | null | undefined): void {
  if (Number(content_length ?? 0) > bodyLimit) throw new WebhookError('BODY_TOO_LARGE', String(bodyLimit))
}

/**
 * Reads a stream of bytes to its end.
 *
 * @throws {WebhookError} BODY_TOO_LARGE
 */
export async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const read: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    length += chunk.length
    checkLength(String(length))
    read.push(chunk)
  }
  const body = new Uint8Array(length)
  let at = 0
  for (const chunk of read) {
    body.set(chunk, at)
    at += chunk.length
  }
  return body
}

/**
 * A body that may have been through a parser.
 *
 * @throws {WebhookError} BODY_PARSED, BODY_EMPTY
 */
export function expectRaw(body: unknown): Uint8Array | string {
  if (typeof body === 'string' || body instanceof Uint8Array) return body
  throw new WebhookError(body === undefined || body === null ? 'BODY_EMPTY' : 'BODY_PARSED')
}
