import { concatBytes } from './bytes.ts'

const encoder = new TextEncoder()
const lineFeed = Uint8Array.of(0x0a)

/** The parts of a request that are signed, in the order of their lines. */
export interface RequestParts {
  /** Upper case. */
  readonly method: string
  /** Path and query exactly as sent, percent-encoded, without host and fragment. */
  readonly target: string
  /** Unix seconds, decimal. */
  readonly timestamp: string
  readonly nonce: string
  /** The bytes that are sent; for a multipart upload the bytes of its `meta` part. */
  readonly body: Uint8Array
}

/** The bytes that a request's signature covers: five lines, each ended by a line feed. */
export function requestMessage(parts: RequestParts): Uint8Array<ArrayBuffer> {
  return lines(`${parts.method}\n${parts.target}\n${parts.timestamp}\n${parts.nonce}\n`, parts.body)
}

/** The parts of an answer or a notification that are signed, in the order of their lines. */
export interface AnswerParts {
  /** Unix seconds, decimal. */
  readonly timestamp: string
  readonly nonce: string
  /** The raw bytes received; empty for 204. */
  readonly body: Uint8Array
}

/** The bytes that the signature of an answer or a notification covers: three lines, each ended by a line feed. */
export function answerMessage(parts: AnswerParts): Uint8Array<ArrayBuffer> {
  return lines(`${parts.timestamp}\n${parts.nonce}\n`, parts.body)
}

function lines(head: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  return concatBytes([encoder.encode(head), body, lineFeed])
}
