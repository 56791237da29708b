import type { IncomingMessage } from 'node:http'

// Of these a request has one; the server keeps the first of several, which need not be the one that others act by.
const single = new Set(['host', 'authorization', 'content-type', 'content-length', 'origin', 'wechatpay-serial'])

/** Reads a header; the name in lower case. One without a value counts as absent, for clients are found that send it so. */
export function readHeader({ headers }: Pick<IncomingMessage, 'headers'>, name: string): string | undefined {
  const value = headers[name]
  const text = Array.isArray(value) ? value.join(', ') : value
  return text === undefined || text.trim() === '' ? undefined : text
}

/** The name of a header that a request holds more than once though it may not; `undefined` when there is none. */
export function repeatedHeader({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): string | undefined {
  const seen = new Set<string>()
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? ''
    if (!single.has(name) || rawHeaders[index + 1]?.trim() === '') continue
    if (seen.has(name)) return name
    seen.add(name)
  }
  return undefined
}
