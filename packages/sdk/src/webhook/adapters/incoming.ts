import { expectRaw, readAll } from '../body.ts'

/** Headers as Node has them. */
export type NodeHeaders = Readonly<Record<string, string | string[] | undefined>>

/** A request of node:http, and of every framework that passes it on. */
export interface IncomingRequest extends AsyncIterable<Uint8Array> {
  readonly headers: NodeHeaders
  readonly readableEnded: boolean
}

/** Fields that a body parser may set. */
export interface Parsed {
  readonly rawBody?: unknown
  readonly body?: unknown
}

/**
 * Reads the raw bytes of a request: the bytes that a parser kept, or else the stream.
 *
 * @throws {WebhookError} BODY_PARSED when a parser kept only the parsed body; BODY_EMPTY, BODY_TOO_LARGE
 */
export async function rawBodyOf(request: IncomingRequest, { rawBody, body }: Parsed): Promise<Uint8Array | string> {
  for (const kept of [rawBody, body]) if (typeof kept === 'string' || kept instanceof Uint8Array) return kept
  if (request.readableEnded) return expectRaw(body)
  return readAll(request)
}
