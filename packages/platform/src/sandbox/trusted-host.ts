import { isIP } from 'node:net'

/**
 * Whether the Host of a request is an IP address, `localhost`, or a known name. This prevents DNS rebinding: a web page of
 * another site can point its own name to this machine, but it cannot use an address or `localhost`.
 *
 * @param known host names of `public_url`
 */
export function isTrustedHost(host: string | undefined, known: readonly string[]): boolean {
  const [, name = ''] = /^(\[[0-9a-f:.]+\]|[^:/?#@\s[\]]+)(?::\d{1,5})?$/i.exec(host ?? '') ?? []
  // A name with a final dot is the same name.
  const lower = name.toLowerCase().replace(/\.$/, '')
  return lower === 'localhost' || isIP(lower.replaceAll(/[[\]]/g, '')) !== 0 || known.includes(lower)
}

/** Whether the Origin of a request, if it has one, is this platform. */
export function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  return origin === undefined || origin === `http://${host}` || origin === `https://${host}`
}
