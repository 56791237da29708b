import { hash, randomBytes } from 'node:crypto'
import { answerBytes, reasonOf } from './http-answer.ts'

// DER of `AlgorithmIdentifier { sha256, NULL }` (RFC 5754).
const sha256Identifier = Buffer.from('300d06096086480165030402010500', 'hex')
const tags = { boolean: 0x01, integer: 0x02, octets: 0x04, sequence: 0x30 } as const
const nonceBytes = 8
const timeout_ms = 10_000

/** A time stamp, or why there is none. */
export type StampAnswer = { readonly token: Uint8Array } | { readonly reason: string }

/**
 * Asks a time-stamp server (RFC 3161) for a time stamp over bytes. The answer is kept as it is: `openssl ts -verify -in` reads it. It
 * must be granted and hold the hash and the number of the request; whose key signed it, those check who rely on it.
 */
export async function stamp(url: string, data: string): Promise<StampAnswer> {
  const imprint = hash('sha256', data, 'buffer')
  // Positive, and without a leading zero.
  const nonce = Buffer.concat([Buffer.of(0x40), randomBytes(nonceBytes - 1)])
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query' },
      body: new Uint8Array(requestOf(imprint, nonce)),
      redirect: 'error',
      signal: AbortSignal.timeout(timeout_ms),
    })
    const token = await answerBytes(response)
    if (response.status !== 200) return { reason: `HTTP ${response.status}` }
    if (!isGranted(token)) return { reason: 'the time stamp was not granted' }
    return token.includes(imprint) && token.includes(nonce) ? { token } : { reason: 'the time stamp is of other bytes' }
  } catch (error) {
    return { reason: reasonOf(error) }
  }
}

function requestOf(imprint: Uint8Array, nonce: Uint8Array): Buffer {
  const version = der(tags.integer, Buffer.of(1))
  const message = der(tags.sequence, sha256Identifier, der(tags.octets, imprint))
  return der(tags.sequence, version, message, der(tags.integer, nonce), der(tags.boolean, Buffer.of(0xff)))
}

// Every value of a request is shorter than 128 bytes.
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.of(tag, content.length), content])
}

/** Whether the status, the first number of a response, is `granted` or `grantedWithMods`. */
function isGranted(response: Buffer): boolean {
  const whole = contentAt(response, 0, tags.sequence)
  const info = whole === undefined ? undefined : contentAt(response, whole, tags.sequence)
  const status = info === undefined ? undefined : contentAt(response, info, tags.integer)
  return status !== undefined && response[status - 1] === 1 && (response[status] ?? 2) <= 1
}

/** Where the content of a value begins; undefined when it has another tag. */
function contentAt(bytes: Buffer, at: number, tag: number): number | undefined {
  const length = bytes[at + 1]
  if (bytes[at] !== tag || length === undefined) return undefined
  return at + 2 + (length < 0x80 ? 0 : length - 0x80)
}
