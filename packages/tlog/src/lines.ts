import { decodeHash } from './base64.ts'

/** The head of a file that ends with an empty line, as lines, and what follows; undefined when there is no empty line. */
export function splitHead(text: string): { readonly lines: readonly string[]; readonly rest: string } | undefined {
  const end = text.indexOf('\n\n')
  return end === -1 ? undefined : { lines: text.slice(0, end).split('\n'), rest: text.slice(end + 2) }
}

/** Lines of one hash in base64 each; undefined when one is no hash. */
export function decodeHashes(lines: readonly string[]): Uint8Array[] | undefined {
  const hashes = lines.map(decodeHash).filter((hash) => hash !== undefined)
  return hashes.length === lines.length ? hashes : undefined
}
