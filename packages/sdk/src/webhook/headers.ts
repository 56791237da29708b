import type { ReadHeader } from '../protocol/signature.ts'

/** Headers as `fetch` has them, or as Node and most frameworks have them. */
export type HeadersInput = { get(name: string): string | null } | Readonly<Record<string, string | readonly string[] | undefined>>

/** Reads headers of either form, by lower-case name; a repeated header reads as `one, other`. */
export function headerReader(headers: HeadersInput): ReadHeader {
  if (isFetchHeaders(headers)) return (name) => headers.get(name)
  const values = new Map<string, string>()
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || value === null) continue
    const key = name.toLowerCase()
    const text = typeof value === 'string' ? value : value.join(', ')
    const before = values.get(key)
    values.set(key, before === undefined ? text : `${before}, ${text}`)
  }
  return (name) => values.get(name)
}

function isFetchHeaders(headers: HeadersInput): headers is { get(name: string): string | null } {
  return typeof headers.get === 'function'
}
