import { decompress } from '#runtime'
import type { Compression } from './runtime.ts'

/** A body whose Content-Encoding is removed. */
export interface Content {
  /** The uncompressed body. */
  readonly body: Uint8Array
  /** The Content-Encoding, when it is unknown or does not fit the bytes; the body is then unchanged. */
  readonly coding?: string
}

const compressions: Readonly<Record<string, Compression>> = { gzip: 'gzip', 'x-gzip': 'gzip', deflate: 'deflate', br: 'br', zstd: 'zstd' }
/** No proxy applies more encodings than this; more are an attack. */
const mostLayers = 3

/**
 * Decompresses a body that a proxy compressed, because signatures are made over the uncompressed bytes. Plain text stays as it
 * is, whatever the header says: some runtimes and frameworks decompress a body and keep the header.
 *
 * @param header the Content-Encoding, if there is one
 * @param limit the most bytes of the result
 */
export async function decodeContent(given: Uint8Array, header: string | null | undefined, limit: number): Promise<Content | 'too_large'> {
  const codings = codingsOf(header)
  if (codings.length === 0 || given.length === 0 || beginsAsObject(given)) return { body: given }
  const asItCame = isText(given) ? { body: given } : { body: given, coding: printable(codings.join(', ')) }
  if (codings.length > mostLayers) return asItCame
  let body = given
  // The last encoding is removed first.
  for (const name of codings.reverse()) {
    const compression = compressions[name]
    const next = compression && (await decompress(compression, body, limit))
    if (next === 'too_large') return next
    if (next === undefined) return asItCame
    body = next
  }
  return { body }
}

function codingsOf(header: string | null | undefined): string[] {
  const names = (header ?? '').split(',').map((name) => name.trim().toLowerCase())
  return names.filter((name) => name !== '' && name !== 'identity')
}

// No compressed body begins like a JSON object.
function beginsAsObject(body: Uint8Array): boolean {
  const first = body.find((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d)
  return first === 0x7b
}

function isText(body: Uint8Array): boolean {
  if (body.some((byte) => byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d))) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(body)
    return true
  } catch {
    return false
  }
}

// The text comes from anybody and is logged.
function printable(text: string): string {
  return text.slice(0, 40).replace(/[^\x20-\x7e]/g, '?')
}
