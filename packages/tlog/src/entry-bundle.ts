import { concatBytes } from './bytes.ts'
import { TlogError } from './tlog-error.ts'

/**
 * How long an entry may be, in bytes.
 *
 * @example
 * if (entry.length > maxEntryLength) throw new Error(`an entry has at most ${maxEntryLength} bytes`)
 */
export const maxEntryLength = 65_535

const prefixLength = 2

/**
 * Entries as a bundle: each with its length before it, 2 bytes, big-endian.
 *
 * @throws {TlogError} ENTRY_TOO_LONG above 65,535 bytes
 * @example
 * await storage.write('tile/entries/000.p/2', formatEntryBundle([first, second]))
 */
export function formatEntryBundle(entries: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return concatBytes(
    ...entries.flatMap((entry) => {
      if (entry.length > maxEntryLength) throw new TlogError('ENTRY_TOO_LONG', entry.length, maxEntryLength)
      return [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry]
    }),
  )
}

/**
 * The entries of a bundle.
 *
 * @param path where it is, for the message
 * @throws {TlogError} TILE_MALFORMED when an entry is cut short
 * @example
 * const [first, second] = parseEntryBundle(await readFile('tile/entries/000.p/2'))
 */
export function parseEntryBundle(bytes: Uint8Array, path = 'tile/entries'): Uint8Array[] {
  const entries: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const start = at + prefixLength
    const end = start + (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)
    if (end > bytes.length) throw new TlogError('TILE_MALFORMED', path)
    entries.push(bytes.subarray(start, end))
    at = end
  }
  return entries
}
