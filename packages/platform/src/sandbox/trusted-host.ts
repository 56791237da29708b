import { isIP } from 'node:net'

/**
 * Whether a request came to a name that only its sender's machine or operator decides about. A page of another site can have its own
 * name lead to this machine, and then reads what is here as its own; it cannot do so with an address or with `localhost`.
 *
 * @param known names that the operator gave
 */
export function isTrustedHost(host: string | undefined, known: readonly string[]): boolean {
  const [, name = ''] = /^(\[[0-9a-f:.]+\]|[^:/?#@\s[\]]+)(?::\d{1,5})?$/i.exec(host ?? '') ?? []
  // A name that ends with a dot is the same, said in full.
  const lower = name.toLowerCase().replace(/\.$/, '')
  return lower === 'localhost' || isIP(lower.replaceAll(/[[\]]/g, '')) !== 0 || known.includes(lower)
}

/** Whether a page that sends a request, as far as it says so, comes from here. */
export function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  return origin === undefined || origin === `http://${host}` || origin === `https://${host}`
}
