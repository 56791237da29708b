import { lookup } from 'node:dns/promises'
import ipaddr from 'ipaddr.js'
import { DeliveryError } from './delivery-error.ts'

/** An address that a name resolved to. */
export interface Address {
  readonly address: string
  readonly family: number
}

/** Resolves a host name, or an address to itself. */
export type Resolve = (hostname: string) => Promise<readonly Address[]>

/** Where a notification may go: no other address than these is connected to. */
export interface Target {
  readonly url: URL
  readonly hostname: string
  readonly addresses: readonly Address[]
}

/** What a target is checked with. */
export interface TargetCheck {
  /** Lets it be an address that is not public, and plain http to this machine itself. */
  readonly allow_private: boolean
  readonly resolve: Resolve
}

// All public unicast addresses of IPv6 are in here; some of the rest reach IPv4 hosts by other names.
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

/** Resolves with the system's resolver. */
export const systemResolve: Resolve = (hostname) => lookup(hostname, { all: true })

/**
 * Resolves a notify_url and checks where it leads. One address that is not public is enough to refuse it.
 *
 * @throws {DeliveryError} blocked, unreachable
 */
export async function checkTarget(notify_url: string, { allow_private, resolve }: TargetCheck): Promise<Target> {
  const url = URL.parse(notify_url)
  if (url === null) throw new DeliveryError('blocked', 'notify_url is no URL')
  if (url.protocol !== 'https:' && !(allow_private && url.protocol === 'http:'))
    throw new DeliveryError('blocked', 'notify_url is not https')
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  const addresses = await resolveAddresses(hostname, resolve)
  for (const { address } of addresses) {
    const range = rangeOf(address)
    if (range !== 'unicast' && !allow_private) throw new DeliveryError('blocked', `${address} is not public (${range})`)
    if (range !== 'loopback' && url.protocol === 'http:')
      throw new DeliveryError('blocked', `http to ${address}, which is not this machine`)
  }
  return { url, hostname, addresses }
}

async function resolveAddresses(hostname: string, resolve: Resolve): Promise<readonly Address[]> {
  try {
    const addresses = await resolve(hostname)
    if (addresses.length > 0) return addresses
  } catch (cause) {
    throw new DeliveryError('unreachable', 'the name does not resolve', { cause })
  }
  throw new DeliveryError('unreachable', 'the name has no address')
}

function rangeOf(text: string): string {
  // An IPv4 address in IPv6's clothes is judged as what it is.
  const address = ipaddr.process(text)
  const range = address.range()
  return range === 'unicast' && address instanceof ipaddr.IPv6 && !address.match(globalUnicast) ? 'not global' : range
}
