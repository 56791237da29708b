import { type IncomingMessage, type OutgoingHttpHeader, type OutgoingHttpHeaders, ServerResponse } from 'node:http'

// Names that are not a capital at the beginning of each word.
const exceptions: Readonly<Record<string, string>> = {
  'request-id': 'Request-ID',
  etag: 'ETag',
  'www-authenticate': 'WWW-Authenticate',
}
const known = new Map<string, string>(Object.entries(exceptions))
const longestMemory = 256

/**
 * An answer whose header names leave as they are documented. HTTP says that their case does not matter, and frameworks write
 * small letters; clients of WeChat Pay are found that look a name up by its exact bytes.
 */
export class SpelledResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  override writeHead(status: number, reason?: string | OutgoingHttpHeaders | OutgoingHttpHeader[], headers?: Headers): this {
    if (typeof reason === 'string') return super.writeHead(status, reason, spelledAll(headers))
    return super.writeHead(status, spelledAll(reason))
  }
}

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[]

/** A header's name as it is documented. */
export function spelled(name: string): string {
  const lower = name.toLowerCase()
  const found = known.get(lower)
  if (found !== undefined) return found
  const made = lower.replaceAll(/(^|-)[a-z]/g, (letters) => letters.toUpperCase())
  if (known.size < longestMemory) known.set(lower, made)
  return made
}

function spelledAll(headers: Headers | undefined): Headers | undefined {
  if (headers === undefined || Array.isArray(headers)) return headers
  const result: OutgoingHttpHeaders = {}
  for (const name in headers) result[spelled(name)] = headers[name]
  return result
}
