import { isIP } from 'node:net'
import { DeskError } from '../contract/desk-error.ts'

/** To whom passkeys belong: a host name, and the one origin whose pages may use them. */
export interface RelyingParty {
  readonly rp_id: string
  readonly origin: string
}

/**
 * The relying party of the address by which browsers reach the desk. Browsers have passkeys for host names alone, never for an address
 * like 127.0.0.1, and over https, except at localhost.
 *
 * @throws {DeskError} passkey_unavailable
 */
export function relyingPartyOf(address: string): RelyingParty {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const host = url?.hostname ?? ''
  const isLocal = host === 'localhost' || host.endsWith('.localhost')
  const isName = host !== '' && !host.startsWith('[') && isIP(host) === 0
  if (url === undefined || !isName || !(url.protocol === 'https:' || (url.protocol === 'http:' && isLocal)))
    throw new DeskError('passkey_unavailable', { public_url: address })
  return { rp_id: host, origin: url.origin }
}
