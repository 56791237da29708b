import { runtime } from '#runtime'
import type { Compression } from './runtime.ts'

/** A body after its Content-Encoding was looked at. */
export interface Content {
  /** As it was before anything compressed it. */
  readonly body: Uint8Array
  /** The Content-Encoding, when it is not known here or does not fit: the body is then as it came. */
  readonly coding?: string
}

const compressions: Readonly<Record<string, Compression>> = { gzip: 'gzip', 'x-gzip': 'gzip', deflate: 'deflate', br: 'br', zstd: 'zstd' }
/** More layers than this are an attack, not a proxy. */
const mostLayers = 3

/**
 * Undoes what a proxy on the way did to a body: signatures are over the bytes before it. What is plain text is taken as it is,
 * whatever the header says: some runtimes and frameworks decode a body and leave the header there.
 *
 * @param header the Content-Encoding, if there is one
 * @param limit the most bytes that may come out
 */
export async function decodeContent(given: Uint8Array, header: string | null | undefined, limit: number): Promise<Content | 'too_large'> {
  const codings = codingsOf(header)
  if (codings.length === 0 || given.length === 0 || beginsAsObject(given)) return { body: given }
  const asItCame = isText(given) ? { body: given } : { body: given, coding: printable(codings.join(', ')) }
  if (codings.length > mostLayers) return asItCame
  let body = given
  // The one that was applied last comes off first.
  for (const name of codings.reverse()) {
    const compression = compressions[name]
    const next = compression && (await runtime.decompress(compression, body, limit))
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

// No compression begins as a JSON object does.
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

// It came from anybody and goes into logs.
function printable(text: string): string {
  return text.slice(0, 40).replace(/[^\x20-\x7e]/g, '?')
}
